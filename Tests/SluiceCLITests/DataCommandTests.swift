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
