import Foundation
import Testing
import TestSupport

@Suite struct HelpTests {
  @Test(arguments: [
    "", "train", "evaluate", "predict", "compare", "diagnose", "explain", "backtest",
    "find-learning-rate", "data",
    "data describe", "data generate", "data fetch", "tune", "tune run", "tune show", "tune best",
    "tune export",
  ])
  func `help reads as it was written`(command: String) throws {
    let place = try Workplace()
    defer { place.remove() }
    let words = command.split(separator: " ").map(String.init)
    let run = try CommandRun(words + ["--help"], in: place.folder)
    #expect(run.status == 0)
    #expect(run.errors == "")
    let name = command.isEmpty ? "sluice" : words.joined(separator: "-")
    try Snapshot.check(run.output, "help-\(name)")
  }

  @Test func `the version is a number on standard output`() throws {
    let place = try Workplace()
    defer { place.remove() }
    let run = try place.sluice("--version")
    #expect(run.output == "0.1.0\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func `arguments that cannot be used end with 2 and a hint`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    var transcript = Transcript(place)
    try transcript.run("an unknown option", ["train", "exp.yaml", "--outptu", "r"])
    try transcript.run("no experiment", ["train", "--output", "r"])
    try transcript.run("no output", ["train", "exp.yaml"])
    try transcript.run(
      "contradiction", ["train", "exp.yaml", "--output", "r", "--force", "--resume"])
    try transcript.run("no threads", ["train", "exp.yaml", "--output", "r", "--threads", "0"])
    try transcript.run(
      "a seed that is none", ["train", "exp.yaml", "--output", "r", "--seed", "x"])
    try transcript.run("no folds", ["backtest", "exp.yaml", "--folds", "0"])
    try transcript.run(
      "no range of rates", ["find-learning-rate", "exp.yaml", "--from", "1", "--to", "0.1"])
    try transcript.run("one update", ["find-learning-rate", "exp.yaml", "--updates", "1"])
    try transcript.run("no workers", ["tune", "exp.yaml", "--output", "s", "--workers", "0"])
    try transcript.run("a study without a place", ["tune", "exp.yaml"])
    try transcript.run("an unknown kind", ["data", "generate", "cosine", "--rows", "5"])
    try transcript.run("rows of series", ["data", "generate", "digit-sums", "--rows", "60"])
    try transcript.run("series of rows", ["data", "generate", "sine", "--series", "2"])
    try transcript.run("no data set", ["data", "fetch"])
    try transcript.run("an unknown data set", ["data", "fetch", "mnist"])
    try Snapshot.check(transcript.text, "usage")
    #expect(transcript.text.components(separatedBy: "[exit 2]").count == 17)
    #expect(place.listing() == ["exp.yaml", "readings.csv"])
  }
}
