import Foundation
import SluiceData
import SluiceNN
import Testing

@testable import SluiceModels

/// Models whose recipe has a rule for outliers, in batch and stream.
@Suite struct OutlierStreamTests {
  private let plain: ForecastStreamTests
  /// Rows with spikes, runs of missing readings and two gaps in the clock.
  private let spiked: Series

  init() throws {
    plain = try ForecastStreamTests()
    let troubled = plain.troubled
    spiked = troubled.adding(
      try ["a", "b"].map { name in
        var values = try troubled.column(name).values
        for (row, spike) in [(10, 50), (33, -70), (61, 90), (76, 40), (77, -40), (120, 1e4)] {
          values[row] += Float(name == "a" ? spike : -spike)
        }
        return Column(name, values)
      })
  }

  private func recipe(_ rule: Outliers, crossesGaps: Bool = false) throws -> Recipe {
    var recipe = plain.task.recipe
    recipe.derived = try DerivedFeatures([
      .rolling(.init(column: "b", window: 3, statistics: [.mean]))
    ])
    recipe.cleaning = Cleaning(outliers: rule, fill: .forwardFill(limit: 2))
    recipe.window.crossesGaps = crossesGaps
    return recipe
  }

  /// A bundle that was fitted to the first 90 rows, saved and loaded.
  private func bundle(_ recipe: Recipe) throws -> ModelBundle {
    let prepared = try recipe.prepared(spiked)
    let split = try Split(prepared, train: 0..<90, test: 90..<prepared.count)
    let fitted = try recipe.fitted(to: split.train)
    let network = try plain.task.model.built(inputSize: recipe.inputs.count, seed: 5)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-outliers-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ModelBundle(model: .network(network), recipe: fitted, seed: 5).save(to: path)
    let loaded = try ModelBundle(reading: path)
    #expect(loaded.recipe == fitted)
    return loaded
  }

  static let causal: [Outliers] = [
    .hampel(.init(window: 5)), .hampel(.init(window: 8, threshold: 2, action: .clip)),
    .hampel(.init(window: 7, action: .missing, columns: ["b"])), .medianFilter(.init(window: 4)),
    .interquartile(), .interquartile(.init(factor: 1, action: .replace)),
    .zScore(.init(threshold: 2, columns: ["a", "b mean 3"])),
    .winsorize(.init(lower: 0.05, upper: 0.9)),
  ]

  @Test(
    "A stream gives the bits of the batch under every rule that looks back only",
    arguments: causal, [false, true])
  func equalsBatch(rule: Outliers, crossesGaps: Bool) throws {
    let bundle = try bundle(recipe(rule, crossesGaps: crossesGaps))
    let batch = try bundle.predict(spiked).forecasts[0].values
    #expect(batch.count > 100)
    for mode in [ForecastStream.Mode.windows, .states] {
      let stream = try plain.streamed(bundle, spiked, mode: mode)
      #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
    }
    // The rule does count.
    var bare = bundle.recipe.recipe
    bare.cleaning.outliers = nil
    let other = try self.bundle(bare).predict(spiked).forecasts[0].values
    #expect(other.map(\.bitPattern) != batch.map(\.bitPattern))
  }

  @Test("A window around the row cannot stream")
  func centered() throws {
    for (rule, name) in [
      (Outliers.hampel(.init(window: 5, centered: true)), "hampel"),
      (.medianFilter(.init(window: 5, centered: true)), "medianFilter"),
    ] {
      let bundle = try bundle(recipe(rule))
      #expect(try bundle.predict(spiked).forecasts[0].values.count > 100)
      #expect(
        throws: StreamError.notCausal(step: "centered window of cleaning.outliers.\(name)")
      ) { try bundle.stream() }
    }
  }

  @Test("A row that is refused leaves the windows of a stream as they were")
  func refused() throws {
    var recipe = plain.task.recipe
    recipe.cleaning = Cleaning(
      outliers: .medianFilter(.init(window: 3)), dropsMissing: false)
    let prepared = try recipe.prepared(plain.task.series)
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: prepared))
    let network = try plain.task.model.built(inputSize: 2, seed: 5)
    var stream = try ModelBundle(model: .network(network), recipe: fitted, seed: 5).stream()
    for row in 0..<5 { _ = try stream.push([Float(row), 1], at: Int64(row + 1) * 60_000_000) }
    var other = stream
    #expect(throws: StreamError.self) { try stream.push([100, .nan], at: 360_000_000) }
    #expect(try stream.push([5, 1], at: 360_000_000) == other.push([5, 1], at: 360_000_000))
  }

  @Test("Bounds and scalers see training rows only, and the truth stays as it was read")
  func fitted() throws {
    let recipe = try recipe(.winsorize(.init(lower: 0.05, upper: 0.95)))
    let prepared = try recipe.prepared(spiked)
    let split = try Split(prepared, train: 0..<80, test: 80..<prepared.count)
    let fitted = try recipe.fitted(to: split.train)
    let alone = try recipe.fitted(to: TrainingPart(unsplit: prepared.rows(0..<80)))
    #expect(fitted.outliers == alone.outliers)
    #expect(fitted.scalers == alone.scalers)
    let outliers = try #require(fitted.outliers)
    #expect(outliers.columns.map(\.column) == ["a", "b", "b mean 3"])
    // The scaler has seen what the bounds left.
    let bounded = outliers.applied(to: prepared.rows(0..<80))
    let scaler = try StandardScaler().fitted(
      to: TrainingPart(unsplit: bounded), columns: ["a"])
    #expect(fitted.scale(of: "a") == scaler.columns[0])
    let frame = try fitted.frame(split.test, warmUp: .history)
    let highest = try #require(outliers.bounds(of: "a")).upper
    #expect(frame.actual().max() ?? 0 > 1000)
    let scale = fitted.targetScale
    let scaled = try frame.scaled.column("a").max() ?? 0
    #expect(abs(Double(scaled) * scale.scale + scale.offset - highest) < 1e-3)
  }

  @Test("A constant fills in streams as in the batch, across gaps", arguments: [false, true])
  func constant(crossesGaps: Bool) throws {
    for limit in [1, 3] {
      var recipe = plain.task.recipe
      recipe.cleaning = Cleaning(fill: .constant(value: 2, limit: limit))
      recipe.window.crossesGaps = crossesGaps
      let bundle = try bundle(recipe)
      let batch = try bundle.predict(spiked).forecasts[0].values
      let stream = try plain.streamed(bundle, spiked)
      #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
    }
  }

  @Test("A model of a grid of time predicts from raw rows, and does not stream")
  func resampled() throws {
    var recipe = plain.task.recipe
    recipe.cleaning = Cleaning(resample: try Resampling(every: "2 min"))
    let prepared = try recipe.prepared(plain.task.series)
    #expect(prepared.interval == 120_000_000)
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: prepared))
    let bundle = ModelBundle(
      model: .network(try plain.task.network()), recipe: fitted, seed: 5)
    let forecasts = try bundle.predict(plain.task.series)
    // The last whole cell begins at minute 128; three cells ahead is minute 134.
    let last: Int64 = 134 * 60_000_000
    #expect(forecasts.times?.last == last)
    #expect(throws: StreamError.resampled) { try bundle.stream() }
  }

  @Test("Where outliers become missing, a bundle is saved though its made-up rows have some")
  func golden() throws {
    var recipe = plain.task.recipe
    recipe.warmUp = .none
    recipe.cleaning = Cleaning(
      outliers: .hampel(.init(window: 3, threshold: 0.1, action: .missing)))
    let prepared = try recipe.prepared(plain.task.series)
    // Nothing is filled, so that no window would be left of the made-up rows.
    #expect(prepared.count < plain.task.series.count / 2)
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: prepared))
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-outliers-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ModelBundle(model: .network(try plain.task.network()), recipe: fitted, seed: 5)
      .save(to: path)
    #expect(try ModelBundle(reading: path).recipe == fitted)
  }

  @Test("A recipe of an older bundle has no rule for outliers")
  func older() throws {
    let fitted = try plain.bundle().recipe
    let text = String(decoding: try JSONEncoder().encode(fitted), as: UTF8.self)
    #expect(!text.contains("outliers"))
    #expect(try JSONDecoder().decode(FittedRecipe.self, from: Data(text.utf8)) == fitted)
  }
}
