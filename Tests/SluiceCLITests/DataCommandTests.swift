import Foundation
import Testing
import TestSupport

@Suite struct DataCommandTests {
  @Test(arguments: ["household", "multivariate", "sine"])
  func `generated series repeat by their seed and can be described`(kind: String) throws {
    let place = try Workplace()
    defer { place.remove() }
    let file = try place.sluice(
      "data", "generate", kind, "--rows", "300", "--seed", "3", "--output", "a.csv")
    #expect(file.status == 0, "\(file.errors)")
    let text = try place.sluice("data", "generate", kind, "--rows", "300", "--seed", "3")
    #expect(text.output == (try place.text("a.csv")))
    let other = try place.sluice("data", "generate", kind, "--rows", "300", "--seed", "4")
    #expect(other.output != text.output)
    #expect(text.output.split(separator: "\n").count == 301)
    let described = try place.sluice("data", "describe", "a.csv")
    #expect(described.status == 0, "\(described.errors)")
    #expect(described.output.contains("300"))
    let json = try place.sluice("data", "describe", "a.csv", "--json")
    #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
  }

  @Test func `digit sums are made by the series and described by their labels`() throws {
    let place = try Workplace()
    defer { place.remove() }
    let made = try place.sluice(
      "data", "generate", "digit-sums", "--series", "20", "--digits", "0-8", "--output", "a.csv")
    #expect(made.status == 0, "\(made.errors)")
    let lines = try place.text("a.csv").split(separator: "\n")
    #expect(lines.count == 601)
    #expect(lines[0] == "series,digit,label")
    #expect(lines[600].hasPrefix("20,"))
    #expect(lines.dropFirst().allSatisfy { !$0.contains("9.0") })
    let described = try place.sluice("data", "describe", "a.csv", "--categories", "label")
    #expect(described.output.contains("label  rows"), "\(described.output)")
    let usual = try place.sluice("data", "generate", "digit-sums", "--output", "b.csv")
    #expect(usual.errors.contains("300,000 rows"), "\(usual.errors)")
  }

  @Test func `known data sets are listed, and without a network nothing is left half`() throws {
    let place = try Workplace()
    defer { place.remove() }
    let list = try place.sluice("data", "fetch", "--list")
    #expect(list.status == 0)
    for name in ["household", "mhealth", "uci-har"] { #expect(list.output.contains(name)) }
    #expect(list.output.contains("https://archive.ics.uci.edu/"))
    let proxy = try LocalServer.nowhere("")
    let run = try CommandRun(
      shell: "https_proxy=\(proxy) \"$0\" data fetch household --output data", in: place.folder)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("could not be downloaded"), "\(run.errors)")
    #expect(run.errors.contains("yourself to data/household_power"), "\(run.errors)")
    #expect(place.listing("data").isEmpty)
    let alone = try CommandRun(
      shell: "PATH=\"$PWD\" \"$0\" data fetch mhealth", in: place.folder)
    #expect(alone.status == 1)
    #expect(alone.errors.contains("The program curl"), "\(alone.errors)")
  }

  @Test func `a description reads as it was written`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    var lines = Workplace.readings(rows: 60, gapAfter: 30).split(separator: "\n").map(String.init)
    lines[9] = String(lines[9].prefix(19)) + ",?,0.25"
    try place.write(lines.joined(separator: "\n"), to: "gaps.csv")
    let run = try place.sluice("data", "describe", "gaps.csv")
    #expect(run.status == 0, "\(run.errors)")
    try Snapshot.check(run.output, "describe")
  }

  @Test func `a longer look reads as it was written, is drawn on a page and told as JSON`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try place.sluice("data", "describe", "readings.csv", "--full")
    #expect(run.status == 0, "\(run.errors)")
    try Snapshot.check(run.output, "describe-full")
    let short = try place.sluice("data", "describe", "readings.csv")
    let paged = try place.sluice(
      "data", "describe", "./readings.csv", "--output", "page.html", "--threads", "1")
    #expect(paged.output == short.output)
    #expect(paged.errors == "Written: page.html.\n")
    let page = try place.text("page.html")
    #expect(page.contains("Readings of readings.csv") && page.contains("Periodogram of x"))
    let numbers = try place.sluice("data", "describe", "readings.csv", "--full", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(numbers.output.utf8))
    let full = try #require(object as? [String: Any])
    #expect(Set(full.keys) == ["columns", "description", "findings"])
    let plain = try place.sluice("data", "describe", "readings.csv", "--json")
    #expect(!plain.output.contains("findings"))
    #expect(plain.errors.isEmpty)
    let nowhere = try place.sluice("data", "describe", "readings.csv", "--output", "no/page.html")
    #expect(nowhere.status == 1)
    #expect(nowhere.errors.contains("no/page.html"), "\(nowhere.errors)")
  }

  @Test func `labels and subjects are described by their shares`() throws {
    let place = try Workplace()
    defer { place.remove() }
    var text = "x,subject,label,id\n"
    for row in 0..<1200 {
      let label = row % 10 == 0 ? "" : row % 3 == 0 ? "lie, down" : "walk"
      text += "\(row % 7),\(row / 400 + 9),\(label.isEmpty ? "" : "\"\(label)\""),id\(row)\n"
    }
    try place.write(text, to: "labels.csv")
    let log = (0..<3).map { row in
      (0..<23).map { "\(row).\($0)" }.joined(separator: "\t") + "\t\(row / 2 * 4)\n"
    }.joined()
    let folder = place.folder.appendingPathComponent("MHEALTHDATASET")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try place.write(log, to: "MHEALTHDATASET/mHealth_subject3.log")
    var transcript = Transcript(place)
    try transcript.run(
      "numbers as categories", ["data", "describe", "labels.csv", "--categories", "subject"])
    try transcript.run(
      "a layout", ["data", "describe", "MHEALTHDATASET", "--layout", "mhealth"])
    try transcript.run("a folder that is no table", ["data", "describe", "MHEALTHDATASET"])
    try transcript.run(
      "an unknown category", ["data", "describe", "labels.csv", "--categories", "lable"])
    try transcript.run(
      "both", ["data", "describe", "x", "--categories", "label", "--layout", "mhealth"])
    try Snapshot.check(transcript.text, "describe-categories")
    let json = try place.sluice("data", "describe", "labels.csv", "--json")
    #expect(json.output.contains("\"categories\""))
  }
}
