import Foundation
import SluiceData
import SluiceNN
import Testing

@testable import SluiceModels

/// Models that see where readings were missing, in batch and stream.
@Suite struct IndicatorStreamTests {
  private let plain: ForecastStreamTests
  /// Rows with spikes, runs of missing readings and two gaps in the clock.
  private let spiked: Series

  init() throws {
    plain = try ForecastStreamTests()
    var values = try plain.troubled.column("b").values
    for row in [33, 85, 120] { values[row] += 400 }
    spiked = plain.troubled.adding([Column("b", values)])
  }

  private func recipe(_ indicators: Indicators?, crossesGaps: Bool = false) throws -> Recipe {
    var recipe = plain.task.recipe
    recipe.derived = try DerivedFeatures([
      .rolling(.init(column: "b", window: 3, statistics: [.mean]))
    ])
    recipe.calendar = try CalendarFeatures([.timeOfDay])
    recipe.cleaning = Cleaning(
      outliers: .hampel(.init(window: 7, action: .missing)), fill: .forwardFill(limit: 2),
      indicators: indicators)
    recipe.window.crossesGaps = crossesGaps
    return recipe
  }

  /// A bundle that was fitted to the first 90 rows, saved and loaded; of a network, or of a baseline.
  private func bundle(_ recipe: Recipe, baseline: String? = nil) throws -> ModelBundle {
    let prepared = try recipe.prepared(spiked)
    let split = try Split(prepared, train: 0..<90, test: 90..<prepared.count)
    let fitted = try recipe.fitted(to: split.train)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-indicators-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    if let baseline {
      let training = try fitted.frame(split.train, warmUp: .none)
      let model = try #require(try Baselines(season: 5).fitted(to: training)[baseline])
      try ModelBundle(model: .baseline(model), recipe: fitted, seed: 5).save(to: path)
    } else {
      let network = try plain.task.model.built(inputSize: recipe.inputs.count, seed: 5)
      try ModelBundle(model: .network(network), recipe: fitted, seed: 5).save(to: path)
    }
    let loaded = try ModelBundle(reading: path)
    #expect(loaded.recipe == fitted)
    return loaded
  }

  @Test("Indicators stand behind what is derived and before the calendar, unscaled")
  func inputs() throws {
    let recipe = try recipe(.all)
    #expect(
      recipe.inputs.prefix(5) == ["a", "b", "b mean 3", "a_missing", "b_missing"])
    #expect(recipe.inputs.count == 7)
    #expect(try self.recipe(.columns(["b"])).inputs[3] == "b_missing")
    let prepared = try recipe.prepared(spiked)
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: prepared))
    #expect(fitted.scale(of: "b_missing") == nil)
    let scaled = try fitted.scaled(prepared)
    let raw = try spiked.column("b").values
    let marked = try scaled.column("b_missing").values
    let stamps = try #require(prepared.timestamps)
    for (row, mark) in marked.enumerated() {
      let place = try #require(spiked.timestamps?.firstRow(notBefore: stamps[row]))
      #expect(mark == (raw[place].isNaN || [33, 85, 120].contains(place) ? 1 : 0), "row \(place)")
    }
    #expect(marked.reduce(0, +) >= 6)
  }

  @Test(
    "A stream gives the bits of the batch",
    arguments: [Indicators.all, .columns(["b"])], [false, true])
  func equalsBatch(indicators: Indicators, crossesGaps: Bool) throws {
    let bundle = try bundle(recipe(indicators, crossesGaps: crossesGaps))
    let batch = try bundle.predict(spiked).forecasts[0].values
    #expect(batch.count > 100)
    for mode in [ForecastStream.Mode.windows, .states] {
      let stream = try plain.streamed(bundle, spiked, mode: mode)
      #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
    }
  }

  @Test("So does the stream of a baseline")
  func baseline() throws {
    let bundle = try bundle(recipe(.all), baseline: "ridge")
    let batch = try bundle.predict(spiked).forecasts[0].values
    #expect(try plain.streamed(bundle, spiked).map(\.bitPattern) == batch.map(\.bitPattern))
  }

  @Test("An indicator of a column that is no feature is refused when a recipe is fitted")
  func stray() throws {
    var recipe = try recipe(.columns(["b", "c"]))
    let prepared = try plain.task.recipe.prepared(plain.task.series)
    recipe.derived = nil
    recipe.calendar = nil
    #expect(throws: SeriesError.missingColumn(name: "c", nearest: "a", available: ["a", "b"])) {
      try recipe.fitted(to: TrainingPart(unsplit: prepared))
    }
  }
}
