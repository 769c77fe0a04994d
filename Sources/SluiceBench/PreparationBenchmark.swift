import SluiceData
import SluiceModels

/// Times the way from the household file's raw rows to the inputs of a network.
///
/// That is filling, 20 derived features, dropping rows, fitting the scalers and scaling;
/// reading is not counted.
struct PreparationBenchmark {
  let path: String

  func run() throws -> [(String, JSONValue)] {
    let recipe = try recipe()
    var options = ReaderOptions()
    options.columns = recipe.trainingColumns
    let series = try SeriesReader(options).read(path: path).series
    let clock = ContinuousClock()
    var best = Double.infinity
    var inputs = 0
    for _ in 0..<3 {
      let time = try clock.measure {
        let prepared = try recipe.prepared(series)
        let split = try Split(prepared, trainFraction: 0.8)
        let scaled = try recipe.fitted(to: split.train).scaled(prepared)
        inputs = try scaled.selecting(recipe.inputs).columns.count
      }
      let seconds =
        Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)
      best = min(best, seconds)
    }
    return [
      ("rows", .number(Double(series.count), 0)),
      ("derived", .number(Double(recipe.derived?.columnNames.count ?? 0), 0)),
      ("inputs", .number(Double(inputs), 0)), ("seconds", .number(best, 3)),
      ("peakMegabytes", .number(ProcessMeter.peakMegabytes, 1)),
    ]
  }

  private func recipe() throws -> Recipe {
    let power = "Global_active_power"
    let voltage = "Voltage"
    let derived = try DerivedFeatures([
      .lag(.init(column: power, by: [1, 60, 1440])),
      .difference(.init(column: power, by: [1, 1440])),
      .rolling(
        .init(
          column: power, window: 60,
          statistics: [.mean, .deviation, .minimum, .maximum, .slope], quantiles: [0.9])),
      .rolling(.init(column: power, window: 1440, statistics: [.mean, .deviation, .maximum])),
      .exponentialMean(.init(column: power, span: 20)),
      .rolling(.init(column: voltage, window: 15, statistics: [.mean, .deviation])),
      .percentChange(.init(column: voltage)), .rsi(.init(column: voltage)),
      .product(.init(columns: [power, voltage])),
    ])
    return Recipe(
      target: power,
      features: [
        power, "Global_reactive_power", voltage, "Global_intensity", "Sub_metering_1",
        "Sub_metering_2", "Sub_metering_3",
      ], derived: derived, cleaning: Cleaning(fill: .forwardFill(limit: 60)),
      window: WindowOptions(lookback: 60, horizon: 5))
  }
}
