import Foundation
import SluiceData
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct BacktestTests {
  static let recipe = Recipe(
    target: "y", scaling: .minMax(), window: WindowOptions(lookback: 6, horizon: 2))

  static func series(_ rows: Int) -> Series {
    Series(
      columns: [Column("y", BaselinesTests.wave(rows))],
      timestamps: (0..<rows).map { Int64($0) * BaselinesTests.hour })
  }

  /// A model that is off by a different amount in each fold.
  static func shifted(by amount: Float) -> EvaluationTests.Scripted {
    EvaluationTests.Scripted { $0.actual().map { $0 + amount } }
  }

  @Test("every fold is fitted to the rows before its test only, scalers included")
  func folds() throws {
    let series = Self.series(700)
    var seen: [BacktestFold] = []
    var reported: [Int] = []
    let backtest = try Backtest(
      Self.recipe, series: series, origin: RollingOrigin(folds: 3, testRows: 100, purge: 5),
      validationFraction: 0.2, streams: RandomStreams(seed: 1),
      foldEnded: { reported.append($0.number) },
      fit: { fold in
        seen.append(fold)
        return Self.shifted(by: Float(fold.number) / 10)
      })
    #expect(backtest.folds.map(\.trainRows) == [0..<395, 0..<495, 0..<595])
    #expect(backtest.folds.map(\.testRows) == [400..<500, 500..<600, 600..<700])
    #expect(reported == [1, 2, 3])
    #expect(backtest.folds[1].testTimes == 500 * BaselinesTests.hour...599 * BaselinesTests.hour)
    for (fold, rows) in zip(seen, backtest.folds.map(\.trainRows)) {
      #expect(fold.training.partRows == rows)
      let highest = try #require(series.rows(rows)["y"]?.max())
      let scale = fold.recipe.targetScale
      #expect(abs(scale.inverseTransform(1) - highest) < 1e-4)
      let windows = rows.count - 6 - 2 + 1
      #expect(fold.training.count == Int(Double(windows) * 0.8))
      #expect(fold.training.count + (fold.validation?.count ?? 0) == windows)
    }
  }

  @Test("means and spreads over the folds are those of the folds' errors")
  func summaries() throws {
    let backtest = try Backtest(
      Self.recipe, series: Self.series(700), origin: RollingOrigin(folds: 3, testRows: 100),
      streams: RandomStreams(seed: 1), fit: { Self.shifted(by: Float($0.number)) })
    let network = backtest.summaries[0]
    #expect(network.name == "network")
    #expect(abs(network.mae.mean - 2) < 1e-5)
    #expect(abs(try #require(network.mae.deviation) - 1) < 1e-5)
    #expect(abs(network.mae.lowest - 1) < 1e-5)
    #expect(abs(network.mae.highest - 3) < 1e-5)
    #expect(
      backtest.summaries.map(\.name)
        == ["network", "persistence", "seasonalNaive", "drift", "mean", "ridge"])
    let ridge = backtest.folds.compactMap { $0.baselines["ridge"]?.mse }
    #expect(backtest.summaries[5].mse.mean == ridge.reduce(0, +) / 3)
    #expect(backtest.foldsWon == 0)
    #expect(backtest.verdict.outcome == .worse)
    #expect(backtest.sentence.hasSuffix(" It is the best of all in 0 of 3 test periods."))
    let data = try JSONEncoder().encode(backtest)
    #expect(try JSONDecoder().decode(Backtest.self, from: data) == backtest)
  }

  @Test("the verdict is on the windows of all folds together")
  func pooled() throws {
    let backtest = try Backtest(
      Self.recipe, series: Self.series(700), origin: RollingOrigin(folds: 4, testRows: 50),
      streams: RandomStreams(seed: 1), fit: { _ in Self.shifted(by: 0) })
    let counts = backtest.folds.map(\.metrics.count)
    let squares = zip(backtest.folds, counts).map { fold, count in
      (fold.baselines[backtest.verdict.bestBaseline]?.mse ?? 0) * Double(count)
    }
    let mean = squares.reduce(0, +) / Double(counts.reduce(0, +))
    #expect(abs(backtest.verdict.difference - mean) < 1e-9)
    #expect(backtest.foldsWon == 4)
    #expect(backtest.verdict.skill == 1)
  }

  @Test("an error inside a fold names the fold; too many folds are refused")
  func errors() throws {
    let error = #expect(throws: BacktestError.self) {
      try Backtest(
        Self.recipe, series: Self.series(60), origin: RollingOrigin(folds: 2, testRows: 28),
        streams: RandomStreams(seed: 1), fit: { _ in Self.shifted(by: 0) })
    }
    #expect(error?.fold == 1)
    #expect(error?.description.hasPrefix("Fold 1 of 2: ") == true)
    #expect(throws: SplitError.self) {
      try Backtest(
        Self.recipe, series: Self.series(60), origin: RollingOrigin(folds: 2, testRows: 40),
        streams: RandomStreams(seed: 1), fit: { _ in Self.shifted(by: 0) })
    }
  }
}
