import Foundation
import TestSupport
import Testing

/// Populations, whose winner is the network that was found.
@Suite struct TunePopulationTests {
  private static let study = """
    experiment: exp.yaml
    search:
      model.1.Dropout.rate: {float: [0.0, 0.4]}
      training.optimizer.adam.learningRate: {float: [1.0e-3, 0.1], scale: log}
    sampler: {population: {population: 3}}
    budget: {trials: 9}
    keep: 1

    """

  private struct Export: Decodable {
    struct Winner: Decodable, Equatable {
      var study: String
      var trial: Int
      var rule: String
      var lineage: [Int]?
    }
    struct Trial: Decodable {
      var number: Int
      var parent: Int?
      var values: [String: Double]
      var measurements: [String: Double]
    }
    var winner: Winner
    var trials: [Trial]
  }

  private func decoded<Value: Decodable>(_ text: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }

  @Test func `the winner is the network that was found, whatever the number of workers`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    try place.write(Self.study, to: "study.yaml")
    for (output, workers) in [("one", "1"), ("two", "2")] {
      let run = try place.sluice(
        "tune", "study.yaml", "--output", output, "--workers", workers)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("its network is tested as it is"))
    }
    let export: Export = try decoded(place.sluice("tune", "export", "one").output)
    let winner = export.winner
    let least = export.trials.compactMap { $0.values["validationLoss"] }.min()
    #expect(export.trials[winner.trial].values["validationLoss"] == least)
    let lineage = try #require(winner.lineage)
    #expect(lineage.last == winner.trial)
    #expect(lineage.count == winner.trial / 3 + 1 && lineage.count > 1)
    for (parent, leg) in zip(lineage, lineage.dropFirst()) {
      #expect(export.trials[leg].parent == parent)
    }

    // The found network and the delivered one forecast the same, to the last digit.
    let found = "trials/trial-\(winner.trial).safetensors"
    let before = try place.sluice("predict", "one/\(found)", "--data", "readings.csv")
    let delivered = try place.sluice("predict", "one/best", "--data", "readings.csv")
    #expect(before.status == 0 && before.output.count > 10_000, "\(before.errors)")
    #expect(before.output == delivered.output)
    for file in [found, "best/model.safetensors", "best/predictions.csv", "best/origin.json"] {
      #expect(try place.bytes("one/\(file)") == place.bytes("two/\(file)"), "\(file)")
    }
    #expect(try decoded(place.text("one/best/origin.json")) == winner)

    // The history has all legs, as far as each was gone on from.
    let history = try place.text("one/best/history.csv").split(separator: "\n").dropFirst()
    let last = Int(export.trials[winner.trial].measurements["epochs"] ?? 0)
    let earlier = lineage.dropLast().map { Int(export.trials[$0].measurements["bestEpoch"] ?? 0) }
    #expect(history.count == earlier.reduce(last, +))
    #expect(history.map { $0.prefix { $0 != "," } } == (1...history.count).map { "\($0)" })

    let words = "its weights are those of trial \(winner.trial) of the population"
    #expect(try place.sluice("tune", "show", "one").output.contains(words))
    #expect(try place.text("one/report.html").contains(words))
    #expect(try place.text("one/report.html").contains("Tested on rows that no trial has seen"))
    let legs = lineage.map { "\($0)" }.joined(separator: ", ")
    #expect(
      try place.text("one/best/report.html").contains(
        "those of the population, trained as trials \(legs)"))
    #expect(try place.text("one/best/experiment.yaml").contains("makes another network"))

    // Nothing is done twice, and what is lost is not made up.
    let report = try place.bytes("one/best/report.html")
    #expect(try place.sluice("tune", "study.yaml", "--output", "one").status == 0)
    #expect(try place.bytes("one/best/report.html") == report)
    try FileManager.default.removeItem(at: place.folder.appendingPathComponent("one/\(found)"))
    #expect(try place.sluice("tune", "study.yaml", "--output", "one").status == 0)
    #expect(try place.bytes("one/best/report.html") == report)
    try FileManager.default.removeItem(at: place.folder.appendingPathComponent("one/best"))
    let lost = try place.sluice("tune", "study.yaml", "--output", "one")
    #expect(lost.status == 1)
    #expect(lost.errors.contains("\(found) is not there any more"), "\(lost.errors)")
  }
}
