import Foundation
import SluiceData
import TestSupport
import Testing

@testable import SluiceModels

/// Naive forecasts whose errors are known to four digits: the harness counts every window.
@Suite struct PublishedNaiveTests {
  /// Mean squared and absolute error over all channels of ETTh1, on values scaled with the training
  /// rows' mean and deviation, as the tables of long-horizon forecasting have them.
  static func errors(
    _ model: any WindowModel, horizon: Int, of series: Series
  ) throws -> (mse: Double, mae: Double, windows: Int) {
    var (mse, mae, windows) = (0.0, 0.0, 0)
    for channel in series.columnNames {
      let recipe = Recipe(
        target: channel, scaling: .standard,
        window: WindowOptions(lookback: 96, horizon: horizon, steps: .all))
      let split = try Split(recipe.prepared(series), train: 0..<8_640, test: 11_520..<14_400)
      let fitted = try recipe.fitted(to: split.train)
      let frame = try fitted.frame(split.test, warmUp: .history)
      let deviation = Double(fitted.targetScale.scale)
      let metrics = Metrics(
        actual: frame.actual(), predicted: try model.outputs(for: frame), naiveError: nil)
      mse += metrics.mse / (deviation * deviation) / 7
      mae += metrics.mae / deviation / 7
      windows = frame.count
    }
    return (mse, mae, windows)
  }

  static func transformers() throws -> Series? {
    guard let file = RealData.file("ETTh1.csv") else { return nil }
    return try SeriesReader().read(path: file.path).series
  }

  @Test("ETTh1: naive repeat and seasonal naive have their known errors at all four horizons")
  func transformerTemperature() throws {
    guard let series = try Self.transformers() else { return }
    let day = SeasonalNaive(season: Season(rows: 24, origin: .given))
    let known: [(Int, Int, Double, Double, Double, Double)] = [
      (96, 2_785, 1.2944, 0.7132, 0.5122, 0.4333), (192, 2_689, 1.3249, 0.7331, 0.5808, 0.4692),
      (336, 2_545, 1.3299, 0.7460, 0.6499, 0.5008), (720, 2_161, 1.3351, 0.7550, 0.6554, 0.5141),
    ]
    for (horizon, windows, repeatMSE, repeatMAE, dayMSE, dayMAE) in known {
      let repeated = try Self.errors(Persistence(), horizon: horizon, of: series)
      #expect(repeated.windows == windows)
      #expect(abs(repeated.mse - repeatMSE) < 6e-5)
      #expect(abs(repeated.mae - repeatMAE) < 6e-5)
      let seasonal = try Self.errors(day, horizon: horizon, of: series)
      #expect(abs(seasonal.mse - dayMSE) < 6e-5)
      #expect(abs(seasonal.mae - dayMAE) < 6e-5)
    }
  }

  @Test("ETTh1: the season of every channel is found")
  func season() throws {
    guard let series = try Self.transformers() else { return }
    for name in series.columnNames {
      let season = Season(
        inferredFrom: try series.column(name).rows(0..<8_640).values, interval: series.interval)
      #expect(season.rows == 24)
    }
  }

  @Test("M4 hourly: the seasonal naive forecast has sMAPE 13.9123 and MASE 1.1932")
  func hourlyCompetition() throws {
    guard let training = try Self.rows("Hourly-train.csv"),
      let test = try Self.rows("Hourly-test.csv")
    else { return }
    #expect(training.count == 414 && test.count == 414)
    var (smape, mase) = (0.0, 0.0)
    for (past, future) in zip(training, test) {
      let series = Series(columns: [Column("y", past + future)])
      let recipe = Recipe(
        target: "y", scaling: .none,
        window: WindowOptions(lookback: 48, horizon: 48, steps: .all))
      let split = try Split(series, train: 0..<past.count, test: past.count..<series.count)
      let frame = try recipe.fitted(to: split.train).frame(split.test, warmUp: .history)
      #expect(frame.count == 1)
      let model = SeasonalNaive(season: Season(rows: 24, origin: .given))
      let metrics = Metrics(
        actual: frame.actual(), predicted: try model.outputs(for: frame),
        naiveError: Metrics.seasonalNaiveError(of: past, season: 24))
      smape += metrics.smape / 414
      mase += try #require(metrics.mase) / 414
    }
    #expect(abs(smape - 13.9123) < 5e-5)
    #expect(abs(mase - 1.1932) < 5e-5)
  }

  /// The rows of one file of the competition: a name, then readings until the cells are empty.
  static func rows(_ name: String) throws -> [[Float]]? {
    guard let file = RealData.file(name, in: "m4_hourly.tar.xz") else { return nil }
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").dropFirst().compactMap { Float($0.filter { $0 != "\"" }) }
    }
  }
}
