import Foundation
import SluiceData
import SluiceTensor
import TestSupport
import Testing

@testable import SluiceModels

/// The baselines on the rows of the published household notebook.
@Suite struct HouseholdBaselinesTests {
  static let slice: Result<Series, any Error>? = RealData.file("household_power_consumption.txt")
    .map { file in
      Result {
        let readings = try SeriesReader().read(path: file.path).series
        let kept = try Cleaning(dropsMissing: true)
          .applied(to: readings, columns: readings.columnNames).series
        let start = CivilTime(year: 2007, month: 11, day: 22, hour: 2, minute: 8)
        return try kept.rows(from: start.microseconds, limit: 20_492)
      }
    }

  static func evaluation(
    features: [String], lookback: Int, warmUp: WarmUp, crossesGaps: Bool
  ) throws -> Evaluation? {
    guard let slice = try slice?.get() else { return nil }
    let recipe = Recipe(
      target: "Global_active_power", features: features, scaling: .minMax(),
      window: WindowOptions(lookback: lookback, horizon: 5, crossesGaps: crossesGaps))
    let prepared = try recipe.prepared(slice)
    let split = try Split(prepared, train: 0..<16_393, test: 16_393..<20_492)
    let frames = try recipe.fitted(to: split.train).frames(split, warmUp: warmUp)
    let parts = try frames.training.holdingOut(lastFraction: 0.05)
    let fitted = try Baselines().fitted(to: parts.training, validation: parts.validation)
    return try Evaluation(
      of: Persistence(), against: fitted, on: frames.test, unit: "kW",
      streams: RandomStreams(seed: 1))
  }

  @Test("in the notebook's protocol persistence has 0.3655 and the ridge on 30 lags 0.3371")
  func notebook() throws {
    guard
      let evaluation = try Self.evaluation(
        features: ["Global_active_power"], lookback: 30, warmUp: .zeroPadded, crossesGaps: true)
    else { return }
    #expect(evaluation.metrics.count == 4_092)
    #expect(abs(evaluation.metrics.mse - 0.36552) < 1e-5)
    let ridge = try #require(evaluation.baselines["ridge"])
    #expect(abs(ridge.mse - 0.3371) < 1e-4)
    #expect(evaluation.verdict.bestBaseline == "ridge")
    #expect(evaluation.season.rows == 1_440)
  }

  @Test("with its true history the ridge has 0.333 on three columns and 0.297 on all")
  func trueHistory() throws {
    let three = ["Global_active_power", "Voltage", "Global_intensity"]
    guard
      let evaluation = try Self.evaluation(
        features: three, lookback: 30, warmUp: .history, crossesGaps: true)
    else { return }
    #expect(evaluation.metrics.count == 4_099)
    #expect(abs(try #require(evaluation.baselines["ridge"]).mse - 0.3325) < 1.5e-3)
    let all =
      three + [
        "Global_reactive_power", "Sub_metering_1", "Sub_metering_2", "Sub_metering_3",
      ]
    let best = try #require(
      try Self.evaluation(features: all, lookback: 60, warmUp: .history, crossesGaps: true))
    #expect(abs(try #require(best.baselines["ridge"]).mse - 0.297) < 1.5e-3)
  }
}
