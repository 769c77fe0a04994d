import Foundation
import SluiceData
import SluiceModels
import SluiceReport
import SluiceTensor

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

  func write() throws { try writeReadings(rows: power.count) }

  /// Writes the first readings only.
  func writeReadings(rows: Int) throws {
    var text = "time,power,wind" + (meter == nil ? "" : ",meter") + "\n"
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
}
