import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `sluice tune` as a user calls it.
@Suite struct TuneCommandTests {
  /// A study that runs in a moment.
  private static let study = """
    experiment:
      data: {path: readings.csv}
      target: y
      features: {columns: [y, x]}
      split: {train: 0.8, validation: 0.2}
      window: {lookback: 6, horizon: 2}
      model:
        - LSTM: {hiddenSize: $units2, returnsSequences: true}
        - LSTM: {hiddenSize: $units}
        - Dense: {units: 1}
      training: {batchSize: 50, epochs: 3, optimizer: {adam: {learningRate: $rate}}}
    search:
      layers: {integer: [1, 2]}
      units: {integer: [2, 6]}
      units2: {integer: [2, 4], when: {layers: 2}}
      rate: {float: [1.0e-4, 0.1], scale: log}
    budget: {trials: 10}

    """

  private func workplace(rows: Int = 400) throws -> Workplace {
    let place = try Workplace.ready(rows: rows)
    try place.write(Self.study, to: "study.yaml")
    return place
  }

  /// The trials of a study without what depends on the clock and on who ran them.
  private func trials(_ json: String) throws -> [[String: String]] {
    let study = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let trials = try #require(study?["trials"] as? [[String: Any]])
    return try trials.map { trial in
      var facts: [String: String] = [:]
      for key in ["number", "state", "parameters", "values", "intermediate", "measurements"] {
        let data = try JSONSerialization.data(
          withJSONObject: [trial[key] ?? ""], options: .sortedKeys)
        facts[key] = String(decoding: data, as: UTF8.self)
      }
      return facts
    }
  }

  @Test func `one worker and several find the same trials and the same winner, to the bit`() throws
  {
    let place = try workplace()
    defer { place.remove() }
    var found: [[[String: String]]] = []
    for (output, more) in [
      ("one", ["--workers", "1"]), ("three", ["--workers", "3", "--threads", "2"]),
    ] {
      // A sampler that learns shows when a trial knows what it should not, or knows it too late.
      let run = try CommandRun(
        [
          "tune", "study.yaml", "--output", output, "--json", "--set",
          "sampler={tpe: {startup: 3}}",
        ] + more, in: place.folder)
      #expect(run.status == 0, "\(run.errors)")
      found.append(try trials(run.output))
    }
    #expect(found[0].count == 10)
    #expect(found[0] == found[1])
    #expect(found[0].allSatisfy { $0["state"] == "[\"complete\"]" })
    #expect(Set(found[0].map { $0["values"] ?? "" }).count > 5)
    let model = "best/model.safetensors"
    #expect(try place.bytes("one/\(model)") == place.bytes("three/\(model)"))
    #expect(place.listing("one/trials") == place.listing("three/trials"))
    #expect(place.listing("one/trials").count == 3)
  }

  @Test func `the winner is trained again, tested and ready to predict`() throws {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice("tune", "study.yaml", "--output", "s", "--trials", "4")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("study: 4 trials (4 complete)."))
    #expect(run.output.contains("ridge"))
    #expect(run.errors.contains("trial 0 (1 of 4 done): validationLoss"))
    #expect(
      place.listing("s/best") == [
        "charts", "experiment.yaml", "history.csv", "metrics.json", "model.safetensors",
        "origin.json", "predictions.csv", "report.html",
      ])
    let predict = try place.sluice("predict", "s/best", "--data", "readings.csv", "--latest")
    #expect(predict.status == 0, "\(predict.errors)")
  }

  @Test func `the test rows have no say in the search`() throws {
    let place = try workplace()
    defer { place.remove() }
    // 80 % of 400 readings train; what follows is another world.
    let lines = try place.text("readings.csv").split(separator: "\n")
    let changed = lines.enumerated().map { number, line in
      number > 321 ? line.replacingOccurrences(of: ",1.", with: ",7.") : String(line)
    }
    try place.write(changed.joined(separator: "\n") + "\n", to: "other.csv")
    var found: [[[String: String]]] = []
    for data in ["readings.csv", "other.csv"] {
      let run = try place.sluice(
        "tune", "study.yaml", "--data", data, "--output", data + ".study", "--trials", "4",
        "--json", "--set", "folds.count=2")
      #expect(run.status == 0, "\(run.errors)")
      found.append(try trials(run.output))
    }
    #expect(found[0] == found[1])
    #expect(
      try place.text("readings.csv.study/best/metrics.json")
        != place.text("other.csv.study/best/metrics.json"))
  }

  @Test func `several seeds tell whether the lead means anything`() throws {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice(
      "tune", "study.yaml", "--output", "s", "--trials", "3", "--set", "seeds=3", "--set",
      "objective=rmse")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("over 3 trainings chance alone reaches"))
  }

  @Test func `several objectives give a front`() throws {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice(
      "tune", "study.yaml", "--output", "s", "--trials", "4", "--set",
      "objective=[validationLoss, parameters, bundleBytes, predictionMicroseconds]")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("No trial beats one of these in everything"))
  }

  @Test func `with several objectives it is said which trial is delivered, and others can be had`()
    throws
  {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice(
      "tune", "study.yaml", "--output", "s", "--trials", "8", "--set",
      "objective=[validationLoss, parameters]")
    #expect(run.status == 0, "\(run.errors)")
    let export = try JSONSerialization.jsonObject(
      with: Data(place.sluice("tune", "export", "s").output.utf8))
    let study = try #require(export as? [String: Any])
    let winner = try #require(study["winner"] as? [String: Any])
    let number = try #require(winner["trial"] as? Int)
    let trials = try #require(study["trials"] as? [[String: Any]])
    let losses = trials.map { ($0["values"] as? [String: Double])?["validationLoss"] ?? .infinity }
    #expect(losses[number] == losses.min())
    #expect((study["best"] as? [Int])?.contains(number) == true)
    let rule = "the smallest validationLoss among the trials that no other beats in everything"
    let words = "The winner is trial \(number): it has \(rule)."
    #expect(run.output.contains(words))
    #expect(try place.sluice("tune", "show", "s").output.contains(words))
    #expect(try place.text("s/report.html").contains(words))
    #expect(try place.text("s/best/report.html").contains("study, trial \(number): \(rule)"))
    let origin = try JSONSerialization.jsonObject(with: place.bytes("s/best/origin.json"))
    #expect(origin as? NSDictionary == winner as NSDictionary)

    let other = (number + 1) % 8
    for (arguments, expected) in [([], number), (["--trial", "\(other)"], other)] {
      let best = try CommandRun(
        ["tune", "best", "s", "--json", "--output", "t.yaml"] + arguments, in: place.folder)
      #expect(best.status == 0, "\(best.errors)")
      let values = try JSONSerialization.jsonObject(with: Data(best.output.utf8))
      #expect(values as? NSDictionary == trials[expected]["parameters"] as? NSDictionary)
      #expect(best.errors.contains("The experiment of trial \(expected) is written"))
      let units = try #require((values as? [String: Any])?["units"] as? Int)
      #expect(try place.text("t.yaml").contains("hiddenSize: \(units)"))
    }
    let none = try place.sluice("tune", "best", "s", "--trial", "8")
    #expect(none.status == 2)
    #expect(none.errors.contains("The study has no trial 8: it has 0 to 7."), "\(none.errors)")
  }

  @Test func `a trial that cannot be trained is failed and the others go on`() throws {
    let place = try workplace()
    defer { place.remove() }
    try place.write(
      Self.study.replacingOccurrences(of: "lookback: 6", with: "lookback: $rows"), to: "rows.yaml")
    let run = try place.sluice(
      "tune", "rows.yaml", "--output", "s", "--trials", "6", "--set",
      "search.rows={choices: [6, 5000]}")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("failed"), "\(run.output)")
    #expect(run.errors.contains("failed: Too few rows for one window"), "\(run.errors)")
    let none = try place.sluice(
      "tune", "study.yaml", "--output", "t", "--trials", "2", "--set",
      "experiment.window.lookback=5000")
    #expect(none.status == 1)
    #expect(
      none.errors.contains("No trial came to an end with a value (2 failed"))
  }
}
