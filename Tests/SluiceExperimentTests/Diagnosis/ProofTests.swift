import Foundation
import SluiceData
import SluiceModels
import SluiceReport
import SluiceTensor
import Testing

@testable import SluiceExperiment

/// What is said of cures that were tried.
@Suite final class ProofTests {
  private var patients: [Patient] = []

  /// Makes a patient whose folder stays until the test ends.
  private func makePatient(rows: Int = 4000) throws -> Patient {
    let patient = try Patient(rows: rows)
    patients.append(patient)
    return patient
  }

  /// A finding whose cure is a change.
  private func finding(_ key: String, _ value: String) -> Finding {
    Finding(
      .stoppedEarly, weight: 1, title: "", evidence: "", effect: "",
      cure: Cure("", [.init(key, value)]))
  }

  @Test(arguments: [
    (
      Finding.Kind.stoppedEarly,
      ["training.epochs=3", "training.optimizer.adam.learningRate=0.002"]
    ),
    (.highLearningRate, ["training.optimizer.adam.learningRate=3", "training.patience=null"]),
    (.structuredErrors, ["features={columns: [power, wind]}", "window.lookback=3"]),
    (.trend, []),
  ])
  func `a cure that is tried lowers the error on the test part`(
    kind: Finding.Kind, sets: [String]
  ) throws {
    let patient = try makePatient()
    if kind == .structuredErrors {
      for row in 0..<4000 where row % 24 == 17 { patient.power[row] += 3 }
    }
    if kind == .trend { for row in 0..<4000 { patient.power[row] += 0.004 * Double(row) } }
    let run = try patient.train(sets)
    let finding = try #require(try run.report().findings.first { $0.kind == kind })
    let proof = try #require(try run.prove([finding], in: patient.path("cured")))
    #expect(
      proof.comparison.outcome == .better
        && proof.comparison.after < 0.8 * proof.comparison.before, "\(proof.sentence)")
    #expect(proof.sentence.hasPrefix("The cures help: the root mean squared error"))
    #expect(try FinishedRun(patient.path("cured")).metrics().training != nil)
  }

  @Test func `without a leak the higher error is the true one`() throws {
    let patient = try makePatient()
    patient.meter = patient.power.indices.map { patient.power[min($0 + 1, 3999)] }
    let run = try patient.train(
      "features={columns: [power, wind, meter], calendar: {cycles: [timeOfDay]}}")
    let finding = try #require(try run.report().findings.first { $0.kind == .leakingColumn })
    let proof = try #require(try run.prove([finding], in: patient.path("cured")))
    #expect(proof.comparison.outcome == .worse)
    #expect(proof.sentence.hasPrefix("Without what knew the future the root mean squared error"))
    #expect(proof.sentence.contains("is the true one"))
  }

  @Test func `a cure that changes no forecast is told so`() throws {
    let patient = try makePatient(rows: 600)
    let run = try patient.train("training.epochs=2")
    let proof = try #require(try run.prove([finding("unit", "kW")], in: patient.path("cured")))
    #expect(proof.sentence.hasPrefix("The cures change nothing"), "\(proof.sentence)")
    #expect(proof.comparison.outcome == .undecided)
  }

  @Test func `a difference within the noise is called neither help nor harm`() throws {
    let patient = try makePatient(rows: 1000)
    var stream = RandomStream(seed: 4)
    for row in patient.power.indices { patient.power[row] = 10 + stream.normalDouble() }
    let run = try patient.train("training.epochs=3")
    let proof = try #require(try run.prove([finding("seed", "2")], in: patient.path("cured")))
    #expect(proof.comparison.before != proof.comparison.after)
    #expect(
      proof.sentence.hasPrefix("What the cures change is within the noise"), "\(proof.sentence)")
    #expect(proof.sentence.contains("one seed only"))
  }

  @Test func `only forecasts that both runs have made are compared`() throws {
    let patient = try makePatient(rows: 600)
    let run = try patient.train("training.epochs=2", "evaluation.warmUp=none")
    let proof = try #require(
      try run.prove([finding("window.lookback", "30")], in: patient.path("cured")))
    let comparison = proof.comparison
    #expect(comparison.countBefore == comparison.countAfter + 18)
    #expect(comparison.common == comparison.countAfter)
    #expect(
      proof.sentence.contains("on the \(comparison.common) forecasts"), "\(proof.sentence)")
    // The first run's error on those alone, from the forecasts that it has written.
    let lines = try String(contentsOfFile: patient.path("run/predictions.csv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().suffix(comparison.common)
    let errors = lines.map { line in
      let cells = line.split(separator: ",")
      return ((Double(cells[2]) ?? .nan) - (Double(cells[3]) ?? .nan))
    }
    let error = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    #expect(abs(comparison.before - error) < 1e-6 * error)
  }

  @Test func `labels are compared by whole stretches`() throws {
    let patient = try makePatient(rows: 10)
    let run = try patient.trainLabels(
      rows: 2400, "training.epochs=2", noise: 0.6)
    let proof = try #require(
      try run.prove([finding("training.epochs", "12")], in: patient.path("cured")))
    #expect(proof.comparison.isOfLabels)
    #expect(proof.comparison.common == proof.comparison.countBefore)
    #expect(proof.sentence.contains("balanced accuracy on the test part"), "\(proof.sentence)")
  }

  @Test func `nothing is written over unasked, and the examined run never`() throws {
    let patient = try makePatient(rows: 600)
    let run = try patient.train("training.epochs=1")
    let other = patient.path("other")
    _ = try patient.train(["training.epochs=1"], name: "other")
    let before = try Data(contentsOf: URL(fileURLWithPath: "\(other)/model.safetensors"))
    let cure = [finding("training.epochs", "2")]
    #expect(throws: RunError.exists(other)) { try run.prove(cure, in: other) }
    #expect(throws: RunError.exists(patient.path("readings.csv"))) {
      try run.checkOutput(patient.path("readings.csv"), replaces: false)
    }
    let now = try Data(contentsOf: URL(fileURLWithPath: "\(other)/model.safetensors"))
    #expect(now == before)
    let link = patient.path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: patient.path("run"))
    for path in [patient.path("run"), patient.path("run") + "/", link, link + "/experiment.yaml"] {
      #expect(throws: RunError.examined(path)) { try run.checkOutput(path, replaces: true) }
      #expect(throws: RunError.examined(path)) { try run.prove(cure, in: path, replaces: true) }
    }
    try run.checkOutput(patient.path("new"), replaces: false)
    #expect(try run.prove(cure, in: other, replaces: true) != nil)
  }
}
