import Foundation
import SluiceExperiment
import Testing

/// What `sluice train` tells of outliers.
@Suite final class OutlierRunTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-outliers-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Trains on a hundred minutes with one spike in the training part and one in the test part.
  private func train(_ rule: String) throws -> (said: String, report: String, predictions: String) {
    var text = "time,power,level\n"
    for row in 0..<100 {
      let power = row == 20 ? 500 : row == 90 ? -300 : row * 5 % 7
      let minute = row % 60 < 10 ? "0\(row % 60)" : "\(row % 60)"
      text += "2024-01-01 0\(row / 60):\(minute):00,\(power),\(row * 3 % 11)\n"
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("readings.csv"))
    let experiment = try ExperimentFile.experiment(
      yaml: """
        data: {path: readings.csv}
        target: power
        features: {columns: [power, level]}
        cleaning: {outliers: \(rule)}
        window: {lookback: 5}
        evaluation: {season: 7}
        model: [LSTM: {hiddenSize: 2}, Dense: {units: 1}]
        training: {epochs: 1}
        """, source: folder.appendingPathComponent("exp.yaml").path)
    var said: [String] = []
    let run = folder.appendingPathComponent("run")
    _ = try ExperimentRun(experiment: experiment, say: { said.append($0) })
      .write(to: run.path, replaces: true)
    func written(_ name: String) throws -> String {
      try String(contentsOf: run.appendingPathComponent(name), encoding: .utf8)
    }
    return (
      said.joined(separator: "\n"), try written(RunFiles.report), try written(RunFiles.predictions)
    )
  }

  @Test("What windows found is said with places, and is the truth that the test compares with")
  func rolling() throws {
    let (said, report, predictions) = try train("{hampel: {window: 15, threshold: 5}}")
    #expect(
      said.contains(
        "2 outliers (hampel) were replaced by the median: power 2, the first at 2024-01-01 00:20."
      )
    )
    #expect(
      report.contains(
        "hampel, replaced by the median: power: 2 (2.00\u{a0}%): at 2024-01-01 00:20, at 2024-01-01 "
          + "01:30; forecasts are compared with what the readings became"))
    #expect(!predictions.contains("-300"))
  }

  @Test("What lies beyond bounds of the training rows is said, and the truth stays")
  func bounds() throws {
    let (said, report, predictions) = try train("{interquartile: {factor: 3, columns: [power]}}")
    #expect(
      said.contains(
        "2 outliers (interquartile) were clipped: power 2, the first at 2024-01-01 00:20."))
    #expect(report.contains("forecasts are compared with the readings as they were read"))
    #expect(predictions.contains("-300"))
  }

  @Test("That there are no outliers is said, too")
  func none() throws {
    let (said, report, _) = try train("{hampel: {window: 15, threshold: 5, columns: [level]}}")
    #expect(said.contains("No outliers were found (hampel)."))
    #expect(report.contains("hampel found none"))
  }
}
