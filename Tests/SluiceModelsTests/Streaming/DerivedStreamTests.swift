import Foundation
import SluiceData
import SluiceNN
import Testing

@testable import SluiceModels

/// Streams of models that look at derived features; `b` is a source only.
@Suite struct DerivedStreamTests {
  private let plain: ForecastStreamTests

  init() throws { plain = try ForecastStreamTests() }

  private func derived() throws -> DerivedFeatures {
    try DerivedFeatures([
      .lag(.init(column: "b", by: [1, 3])),
      .rolling(
        .init(
          column: "a", window: 4, statistics: DerivedFeature.Rolling.Statistic.allCases,
          quantiles: [0.4])),
      .difference(.init(column: "b lag 3")),
      .exponentialMean(.init(column: "a", span: 3)),
      .rsi(.init(column: "b", window: 3)),
      .sinceLast(.init(column: "b")),
      .fourier(try #require(.init(period: "7 min"))),
      .product(.init(columns: ["a", "a mean 4"])),
    ])
  }

  private func recipe(crossesGaps: Bool = false, warmUp: WarmUp = .trueLength) throws -> Recipe {
    var recipe = plain.task.recipe
    recipe.features = ["a"]
    recipe.derived = try derived()
    recipe.calendar = try CalendarFeatures([.timeOfDay], holidays: ["1970-01-01"])
    recipe.cleaning = Cleaning(fill: .forwardFill(limit: 2))
    recipe.window.crossesGaps = crossesGaps
    recipe.warmUp = warmUp
    recipe.scalingByColumn = ["a * a mean 4": .minMax(), "b lag 1": .none]
    return recipe
  }

  private func bundle(_ recipe: Recipe) throws -> ModelBundle {
    let training = try recipe.prepared(plain.task.series)
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: training))
    let network = try plain.task.model.built(inputSize: recipe.inputs.count, seed: 5)
    return ModelBundle(model: .network(network), recipe: fitted, seed: 5)
  }

  private func saved(_ bundle: ModelBundle) throws -> ModelBundle {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-derived-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try bundle.save(to: path)
    return try ModelBundle(reading: path)
  }

  @Test(
    "A stream gives the bits of the batch, across gaps and after loading",
    arguments: [WarmUp.none, .trueLength], [false, true])
  func equalsBatch(warmUp: WarmUp, crossesGaps: Bool) throws {
    let bundle = try bundle(recipe(crossesGaps: crossesGaps, warmUp: warmUp))
    let loaded = try saved(bundle)
    #expect(loaded.recipe == bundle.recipe)
    for series in [plain.task.series, plain.troubled] {
      let batch = try bundle.predict(series).forecasts[0].values
      #expect(batch.count > 100)
      for mode in [ForecastStream.Mode.windows, .states] {
        let stream = try plain.streamed(loaded, series, mode: mode)
        #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
      }
    }
    // What is derived from a column that is no input does count.
    let shifted = plain.task.series.adding([
      Column("b", try plain.task.series.column("b").map { $0 + 1 })
    ])
    #expect(
      try bundle.predict(shifted).forecasts != bundle.predict(plain.task.series).forecasts)
  }

  @Test(
    "A baseline streams over derived features, too", arguments: ["persistence", "ridge", "mean"])
  func baselines(name: String) throws {
    let recipe = try recipe()
    let split = try Split(try recipe.prepared(plain.task.series), trainFraction: 0.8)
    let fitted = try recipe.fitted(to: split.train)
    let frames = try fitted.frames(split)
    let parts = try frames.training.holdingOut(lastFraction: 0.2)
    let baselines = try Baselines().fitted(to: parts.training, validation: parts.validation)
    let bundle = try saved(
      ModelBundle(model: .baseline(try #require(baselines[name])), recipe: fitted, seed: 1))
    let batch = try bundle.predict(plain.task.series).forecasts[0].values
    #expect(try plain.streamed(bundle, plain.task.series) == batch)
  }

  @Test("A stream wants the sources, and says nothing before all features are known")
  func beginning() throws {
    var stream = try bundle(recipe()).stream()
    #expect(stream.columns == ["a", "b"])
    // The difference of a lag of 3 is known in the fifth row, the first forecast follows the sixth.
    let minute: Int64 = 60_000_000
    let known = try (0..<8).map { row in
      try stream.push([Float(row * row), Float(row)], at: Int64(row) * minute) != nil
    }
    #expect(known == [false, false, false, false, false, true, true, true])
    #expect(throws: StreamError.noTime) { try stream.push([1, 2]) }
  }

  @Test("Where rows are not dropped, one without a value of a product is refused")
  func refused() throws {
    var recipe = plain.task.recipe
    recipe.features = ["a"]
    recipe.derived = try DerivedFeatures([.product(.init(columns: ["a", "b"]))])
    recipe.cleaning = Cleaning(dropsMissing: false)
    var stream = try bundle(recipe).stream()
    _ = try stream.push([1, 2], at: 60)
    var other = stream
    #expect {
      try stream.push([1, .nan], at: 120)
    } throws: { error in
      guard case StreamError.badValue(column: "a * b", let value) = error else { return false }
      return value.isNaN
    }
    #expect(try stream.push([5, 6], at: 120) == other.push([5, 6], at: 120))
  }
}
