import Foundation
import SluiceData
import SluiceModels
import SluiceReport
import Testing

@testable import SluiceExperiment

/// Runs whose model is told of the future what is known of it.
@Suite final class KnownAheadRunTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-ahead-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(rows: 320, to: "readings.csv")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// 2024-01-01 00:00.
  private static let start: Int64 = 1_704_067_200_000_000
  private static let minute: Int64 = 60_000_000

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private static func price(_ row: Int) -> Float { Float((row * row * 37 + row * 61) % 101) / 4 }

  /// `y = 20 - price / 2`, and `plan`, the price of two rows later; the last rows may hold no more than the
  /// price and the plan.
  private func write(rows: Int, future: Int = 0, to name: String) throws {
    var text = "time,y,price,plan\n"
    for row in 0..<rows {
      let stamp = CivilTime(microseconds: Self.start + Int64(row) * Self.minute)
      let y = row < rows - future ? "\(20 - Self.price(row) / 2)" : ""
      text += "\(stamp),\(y),\(Self.price(row)),\(Self.price(row + 2))\n"
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private static let yaml = """
    data: {path: readings.csv}
    target: y
    features: {columns: [y], knownAhead: [price], derived: [{lead: {column: price, by: 2}}]}
    cleaning: {fill: {forwardFill: {limit: 5}}}
    split: {train: 0.8, validation: 0.1}
    window: {lookback: 3, horizon: 2}
    model: [{LSTM: {hiddenSize: 4}}, {Dense: {units: 1}}]
    training: {batchSize: 16, epochs: 3, optimizer: {adam: {learningRate: 0.01}}}
    """

  private func experiment(_ sets: String...) throws -> Experiment {
    try ExperimentFile.experiment(yaml: Self.yaml, source: path("exp.yaml"), overrides: sets)
  }

  private func metrics(
    _ experiment: Experiment, _ name: String, keepsBest: Bool = false
  ) throws -> RunMetrics {
    let run = ExperimentRun(experiment: experiment)
    let written = try run.write(to: path(name), keepsBest: keepsBest)
    guard case .finished(let metrics) = written else { throw RunError.noData }
    return metrics
  }

  @Test("A run from readings to forecasts behind their end, with evaluation and backtest")
  func run() throws {
    let experiment = try experiment()
    guard case .forecast(let metrics) = try metrics(experiment, "run", keepsBest: true),
      case .forecast(let without) = try self.metrics(
        self.experiment("features={columns: [y]}"), "without")
    else { return }
    // What comes is told by the price alone.
    let ridge = try #require(metrics.baselines["ridge"])
    #expect(ridge.mae < 0.05)
    #expect(try #require(without.baselines["ridge"]).mae > 2)

    let model = try LoadedModel(path("run"))
    try write(rows: 102, future: 2, to: "ahead.csv")
    guard case .forecasts(let table) = try model.predict(path("ahead.csv"), latestOnly: false)
    else { return }
    #expect(table.missingLead == nil)
    let end = Self.start + 101 * Self.minute
    #expect(table.times?.last == end)
    for (forecast, row) in zip(table.forecasts[0].values.suffix(2), [100, 101]) {
      #expect(abs(forecast - (20 - Self.price(row) / 2)) < 0.2)
    }
    guard case .forecasts(let latest) = try model.predict(path("ahead.csv"), latestOnly: true)
    else { return }
    #expect(latest.forecasts[0].values == table.forecasts[0].values.suffix(1))

    // Readings that end with the present: the last two rows cannot be answered.
    try write(rows: 100, to: "present.csv")
    let short = try model.predict(path("present.csv"), latestOnly: false)
    #expect(short.count == table.count - 2)
    let missing = try #require(short.missingLead)
    #expect(missing.rows == 2)
    #expect(missing.description.contains("its reading for 2024-01-01 01:40:00 is missing"))
    #expect(throws: ForecastError.missingLead(missing)) {
      try model.predict(path("present.csv"), latestOnly: true)
    }
    guard case .forecast(let again) = try model.evaluate(path("ahead.csv")) else { return }
    #expect(again.test.mae.isFinite)
    let origin = RollingOrigin(folds: 2, testRows: 30)
    #expect(try BacktestRun(experiment: experiment, origin: origin).run().folds.count == 2)
  }

  @Test("Rows of the future in the readings of a training are counted, not learnt from")
  func training() throws {
    try write(rows: 322, future: 2, to: "readings.csv")
    var talk: [String] = []
    _ = try ExperimentRun(experiment: experiment(), say: { talk.append($0) })
      .write(to: path("run"))
    let said = talk.joined(separator: "\n")
    #expect(said.contains("322 rows read, 320 used"), "\(said)")
    #expect(said.contains(" 2 more hold only readings known ahead."), "\(said)")
    #expect(!said.contains("missing readings were filled"), "\(said)")
    let report = try String(contentsOfFile: path("run/report.html"), encoding: .utf8)
    #expect(report.contains("left out 2 rows that hold only readings known ahead"))
  }

  @Test("The doctor takes a declared column for no leak, and one that is not for one")
  func doctor() throws {
    _ = try metrics(experiment("features={columns: [y, plan], knownAhead: [plan]}"), "told")
    let told = try DiagnosisRun(path("told")).report().findings.map(\.kind)
    #expect(!told.contains(.leakingColumn))
    _ = try metrics(experiment("features={columns: [y, plan]}"), "untold")
    let untold = try DiagnosisRun(path("untold")).report().findings.map(\.kind)
    #expect(untold.contains(.leakingColumn))
    _ = try metrics(experiment(), "lead")
    let lead = try DiagnosisRun(path("lead")).report().findings.map(\.kind)
    #expect(!lead.contains(.leakingColumn))
  }
}
