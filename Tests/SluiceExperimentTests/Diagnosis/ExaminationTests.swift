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
  private func examination(of patient: Patient) throws -> Examination {
    let run = try patient.train()
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
    let report = try DiagnosisRun(patient.path("states")).report()
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
    let kinds = try patient.train().report().findings.map(\.kind)
    #expect(kinds.prefix(2).contains(.unlikeValidation), "\(kinds)")
  }
}
