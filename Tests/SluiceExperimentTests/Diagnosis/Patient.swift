import Foundation
import SluiceData
import SluiceModels
import SluiceReport
import SluiceTensor
import Testing

@testable import SluiceExperiment

/// A folder with readings whose rule is known, an experiment on them, and what the doctor says of it.
///
/// Sound readings are `power = 10 + 2 sin(day) wind(one hour before) + noise`, hour by hour: a product,
/// which no linear model of the columns follows, and which a small network learns.
final class Patient {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-patient-\(UUID().uuidString)")

  /// The columns in order; NaN is written as an empty cell.
  var power: [Double]
  var wind: [Double]
  /// Microseconds from the first row; nil writes whole hours.
  var times: [Int64]
  /// A third column, where there is one.
  var meter: [Double]?
  /// Its name, without quotes.
  var meterName = "meter"

  init(rows: Int = 4000, seed: UInt64 = 1) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var stream = RandomStream(seed: seed)
    var (power, wind): ([Double], [Double]) = ([], [0])
    for row in 0..<rows {
      let day = sin(2 * Double.pi * Double(row) / 24)
      power.append(10 + 2 * day * wind[row] + 0.1 * stream.normalDouble())
      wind.append(0.9 * wind[row] + 0.44 * stream.normalDouble())
    }
    self.power = power
    // The wind of an hour is that which the power of the next one comes from.
    self.wind = Array(wind.dropFirst())
    times = (0..<rows).map { Int64($0) * 3_600_000_000 }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Writes the readings and trains.
  ///
  /// - Parameters:
  ///   - sets: Changes of the sound experiment, as `--set` takes them.
  ///   - name: The run's folder.
  @discardableResult
  func train(_ sets: String..., name: String = "run") throws -> DiagnosisRun {
    try train(sets, name: name)
  }

  /// The same with a list of changes.
  @discardableResult
  func train(_ sets: [String], name: String = "run") throws -> DiagnosisRun {
    try write()
    let experiment = try ExperimentFile.experiment(
      yaml: Self.experiment, source: path("patient.yaml"), overrides: sets)
    _ = try ExperimentRun(experiment: experiment).write(to: path(name), replaces: true)
    return try DiagnosisRun(path(name))
  }

  /// Writes readings of two states, 20 rows each in turn, beside a code for each, and trains a classifier
  /// that does not see the code.
  ///
  /// - Parameters:
  ///   - noise: The deviation of the readings around -1 and 1.
  ///   - sets: Changes of the sound experiment.
  func trainLabels(rows: Int, _ sets: String..., noise: Double) throws -> DiagnosisRun {
    var stream = RandomStream(seed: 11)
    var text = "time,x,code,state\n"
    for row in 0..<rows {
      let time = CivilTime(microseconds: 1_704_067_200_000_000 + Int64(row) * 60_000_000)
      let isBusy = row / 20 % 2 == 1
      let reading = (isBusy ? 1 : -1) + noise * stream.normalDouble()
      text += "\(time),\(Float(reading)),\(isBusy ? 7 : 3),\(isBusy ? "busy" : "idle")\n"
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("states.csv"))
    let experiment = try ExperimentFile.experiment(
      yaml: Self.labels, source: path("states.yaml"), overrides: sets)
    _ = try ExperimentRun(experiment: experiment).write(to: path("run"), replaces: true)
    return try DiagnosisRun(path("run"))
  }

  func write() throws { try writeReadings(rows: power.count) }

  /// Writes the first readings only.
  func writeReadings(rows: Int) throws {
    var text = "time,power,wind" + (meter == nil ? "" : ",\(meterName)") + "\n"
    func cell(_ value: Double) -> String { value.isNaN ? "" : "\(Float(value))" }
    for row in 0..<rows {
      // From 2024-01-01 00:00 on.
      let time = CivilTime(microseconds: 1_704_067_200_000_000 + times[row])
      text += "\(time),\(cell(power[row])),\(cell(wind[row]))"
      if let meter { text += ",\(cell(meter[row]))" }
      text += "\n"
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("readings.csv"))
  }

  static let experiment = """
    data: {path: readings.csv}
    target: power
    features: {columns: [power, wind], calendar: {cycles: [timeOfDay]}}
    split: {train: 0.8, validation: 0.1}
    window: {lookback: 12}
    model: [{LSTM: {hiddenSize: 16}}, {Dense: {units: 1}}]
    training: {optimizer: {adam: {learningRate: 0.01}}, batchSize: 64, epochs: 40, patience: 6}
    seed: 1
    """

  static let labels = """
    task: classification
    data: {path: states.csv}
    target: state
    features: {columns: [x]}
    split: {train: 0.7, validation: 0.1}
    window: {lookback: 10, stride: 5}
    model: [{LSTM: {hiddenSize: 4}}, {Dense: {units: 2}}]
    training: {optimizer: {adam: {learningRate: 0.01}}, batchSize: 32, epochs: 12, patience: null}
    seed: 1
    """
}

extension DiagnosisRun {
  /// The report, whose page can be written, and whose cures each make another experiment.
  func soundReport(
    _ place: SourceLocation = #_sourceLocation
  ) throws -> DiagnosisReport {
    let report = try report()
    #expect(report.html.hasSuffix("</html>\n"), sourceLocation: place)
    for finding in report.findings where finding.cure?.changes.isEmpty == false {
      let cured = try cured(of: [finding])
      #expect(
        cured.experiment != experiment && cured.kinds == [finding.kind],
        "\(finding.kind): \(cured.changes)", sourceLocation: place)
    }
    return report
  }
}
