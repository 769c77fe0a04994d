import Foundation
import TestSupport
import Testing

/// `sluice predict` with a model that reads some columns ahead.
@Suite struct KnownAheadCommandTests {
  @Test func `forecasts go as far as the readings known ahead do, and what is missing is said`()
    throws
  {
    let place = try Workplace.ready(rows: 200)
    defer { place.remove() }
    let undeclared = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--set",
      "features.derived=[{lead: {column: x, by: 2}}]")
    #expect(undeclared.status == 2)
    #expect(undeclared.errors.contains("features.knownAhead: [x]"), "\(undeclared.errors)")
    let train = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--set", "features.knownAhead=[x]", "--set",
      "features.derived=[{lead: {column: x, by: 2}}]", "--set", "training.epochs=1")
    #expect(train.status == 0, "\(train.errors)")

    // The last two rows hold the time and x only.
    var lines = Workplace.readings(rows: 42).split(separator: "\n").map(String.init)
    for line in 41...42 {
      let cells = lines[line].split(separator: ",")
      lines[line] = "\(cells[0]),,\(cells[2])"
    }
    try place.write(lines.joined(separator: "\n") + "\n", to: "ahead.csv")
    let ahead = try place.sluice("predict", "run", "--data", "ahead.csv")
    #expect(ahead.status == 0, "\(ahead.errors)")
    #expect(ahead.errors == "")
    let last = try #require(ahead.output.split(separator: "\n").last)
    // The forecast for the last of them, of which y is not known.
    #expect(last.hasPrefix("2024-01-01 06:50:00,2,,"))
    let latest = try place.sluice("predict", "run", "--data", "ahead.csv", "--latest")
    #expect(latest.output.split(separator: "\n").last == last)

    try place.write(lines[0...40].joined(separator: "\n") + "\n", to: "present.csv")
    let present = try place.sluice("predict", "run", "--data", "present.csv")
    #expect(present.status == 0, "\(present.errors)")
    #expect(
      present.errors == """
        There is no answer after the last 2 rows (from 2024-01-01 06:20:00 on): x must be known 2 rows \
        ahead, and its reading for 2024-01-01 06:40:00 is missing. Add rows behind the last one that \
        hold x and the time, and leave their other cells empty.

        """)
    #expect(
      present.output.split(separator: "\n").last?.hasPrefix("2024-01-01 06:30:00,2,") == true)
    let none = try place.sluice("predict", "run", "--data", "present.csv", "--latest")
    #expect(none.status == 1)
    #expect(none.errors.contains("There is no answer after the last 2 rows"), "\(none.errors)")
  }
}
