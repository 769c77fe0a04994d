import Foundation
import SluiceModels
import Testing

@testable import SluiceExperiment

/// Runs whose target misses readings.
@Suite final class MaskedRunTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-masked-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// An experiment on minutes of which the target is known in two of three, `level` nearly always.
  private func experiment(
    _ features: String, _ cleaning: String, rows: Int = 400, levelMissesEvery step: Int = 50
  ) throws -> Experiment {
    var text = "time,power,level\n"
    for row in 0..<rows {
      let power = row % 3 == 2 ? "" : "\(row * 5 % 17 + row % 60 / 7)"
      let level = row % step == step - 1 ? "" : "\(row * 3 % 11)"
      text += "2024-01-01 \(two(row / 60)):\(two(row % 60)):00,\(power),\(level)\n"
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("readings.csv"))
    return try ExperimentFile.experiment(
      yaml: """
        data: {path: readings.csv}
        target: power
        features: {columns: \(features)}
        cleaning: \(cleaning)
        split: {validation: 0.1}
        window: {lookback: 5, horizon: 3, steps: all}
        evaluation: {season: 60}
        model: [LSTM: {hiddenSize: 4}, Dense: {units: 3}]
        training: {epochs: 2}
        """, source: folder.appendingPathComponent("exp.yaml").path)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test(
    "Missing targets are left out everywhere, and nothing becomes a NaN",
    arguments: [
      ("[level]", "{missingTargets: mask}", 131),
      (
        "[power, level]", "{missingTargets: mask, fill: {linear: {limit: 2}}, indicators: true}",
        133
      ),
    ])
  func run(features: String, cleaning: String, masked: Int) throws {
    let experiment = try experiment(features, cleaning)
    var said: [String] = []
    let run = folder.appendingPathComponent("run")
    let outcome = try ExperimentRun(experiment: experiment, say: { said.append($0) })
      .write(to: run.path, replaces: true)
    guard case .finished(.forecast(let metrics)) = outcome else {
      Issue.record("the run did not end with figures")
      return
    }
    let words = said.joined(separator: "\n")
    #expect(words.contains("\(masked) missing targets count nowhere."), "\(words)")
    #expect(!words.lowercased().contains("nan"), "\(words)")
    #expect(metrics.test.rmse.isFinite)
    #expect(metrics.baselines.count == 5)
    for baseline in metrics.baselines.values {
      #expect(baseline.count == metrics.test.count && baseline.mae.isFinite)
    }
    func written(_ name: String) throws -> String {
      try String(contentsOf: run.appendingPathComponent(name), encoding: .utf8)
    }
    let lines = try written(RunFiles.predictions).split(separator: "\n").dropFirst()
    let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let known = cells.count { !$0[2].isEmpty }
    #expect(known == metrics.test.count && known < cells.count)
    for line in cells {
      #expect(line.dropFirst(3).allSatisfy { Float($0)?.isFinite == true })
    }
    for file in [RunFiles.metrics, RunFiles.history, RunFiles.report] {
      let text = try written(file)
      #expect(text.firstMatch(of: /\bnan\b|\bNaN\b/) == nil, "\(file)")
    }
    #expect(
      try written(RunFiles.report).contains(
        "left \(masked) missing targets out of loss and figures"))
    let charts = run.appendingPathComponent(RunFiles.charts)
    for chart in try FileManager.default.contentsOfDirectory(atPath: charts.path) {
      let text = try String(contentsOf: charts.appendingPathComponent(chart), encoding: .utf8)
      #expect(text.firstMatch(of: /\bnan\b|\bNaN\b/) == nil, "\(chart)")
    }
  }

  @Test("An indicator that is hardly ever 1 is no badly scaled input")
  func rareIndicator() throws {
    let experiment = try experiment(
      "[power, level]", "{fill: {linear: {limit: 2}}, indicators: [level]}", rows: 1400,
      levelMissesEvery: 1000)
    var said: [String] = []
    _ = try ExperimentRun(experiment: experiment, say: { said.append($0) })
      .write(to: folder.appendingPathComponent("run").path, replaces: true)
    #expect(!said.joined().contains("level_missing"), "\(said)")
  }

  @Test("What came true is the same whatever the fill puts in its place")
  func truth() throws {
    let tables = try ["{linear: {limit: 2}}", "{constant: {value: 1000, limit: 2}}"].map { fill in
      let experiment = try experiment(
        "[power, level]", "{missingTargets: mask, fill: \(fill)}", rows: 388)
      let data = try experiment.cut(experiment.prepared(experiment.readSeries()).series)
      return data.test.actual().map { $0.isNaN ? -1 : $0 }
    }
    #expect(tables[0] == tables[1])
    #expect(tables[0].contains(-1))
    #expect(tables[0].allSatisfy { $0 < 30 })
  }
}
