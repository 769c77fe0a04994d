import Foundation
import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor
import Testing

@testable import SluiceExperiment

/// Faults that no experiment file can make: they are planted into what the doctor looks at.
@Suite struct ExaminationTests {
  /// What the doctor looks at in a sound run of few epochs.
  private func examination(of patient: Patient, _ sets: String...) throws -> Examination {
    let run = try patient.train(sets)
    let bundle = try ModelBundle(reading: run.run.bundlePath)
    guard case .network(let network) = bundle.model else { throw RunError.noNetwork("run") }
    let raw = try run.experiment.readSeries()
    let (prepared, cleaning) = try run.experiment.prepared(raw)
    let summary = try #require(try run.run.metrics().training)
    let trained = try TrainedRun(
      network, result: TrainingResult(summary: summary, history: History()),
      data: run.experiment.cut(prepared), experiment: run.experiment, origin: nil)
    return trained.examination(raw: raw, cleaning: cleaning)
  }

  /// A value as it is after a change of its JSON.
  private func changed<Value: Codable>(
    _ value: Value, _ change: (inout [String: Any]) throws -> Void
  ) throws -> Value {
    let text = try JSONEncoder().encode(value)
    var object = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    try change(&object)
    return try JSONDecoder().decode(
      Value.self, from: JSONSerialization.data(withJSONObject: object))
  }

  @Test func `a scaler that saw the test rows`() throws {
    let patient = try Patient()
    var examination = try examination(of: patient)
    #expect(try examination.findings().isEmpty)
    let leaked = try changed(examination.test.recipe) { recipe in
      var scalers = try #require(recipe["scalers"] as? [[String: Any]])
      scalers[0]["rows"] = 4000
      recipe["scalers"] = scalers
    }
    examination.test = examination.test.with(leaked)
    let first = try #require(try examination.findings().first)
    #expect(first.kind == .sharedRows)
    #expect(
      first.evidence == "The scaler of power was fitted to 4000 rows, the training part has 3200.")
  }

  @Test(arguments: [1, -1])
  func `forecasts that are a row out of step`(shift: Int) throws {
    let patient = try Patient()
    var examination = try examination(of: patient)
    guard case .forecasts(let evaluation) = examination.answers else { return }
    let shifted = try changed(evaluation) { object in
      var table = try #require(object["table"] as? [String: Any])
      var columns = try #require(table["forecasts"] as? [[String: Any]])
      let values = try #require(columns[0]["values"] as? [Double])
      columns[0]["values"] =
        shift > 0 ? [values[0]] + values.dropLast() : Array(values.dropFirst()) + [values[0]]
      table["forecasts"] = columns
      object["table"] = table
    }
    examination.answers = .forecasts(shifted)
    let kinds = try examination.findings().map(\.kind)
    // One row late is what a copy of the last reading looks like.
    #expect(kinds.first == (shift > 0 ? .copiesLastReading : .shiftedForecasts), "\(kinds)")
  }

  /// A finding about the errors of a sound run whose forecasts are changed: `change` is given the number of a
  /// forecast and its height among all, from 0 to 1, and gives what is added.
  private func structure(_ change: (Int, Double) -> Double) throws -> Finding {
    let patient = try Patient(rows: 2000)
    var examination = try examination(of: patient, "training.epochs=2")
    guard case .forecasts(let evaluation) = examination.answers else { throw RunError.interrupted }
    let changed = try changed(evaluation) { object in
      var table = try #require(object["table"] as? [String: Any])
      var columns = try #require(table["forecasts"] as? [[String: Any]])
      // Errors of noise around the truth, but for the change.
      let actual = try #require(table["actual"] as? [Double])
      var stream = RandomStream(seed: 12)
      let order = actual.indices.sorted { actual[$0] < actual[$1] }
      var height = actual
      for (rank, place) in order.enumerated() { height[place] = Double(rank) / Double(order.count) }
      columns[0]["values"] = actual.indices.map {
        actual[$0] + 0.3 * stream.normalDouble() + change($0, height[$0])
      }
      table["forecasts"] = columns
      object["table"] = table
    }
    examination.answers = .forecasts(changed)
    let findings = try examination.findings()
    return try #require(
      findings.first { $0.kind == .structuredErrors }, "\(findings.map(\.title))")
  }

  @Test func `errors that follow each other`() throws {
    var stream = RandomStream(seed: 13)
    var level = 0.0
    let finding = try structure { _, _ in
      level = 0.9 * level + 0.4 * stream.normalDouble()
      return level
    }
    #expect(finding.title.hasPrefix("The errors follow each other"))
    #expect(finding.evidence.contains("the one 1 row before it"), "\(finding.evidence)")
    #expect(finding.evidence.contains("probability of less than 0.000001 (Ljung-Box Q = "))
  }

  @Test func `errors that depend on the height of the forecast`() throws {
    let finding = try structure { _, height in 1.5 * (height - 0.5) }
    #expect(finding.title == "The errors depend on how high the forecast is.")
    #expect(finding.evidence.contains("the lowest tenth of the forecasts is off by −"))
  }

  @Test func `classes that accuracy hides`() throws {
    let patient = try Patient(rows: 10)
    var stream = RandomStream(seed: 9)
    var text = "time,x,state\n"
    for row in 0..<3000 {
      let time = CivilTime(microseconds: 1_704_067_200_000_000 + Int64(row) * 60_000_000)
      let state = row / 20 % 15 == 3 ? "rare" : "usual"
      text += "\(time),\(Float(stream.normalDouble() + (state == "rare" ? 0.3 : 0))),\(state)\n"
    }
    try Data(text.utf8).write(to: patient.folder.appendingPathComponent("states.csv"))
    let experiment = try ExperimentFile.experiment(
      yaml: """
        task: classification
        data: {path: states.csv}
        target: state
        features: {columns: [x]}
        split: {train: 0.7, validation: 0.1}
        window: {lookback: 10, stride: 5}
        model: [{LSTM: {hiddenSize: 4}}, {Dense: {units: 2}}]
        training: {batchSize: 32, epochs: 4, patience: null}
        seed: 1
        """, source: patient.path("states.yaml"))
    _ = try ExperimentRun(experiment: experiment).write(to: patient.path("states"))
    let report = try DiagnosisRun(patient.path("states")).soundReport()
    #expect(report.findings.prefix(2).contains { $0.kind == .hiddenClasses }, "\(report.findings)")
    let finding = try #require(report.findings.first { $0.kind == .hiddenClasses })
    #expect(finding.evidence.contains("of rare, 0 % of"), "\(finding.evidence)")
    #expect(finding.cure?.changes.map(\.text) == ["training.classWeights=balanced"])
  }

  @Test func `a validation part that is nothing like the test part`() throws {
    let patient = try Patient()
    // The last tenth of the training windows: calm, so that nearly nothing is to be forecast.
    for row in 2870..<3200 {
      patient.wind[row] = 0
      patient.power[row] = 10
    }
    let kinds = try patient.train().soundReport().findings.map(\.kind)
    #expect(kinds.prefix(2).contains(.unlikeValidation), "\(kinds)")
  }
}
