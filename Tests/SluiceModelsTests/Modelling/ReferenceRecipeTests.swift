import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

/// Forecasts told relative to what is known when they are made.
@Suite struct ReferenceRecipeTests {
  private let plain: ForecastStreamTests
  private var task: SmallTraining { plain.task }

  init() throws { plain = try ForecastStreamTests() }

  private func recipe(
    _ reference: TargetReference, features: [String] = ["a", "b"], warmUp: WarmUp = .trueLength,
    crossesGaps: Bool = false
  ) -> Recipe {
    var recipe = task.recipe
    recipe.features = features
    recipe.targetReference = reference
    recipe.warmUp = warmUp
    recipe.window.crossesGaps = crossesGaps
    recipe.cleaning = Cleaning(fill: .forwardFill(limit: 2))
    return recipe
  }

  private func bundle(_ recipe: Recipe) throws -> ModelBundle {
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(task.series)))
    let network = try task.model.built(inputSize: recipe.inputs.count, seed: 5)
    return ModelBundle(model: .network(network), recipe: fitted, seed: 5)
  }

  private func saved(_ bundle: ModelBundle) throws -> ModelBundle {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-reference-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try bundle.save(to: path)
    return try ModelBundle(reading: path)
  }

  static let rules: [TargetReference] = [
    .lastReading, .season(.rows(13)), .season(.rows(2)), .movingAverage(.time("5 min")), .line,
  ]

  @Test(
    "What a network would have to say for the truth is the truth in the target's own unit",
    arguments: rules)
  func exact(rule: TargetReference) throws {
    for transform in [ColumnTransform?.none, .log1p] {
      var recipe = recipe(rule)
      recipe.transforms["a"] = transform
      let split = try Split(try recipe.prepared(task.series), trainFraction: 0.8)
      let fitted = try recipe.fitted(to: split.train)
      let frames = try fitted.frames(split)
      for frame in [frames.training, frames.test] {
        let told = fitted.answers(
          from: frame.windows.allTargets, outputsPerStep: 3,
          references: frame.windows.references)
        for (found, expected) in zip(told, frame.actual()) { #expect(abs(found - expected) < 2e-6) }
      }
      // The scale of the differences is their own.
      let targets = frames.training.windows.allTargets
      let mean = targets.reduce(0, +) / Float(targets.count)
      let variance = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(targets.count)
      #expect(abs(mean) < 0.2)
      #expect(abs(variance.squareRoot() - 1) < 0.2)
    }
  }

  @Test(
    "A bundle comes back, and a stream gives the bits of the batch", arguments: rules,
    [["a", "b"], ["b"]])
  func streams(rule: TargetReference, features: [String]) throws {
    for warmUp in [WarmUp.none, .trueLength, .zeroPadded] {
      for crossesGaps in [false, true] {
        let bundle = try bundle(
          recipe(rule, features: features, warmUp: warmUp, crossesGaps: crossesGaps))
        let loaded = try saved(bundle)
        #expect(loaded.recipe == bundle.recipe)
        var stream = try loaded.stream()
        #expect(stream.columns.contains("a") == (features.contains("a") || rule != .line))
        _ = try stream.push([Float](repeating: 2, count: stream.columns.count), at: 0)
        for series in [task.series, plain.troubled] {
          let batch = try bundle.predict(series).forecasts[0].values
          #expect(batch.count > 100)
          for mode in [ForecastStream.Mode.windows, .states] {
            let streamed = try plain.streamed(loaded, series, mode: mode)
            #expect(streamed.map(\.bitPattern) == batch.map(\.bitPattern))
          }
        }
      }
    }
  }

  @Test("The scale of the differences knows no steps across a gap, unless windows cross it")
  func gaps() throws {
    let times = (0..<131).map { Int64($0 + ($0 >= 70 ? 90 : 0)) * 60_000_000 }
    var a = try task.series.column("a").values
    for row in 70..<131 { a[row] += 1000 }
    let rows = Series(
      columns: [Column("a", a), try task.series.column("b")], timestamps: times)
    func scale(crossesGaps: Bool) throws -> Double {
      let recipe = recipe(.lastReading, crossesGaps: crossesGaps)
      return try #require(
        recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(rows))).reference
      ).scale.scale
    }
    #expect(try scale(crossesGaps: false) < 2)
    #expect(try scale(crossesGaps: true) > 50)
  }

  @Test("With bounds for outliers, references are kept within them in streams, too")
  func outliers() throws {
    var recipe = recipe(.movingAverage(.rows(3)))
    recipe.cleaning = Cleaning(outliers: .winsorize())
    let bundle = try bundle(recipe)
    var a = try task.series.column("a").values
    a[60] = 500
    let rows = task.series.adding([Column("a", a)])
    let batch = try bundle.predict(rows).forecasts[0].values
    #expect(try plain.streamed(bundle, rows).map(\.bitPattern) == batch.map(\.bitPattern))
    #expect(batch.allSatisfy { $0 < 50 })
  }

  @Test("Readings shifted up give forecasts shifted as much, where the target is no input")
  func shifts() throws {
    for rule in Self.rules where rule != .line {
      let bundle = try bundle(recipe(rule, features: ["b"]))
      let before = try bundle.predict(task.series).forecasts[0].values
      let a = try task.series.column("a").map { $0 + 64 }
      let after = try bundle.predict(task.series.adding([Column("a", a)])).forecasts[0].values
      for (after, before) in zip(after, before) { #expect(abs(after - before - 64) < 2e-5) }
    }
  }

  @Test("With bounds on the target, forecasts relative to a reference keep them")
  func bounds() throws {
    for rule in Self.rules {
      var recipe = recipe(rule)
      recipe.transforms = ["a": .logit(lower: 1, upper: 5)]
      let bundle = try bundle(recipe)
      guard case .network(let network) = bundle.model else { return }
      for parameter in network.parameters where parameter.path.hasPrefix("4.") {
        let value = parameter.parameter.value
        parameter.parameter.value = .init(value.values.map { $0 * 500 }, shape: value.shape)
      }
      let forecasts = try bundle.predict(task.series).forecasts[0].values
      #expect(forecasts.allSatisfy { $0 >= 1 && $0 <= 5 })
    }
  }

  @Test("Windows without their reference are left out, in every part", arguments: [0.2, 0.8])
  func leftOut(fraction: Double) throws {
    let rows = try recipe(.season(.rows(13))).prepared(plain.troubled)
    let split = try Split(rows, trainFraction: fraction)
    let with = try recipe(.season(.rows(13))).fitted(to: split.train).frames(split)
    let without = try task.recipe.fitted(to: split.train).frames(split)
    #expect(with.training.count < without.training.count)
    for (frame, all) in [(with.training, without.training), (with.test, without.test)] {
      let stretches = rows.segments
      let expected = (0..<all.count).filter { window in
        let last = all.windows.inputRows(window).upperBound - 1
        let stretch = stretches.first { $0.contains(last) }
        return stretch.map { last - 12 >= $0.lowerBound } ?? false
      }
      #expect(frame.count == expected.count)
      #expect(frame.windows.leftOutWithoutReference == all.count - expected.count)
      #expect(
        (0..<frame.count).map { frame.windows.inputRows($0) }
          == expected.map { all.windows.inputRows($0) })
    }
  }

  @Test(
    "Baselines forecast the target itself, and stream beside the reference",
    arguments: ["persistence", "seasonalNaive", "ridge", "mean"])
  func baselines(name: String) throws {
    let recipe = recipe(.season(.rows(13)), features: ["b"])
    let split = try Split(try recipe.prepared(task.series), trainFraction: 0.8)
    let fitted = try recipe.fitted(to: split.train)
    let frames = try fitted.frames(split)
    let parts = try frames.training.holdingOut(lastFraction: 0.2)
    let baselines = try Baselines(season: 17).fitted(
      to: parts.training, validation: parts.validation)
    let baseline = try #require(baselines[name])
    let bundle = try saved(ModelBundle(model: .baseline(baseline), recipe: fitted, seed: 1))
    for series in [task.series, plain.troubled] {
      let batch = try bundle.predict(series).forecasts[0].values
      #expect(try plain.streamed(bundle, series) == batch)
      #expect(batch.allSatisfy { $0 > 0 && $0 < 6 })
    }
    // The same forecasts as without a reference, where both have a window.
    var other = recipe
    other.targetReference = nil
    let own = try other.fitted(to: split.train).frames(split)
    let (relative, plain) = (frames.test, own.test)
    #expect(relative.count == plain.count)
    #expect(try baseline.outputs(for: relative) == baseline.outputs(for: plain))
  }

  @Test("A network learns differences: a trend that goes on is forecast beyond all it has seen")
  func learns() throws {
    let rows = 240
    func rising(_ row: Int) -> Float { 0.5 * Float(row) + (row % 6 == 0 ? 3 : 0) }
    let series = Series(columns: [Column("y", (0..<rows).map(rising))])
    var recipe = Recipe(
      target: "y", derived: try DerivedFeatures([.difference(.init(column: "y"))]),
      window: WindowOptions(lookback: 6))
    recipe.features = []
    func error() throws -> Float {
      let split = try Split(try recipe.prepared(series), trainFraction: 0.7)
      let fitted = try recipe.fitted(to: split.train)
      let frames = try fitted.frames(split)
      let network = try Sequential {
        LSTM(6)
        Dense(1)
      }.built(inputSize: 1, seed: 1)
      var settings = TrainingSettings(optimizer: .adam(learningRate: 0.02), batchSize: 16)
      settings.epochs = 40
      _ = try Trainer(settings: settings, seed: 1).fit(network, training: frames.training.windows)
      let found = try NetworkModel(network).outputs(for: frames.test)
      let squares = zip(found, frames.test.actual()).map { ($0 - $1) * ($0 - $1) }
      return (squares.reduce(0, +) / Float(squares.count)).squareRoot()
    }
    let level = try error()
    recipe.targetReference = .lastReading
    let change = try error()
    #expect(change < 1)
    #expect(level > 10 * change)
  }

  @Test("Labels have no reference; a recipe without one is written as before")
  func coding() throws {
    let labels = try SmallClassification()
    var recipe = labels.recipe
    recipe.targetReference = .line
    #expect(throws: ReferenceError.labels) {
      try recipe.fitted(to: TrainingPart(unsplit: labels.series))
    }
    let plain = try JSONEncoder().encode(task.recipe)
    #expect(!String(decoding: plain, as: UTF8.self).contains("targetReference"))
    let told = self.recipe(.season(.time("13 min")))
    let data = try JSONEncoder().encode(told)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == told)
  }
}
