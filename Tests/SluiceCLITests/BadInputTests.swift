import Foundation
import Testing
import TestSupport

@Suite struct BadInputTests {
  /// Runs `train` on readings that are wrong in one way each.
  @Test func `bad readings are refused with the place and the cure`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let good = Workplace.readings(rows: 400)
    var lines = good.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var transcript = Transcript(place)

    func train(_ title: String, _ csv: String, _ more: String...) throws {
      try place.write(csv, to: "bad.csv")
      try transcript.run(
        title, ["train", "exp.yaml", "--data", "bad.csv", "--output", "run"] + more)
      #expect(place.listing() == ["bad.csv", "exp.yaml", "readings.csv"])
    }
    func changed(_ row: Int, _ line: String) -> String {
      var changed = lines
      changed[row] = line
      return changed.joined(separator: "\n")
    }

    try train("an empty file", "")
    try train("a header and nothing else", lines[0] + "\n")
    try train("a ragged row", changed(7, "2024-01-01 01:00:00,1.5"))
    try train("text in a number column", changed(7, "2024-01-01 01:00:00,high,0.1"))
    try train("not a number", changed(7, "2024-01-01 01:00:00,-nan,0.1"))
    try train("infinity", changed(7, "2024-01-01 01:00:00,inf,0.1"))
    try train("a time stamp that is none", changed(7, "2024-13-01 01:00:00,1.5,0.1"))
    try train("a time stamp twice", changed(7, lines[6]))
    try train("a time stamp that goes back", changed(7, "2023-12-31 23:00:00,1.5,0.1"))
    try train(
      "a gap longer than allowed", Workplace.readings(rows: 400, gapAfter: 99), "--set",
      "cleaning.maximumGap=1 h")
    try train(
      "a constant column under min-max",
      lines.enumerated().map { $0 == 0 || $1.isEmpty ? $1 : String($1.prefix(19)) + ",2,\($0)" }
        .joined(separator: "\n"), "--set", "scaling=minMax")
    lines = Array(lines[...6])
    try train("too few rows for one window", lines.joined(separator: "\n"))
    try train(
      "a column that is not there", good.replacingOccurrences(of: "time,y,x", with: "time,y,z"))
    try transcript.run(
      "a file that is not there", ["train", "exp.yaml", "--data", "none.csv", "--output", "run"])
    try Snapshot.check(transcript.text, "bad-readings")
    #expect(!transcript.text.contains("[exit 0]"))
    #expect(!transcript.text.contains("[exit -"))
  }

  @Test func `bad experiments are refused with file, line and key`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    var transcript = Transcript(place)
    func train(_ title: String, _ yaml: String, _ more: String...) throws {
      try place.write(yaml, to: "bad.yaml")
      try transcript.run(title, ["train", "bad.yaml", "--output", "run"] + more)
    }
    let good = Workplace.experiment
    try train("an unknown key", good.replacingOccurrences(of: "epochs", with: "epochen"))
    try train("a wrong type", good.replacingOccurrences(of: "epochs: 3", with: "epochs: many"))
    try train(
      "an impossible value", good.replacingOccurrences(of: "rate: 0.1", with: "rate: 1.5"))
    try train("an unknown layer", good.replacingOccurrences(of: "- LSTM", with: "- LTSM"))
    try train("a key twice", good + "seed: 2\n")
    try train("no target", good.replacingOccurrences(of: "target: y", with: ""))
    try train("no data", good.replacingOccurrences(of: "data: {path: readings.csv}", with: ""))
    try train("no YAML", "target: [y\n")
    try train("nothing", "")
    try train("an override of a key that is none", good, "--set", "training.epoch=5")
    try transcript.run("a file that is not there", ["train", "none.yaml", "--output", "run"])
    try transcript.run("a folder", ["train", ".", "--output", "run"])
    try Snapshot.check(transcript.text, "bad-experiments")
    #expect(transcript.text.components(separatedBy: "[exit 2]").count == 13)
    #expect(place.listing() == ["bad.yaml", "exp.yaml", "readings.csv"])
  }

  @Test func `bad studies are refused with file, line and key`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    var transcript = Transcript(place)
    let good = """
      experiment: exp.yaml
      search:
        training.batchSize: {integer: [20, 50], step: 10}
        model.1.Dropout.rate: {float: [0.1, 0.5]}
      budget: {trials: 2}

      """
    func tune(_ title: String, _ yaml: String, _ more: String...) throws {
      try place.write(yaml, to: "bad.yaml")
      try transcript.run(title, ["tune", "bad.yaml", "--output", "study"] + more)
    }
    func changed(_ old: String, _ new: String) -> String {
      good.replacingOccurrences(of: old, with: new)
    }
    try tune("nothing to search", changed("search:", "search: {}\nother:"))
    try tune("a path that is none", changed("training.batchSize", "training.batchSise"))
    try tune("a position that is none", changed("model.1", "model.7"))
    try tune("a value that cannot be", changed("[0.1, 0.5]", "[0.1, 1.5]"))
    try tune("the ends the wrong way round", changed("[20, 50]", "[50, 20]"))
    try tune("a logarithmic scale from zero", changed("[0.1, 0.5]", "[0, 0.5], scale: log"))
    try tune("a condition on nothing", changed("step: 10", "step: 10, when: {layers: 2}"))
    try tune("no domain", changed("integer: [20, 50], ", ""))
    try tune("an unknown key", changed("budget", "budged"))
    try tune("no end", changed("{trials: 2}", "{}"))
    try tune("an unknown sampler", good, "--set", "sampler=rnadom")
    try tune("an unknown objective", good, "--set", "objective=rmsee")
    try tune("an experiment that is not there", changed("exp.yaml", "none.yaml"))
    try tune("a mistake in the experiment", good, "--set", "experiment.training.epoch=5")
    try transcript.run("a file that is not there", ["tune", "none.yaml", "--output", "study"])
    try Snapshot.check(transcript.text, "bad-studies")
    #expect(transcript.text.components(separatedBy: "[exit 2]").count == 16)
    #expect(place.listing() == ["bad.yaml", "exp.yaml", "readings.csv"])
  }

  @Test func `a line of megabytes is refused in a few words`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    try place.write(String(repeating: "a", count: 3_000_000) + "\n1\n", to: "line.csv")
    let run = try place.sluice("train", "exp.yaml", "--data", "line.csv", "--output", "run")
    #expect(run.status == 1)
    #expect(run.errors.contains("The file has: aaaa"))
    #expect(run.errors.utf8.count < 1_000)
  }

  @Test func `outputs that cannot be written are refused`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    try place.write("dear diary", to: "diary.txt")
    var transcript = Transcript(place)
    func train(_ title: String, _ arguments: String...) throws {
      try transcript.run(title, ["train", "exp.yaml"] + arguments)
    }
    try train("a run that is there already", "--output", "run")
    try train("a file", "--output", "diary.txt", "--force")
    try train("below a file", "--output", "diary.txt/run")
    try train("a folder that is no run", "--output", ".", "--force")
    try Snapshot.check(transcript.text, "bad-outputs")
    #expect(try place.text("diary.txt") == "dear diary")
    #expect(place.listing() == ["diary.txt", "exp.yaml", "readings.csv", "run"])
  }

  @Test func `bundles that are damaged are refused`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    let whole = try place.bytes("run/model.safetensors")
    var transcript = Transcript(place)
    func predict(_ title: String, _ bytes: Data) throws {
      try bytes.write(to: place.folder.appendingPathComponent("model.safetensors"))
      try transcript.run(title, ["predict", "model.safetensors", "--data", "readings.csv"])
    }
    try predict("truncated", whole.prefix(whole.count - 40))
    try predict("no bundle at all", Data("time,y\n".utf8))
    var edited = whole
    edited[whole.count - 10] ^= 1
    try predict("edited", edited)
    let version = Data(#""formatVersion":"1""#.utf8)
    let newer = Data(#""formatVersion":"7""#.utf8)
    let range = try #require(whole.range(of: version))
    try predict("from a newer version", whole.replacing(range, with: newer))
    try transcript.run("none", ["predict", "nothing", "--data", "readings.csv"])
    try place.write(
      Workplace.readings(rows: 40).replacingOccurrences(of: "time,y,x", with: "time,y,z"),
      to: "other.csv")
    try transcript.run(
      "a column that is not there at prediction", ["predict", "run", "--data", "other.csv"])
    try place.write(Workplace.readings(rows: 1), to: "short.csv")
    try transcript.run(
      "too few rows at prediction", ["predict", "run", "--data", "short.csv"])
    let said = transcript.text.replacingOccurrences(
      of: "[0-9a-f]{16}", with: "HASH", options: .regularExpression)
    try Snapshot.check(said, "bad-bundles")
    #expect(!said.contains("[exit 0]"))
    #expect(!said.contains("[exit -"))
  }
}

extension Data {
  fileprivate func replacing(_ range: Range<Index>, with bytes: Data) -> Data {
    var copy = self
    copy.replaceSubrange(range, with: bytes)
    return copy
  }
}
