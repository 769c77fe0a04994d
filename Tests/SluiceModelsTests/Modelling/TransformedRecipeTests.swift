import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

/// Columns bent before they are scaled, on the way from raw rows to forecasts and back.
@Suite struct TransformedRecipeTests {
  private let plain: ForecastStreamTests
  private var task: SmallTraining { plain.task }

  init() throws { plain = try ForecastStreamTests() }

  /// `a` from 1.7 to 4.3, `b` from -10 to 10; `a` is the target.
  private func recipe(
    _ transforms: [String: ColumnTransform], features: [String] = ["a", "b"]
  ) -> Recipe {
    var recipe = task.recipe
    recipe.features = features
    recipe.transforms = transforms
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
      .appendingPathComponent("sluice-bent-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try bundle.save(to: path)
    return try ModelBundle(reading: path)
  }

  /// The series with some readings replaced.
  private func series(_ column: String, _ changes: [Int: Float]) throws -> Series {
    var values = try task.series.column(column).values
    for (row, value) in changes { values[row] = value }
    return task.series.adding([Column(column, values)])
  }

  static let transforms: [[String: ColumnTransform]] = [
    ["a": .log1p, "b": .yeoJohnson()], ["a": .boxCox()], ["a": .logit(lower: 1, upper: 5)],
    ["b": .logit(lower: -10, upper: 10)],
  ]

  @Test("Golden rows hold only what a transform takes, whatever the scaler")
  func goldenRows() throws {
    var recipe = recipe(["a": .boxCox(lambda: 2)])
    recipe.scaling = .minMax()
    let bundle = try bundle(recipe)
    #expect(try saved(bundle).recipe == bundle.recipe)
  }

  @Test(
    "Targets are learnt bent, and what is learnt comes back in its own unit", arguments: transforms)
  func roundTrip(transforms: [String: ColumnTransform]) throws {
    let recipe = recipe(transforms)
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(task.series)))
    for name in ["a", "b"] {
      #expect((try #require(fitted.scale(of: name)).curve != nil) == (transforms[name] != nil))
    }
    let frame = try fitted.frame(TrainingPart(unsplit: task.series), warmUp: .none)
    let back = fitted.unscaled(frame.windows.allTargets)
    for (found, expected) in zip(back, frame.actual()) { #expect(abs(found - expected) < 1e-5) }
    let scaled = try frame.scaled.column("a")
    let values = scaled.map { Double($0) }
    #expect(abs(values.reduce(0, +) / Double(values.count)) < 1e-5)
  }

  @Test("A bundle comes back, and a stream gives the bits of the batch", arguments: transforms)
  func streams(transforms: [String: ColumnTransform]) throws {
    let bundle = try bundle(recipe(transforms))
    let loaded = try saved(bundle)
    #expect(loaded.recipe == bundle.recipe)
    let plainBundle = try self.bundle(recipe([:]))
    for series in [task.series, plain.troubled] {
      let batch = try bundle.predict(series).forecasts[0].values
      #expect(try batch != plainBundle.predict(series).forecasts[0].values)
      for mode in [ForecastStream.Mode.windows, .states] {
        let stream = try plain.streamed(loaded, series, mode: mode)
        #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
      }
    }
  }

  @Test("Forecasts stay within the bounds of the transform, however wild the network is")
  func bounds() throws {
    for (transform, legal) in [
      (ColumnTransform.log1p, 0...Float.greatestFiniteMagnitude),
      (.boxCox(lambda: 0.5), 0...Float.greatestFiniteMagnitude),
      (.logit(lower: 1, upper: 5), 1...5),
    ] {
      let bundle = try bundle(recipe(["a": transform]))
      guard case .network(let network) = bundle.model else { return }
      for parameter in network.parameters where parameter.path.hasPrefix("4.") {
        let value = parameter.parameter.value
        parameter.parameter.value = .init(value.values.map { $0 * 1000 }, shape: value.shape)
      }
      let forecasts = try bundle.predict(task.series).forecasts[0].values
      #expect(forecasts.allSatisfy { legal.contains($0) })
      #expect(forecasts.contains { abs($0 - legal.lowerBound) < 0.1 })
    }
  }

  @Test(
    "A reading that a transform does not take stops training; a trained model takes it as missing")
  func domain() throws {
    let recipe = recipe(["b": .logit(lower: -10, upper: 10)])
    let rows = try series("b", [50: 10.5, 51: .infinity])
    #expect(
      throws: ScalerError.outsideDomain(
        column: "b", transform: "logit", wanted: "from -10.0 to 10.0", value: 10.5, row: 50)
    ) { try recipe.prepared(rows) }
    let bundle = try bundle(recipe)
    let finite = try series("b", [50: 10.5, 51: -11])
    #expect(try bundle.recipe.frame(predicting: finite).series.count == 129)
    #expect(try bundle.recipe.prepared(finite).count == 129)
    let batch = try bundle.predict(finite).forecasts[0].values
    #expect(try plain.streamed(bundle, finite).map(\.bitPattern) == batch.map(\.bitPattern))
    #expect(throws: ScalerError.self) {
      try bundle.recipe.frame(predicting: Series(columns: finite.columns))
    }
    // A target that is no input is not looked at in prediction, and shown as it is.
    let aside = try self.bundle(self.recipe(["a": .logit(lower: 1, upper: 5)], features: ["b"]))
    let strange = try series("a", [60: 7])
    #expect(try aside.recipe.frame(predicting: strange).series["a"]?[60] == 7)
    #expect(try aside.recipe.prepared(strange).count == 130)
  }

  @Test("A ridge learns the bent target, and the baselines forecast in its own unit")
  func baselines() throws {
    let recipe = recipe(["a": .log1p])
    let split = try Split(try recipe.prepared(task.series), trainFraction: 0.8)
    let fitted = try recipe.fitted(to: split.train)
    let frames = try fitted.frames(split)
    let parts = try frames.training.holdingOut(lastFraction: 0.2)
    let baselines = try Baselines().fitted(to: parts.training, validation: parts.validation)
    for baseline in baselines.models {
      let forecasts = try baseline.outputs(for: frames.test)
      #expect(forecasts.allSatisfy { $0 > 1 && $0 < 5 }, "\(baseline.name)")
    }
    let ridge = try #require(baselines["ridge"])
    let bundle = try saved(ModelBundle(model: .baseline(ridge), recipe: fitted, seed: 1))
    let batch = try bundle.predict(task.series).forecasts[0].values
    #expect(try plain.streamed(bundle, task.series) == batch)
  }

  @Test("Transforms of other columns are refused, and a recipe is written with them")
  func columns() throws {
    let stray = recipe(["c": .log1p])
    #expect {
      try stray.fitted(to: TrainingPart(unsplit: task.series))
    } throws: { "\($0)".contains("no column \"c\"") }
    let bent = recipe(["a": .boxCox(lambda: 0.5), "b": .yeoJohnson()])
    let data = try JSONEncoder().encode(bent)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == bent)
  }
}
