import SluiceData
import SluiceModels

@testable import SluiceReport

/// The results of a run that never was, with every part of a report filled.
enum ReportSample {
  static let start: Int64 = 1_196_893_680_000_000

  /// Readings that go up and down: a slow wave, with a fast one on it.
  static func reading(_ row: Int) -> Float {
    let slow = Float((row * 37) % 720) / 360 - 1
    let fast = Float((row * 7919) % 101) / 101
    return 1.2 + slow * slow * 1.5 + fast * 0.6
  }

  /// Forecasts of `count` windows at the given steps, one reading a minute, with one gap.
  static func forecasts(count: Int = 700, steps: [Int] = [5]) -> ForecastTable {
    var times: [Int64] = []
    var actual: [Float] = []
    var network: [Float] = []
    var ridge: [Float] = []
    for row in 0..<count {
      for step in steps {
        let minute = row + step + (row > count / 3 ? 600 : 0)
        times.append(start + Int64(minute) * 60_000_000)
        actual.append(reading(minute))
        network.append(0.3 + 0.8 * reading(minute - 1))
        ridge.append(0.4 + 0.7 * reading(minute - 2))
      }
    }
    return ForecastTable(
      steps: steps, times: times, actual: actual,
      forecasts: [.init(name: "network", values: network), .init(name: "ridge", values: ridge)])
  }

  static func metrics(mse: Double, count: Int = 4092) -> Metrics {
    Metrics(
      mse: mse, rmse: mse.squareRoot(), mae: mse.squareRoot() * 0.6, smape: 31.5, mase: mse * 3,
      r2: 1 - mse, bias: 0.0123, count: count)
  }

  static func runMetrics(mse: Double = 0.3377) -> RunMetrics {
    .forecast(forecastMetrics(mse: mse))
  }

  static func forecastMetrics(mse: Double = 0.3377, steps: [Int] = [5]) -> ForecastMetrics {
    let baselines = [
      "persistence": 0.3655, "seasonalNaive": 1.02, "drift": 0.3671, "mean": 0.9, "ridge": 0.3371,
    ].mapValues { metrics(mse: $0) }
    return ForecastMetrics(
      test: metrics(mse: mse),
      byHorizon: steps.enumerated().map { number, step in
        .init(
          step: step, metrics: metrics(mse: mse * (1 + Double(number) / 4)),
          baselines: baselines.mapValues { metrics(mse: $0.mse * (1 + Double(number) / 3)) })
      },
      baselines: baselines,
      verdict: Verdict(
        outcome: .undecided, model: "network", bestBaseline: "ridge", skill: -0.0018,
        difference: -0.0006, lower: -0.004, upper: 0.003, blockLength: 35,
        sentence: "The network does not beat ridge: the difference may be luck."),
      season: Season(rows: 1440, origin: .clock),
      training: TrainingSummary(
        epochs: 41, bestEpoch: 31, keptEpoch: 31, bestLoss: 0.4012, lastLoss: 0.4055,
        stopped: .patience,
        seconds: 3.4, parameters: 252, windows: 15_542, validationWindows: 817, seed: 1),
      costs: [
        Cost(
          name: "network", parameters: 252, bytes: 9_412, multiplyAdds: 6_844,
          secondsPerPrediction: 4.1e-6),
        Cost(
          name: "ridge", parameters: 31, bytes: 124, multiplyAdds: 30,
          secondsPerPrediction: 4.2e-8),
        Cost(
          name: "persistence", parameters: 0, bytes: 0, multiplyAdds: 0,
          secondsPerPrediction: 1e-9),
      ])
  }

  static var history: History {
    History(
      epochs: (1...41).map { epoch in
        let distance = Double(abs(epoch - 31)) / 100
        return .init(
          epoch: epoch, loss: 0.4 + 0.9 / Double(epoch),
          validationLoss: 0.4012 + distance * distance + 0.3 / Double(epoch), learningRate: 0.01,
          seconds: Double(epoch) * 0.08)
      })
  }

  static var data: DataSummary {
    let rows = 20_492
    let times = (0..<rows).map { 1_195_697_280_000_000 + Int64($0) * 60_000_000 }
    let series = Series(
      columns: [Column("Global_active_power", (0..<rows).map(reading))], timestamps: times)
    let split = 16_393
    return DataSummary(
      source: "household.csv", series: series,
      parts: [
        .init("training", series.rows(0..<split), windows: 16_359),
        .init("test", series.rows(split..<rows), windows: 4092),
      ])
  }

  /// Twelve readings of which three are missing, cleaned.
  static var cleaned: (series: Series, report: CleaningReport) {
    let values: [Float] = (0..<12).map { $0 % 4 == 1 ? .nan : Float($0) }
    let series = Series(columns: [Column("x", values)])
    do {
      return try Cleaning().applied(to: series)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  static func report(
    steps: [Int] = [5], metrics: ForecastMetrics? = nil, forecasts: ForecastTable? = nil
  ) -> RunReport {
    RunReport(
      title: "Household power, 5 minutes ahead", target: "Global_active_power", unit: "kW",
      results: .forecast(
        metrics ?? forecastMetrics(steps: steps), forecasts ?? self.forecasts(steps: steps)),
      history: history, data: data,
      network: Table(
        [.init("layer", .leading), .init("output", .leading), .init("parameters")],
        rows: [
          ["0 LSTM", "[B, T, 5]", "140"], ["1 Dropout", "[B, T, 5]", "0"],
          ["2 LSTM", "[B, 3]", "108"], ["3 Dropout", "[B, 3]", "0"], ["4 Dense", "[B, 1]", "4"],
        ]),
      settings: [Fact("loss", "mse"), Fact("optimizer", "adam, learning rate 0.01")],
      published: [.init(name: "the notebook", metric: .mse, value: 0.3377)],
      repetition: Repetition(
        command: "sluice train examples/household-baseline.yaml --data household.csv --seed 1",
        version: "0.1.0", seed: 1, fingerprint: "9f2c4e0d"))
  }
}
