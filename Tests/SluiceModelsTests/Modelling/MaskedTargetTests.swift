import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

/// Recipes that keep rows whose target alone is missing.
@Suite struct MaskedTargetTests {
  private let task: SmallTraining
  /// The task's rows without some readings of the target, and without two of the other column.
  private let holed: Series
  private static let holes = [0, 1, 9, 10, 11, 12, 13, 30, 44, 46, 71, 90, 108, 109, 120, 125]

  init() throws {
    task = try SmallTraining()
    var a = task.series["a"]?.values ?? []
    var b = task.series["b"]?.values ?? []
    for row in Self.holes { a[row] = .nan }
    for row in [20, 46] { b[row] = .nan }
    holed = task.series.adding([Column("a", a), Column("b", b)])
  }

  private func recipe(features: [String] = ["b"], fill: SluiceData.Fill? = nil) -> Recipe {
    var recipe = task.recipe
    recipe.features = features
    recipe.cleaning = Cleaning(fill: fill, missingTargets: .mask)
    return recipe
  }

  private func parts(
    _ recipe: Recipe, warmUp: WarmUp? = nil
  ) throws -> (fitted: FittedRecipe, training: WindowFrame, test: WindowFrame) {
    let prepared = try recipe.prepared(holed)
    let split = try Split(prepared, train: 0..<100, test: 100..<prepared.count)
    let fitted = try recipe.fitted(to: split.train)
    let frames = try fitted.frames(split, warmUp: warmUp)
    return (fitted, frames.training, frames.test)
  }

  @Test("Rows whose target alone is missing stay, those that miss an input are dropped")
  func rows() throws {
    let (prepared, report) = try recipe().preparation(of: holed)
    #expect(prepared.count == 129)
    #expect(report.rowsDropped == 2)
    #expect(report.maskedTargets == 15)
    #expect(report.remaining == [:])
    // A fill of inputs does not make up the truth.
    let (filled, second) = try recipe(fill: .forwardFill(limit: 3)).preparation(of: holed)
    #expect(filled.count == 131)
    #expect(second.filled == ["b": 2])
    #expect(second.maskedTargets == 16)
    #expect(try filled.column("a").missingCount == 16)
    var dropping = recipe()
    dropping.cleaning.missingTargets = .drop
    let (dropped, third) = try dropping.preparation(of: holed)
    #expect(dropped.count == 114)
    #expect(third.maskedTargets == nil)
  }

  @Test("A target that is an input is filled for the network, and missing as the truth")
  func targetAsInput() throws {
    let recipe = recipe(features: ["a", "b"], fill: .forwardFill(limit: 3))
    let (prepared, report) = try recipe.preparation(of: holed)
    // Rows 0 and 1 have nothing before them; of 9 to 13 the first three are filled.
    #expect(prepared.count == 127)
    #expect(report.filled == ["a": 12, "b": 2])
    #expect(report.maskedTargets == 12)
    #expect(recipe.inputs == ["a", "b"])
    let (fitted, training, test) = try parts(recipe)
    let truth = try training.scaled.column("a as read").values
    let input = try training.scaled.column("a").values
    for (row, value) in truth.enumerated() where !value.isNaN { #expect(value == input[row]) }
    #expect(truth.count { $0.isNaN } == 12)
    #expect(input.allSatisfy { !$0.isNaN })
    for frame in [training, test] {
      let actual = frame.actual()
      let known = frame.windows.allTargets.map { !$0.isNaN }
      #expect(actual.map { !$0.isNaN } == known)
      #expect(known.contains(false))
      let scale = fitted.targetScale
      for (value, target) in zip(actual, frame.windows.allTargets) where !value.isNaN {
        #expect(scale.transform(value) == target)
      }
    }
    let baselines = try Baselines(season: 13).fitted(to: training)
    // The naive error is one of readings that were read.
    let known = try training.series.rows(training.partRows).column("a as read").values
    let segments = training.series.rows(training.partRows).segments
    #expect(
      baselines.naiveError
        == Metrics.seasonalNaiveError(of: known, season: 13, segments: segments))
  }

  @Test("The gradient of a batch with missing steps agrees with differences")
  func gradient() throws {
    let training = try parts(recipe()).training
    let network = try Sequential {
      GRU(3)
      Dense(3)
    }.built(inputSize: 1, seed: 3)
    let chosen = (0..<training.count).filter { window in
      training.windows.batch([window]).targets.values.contains(where: \.isNaN)
    }
    #expect(chosen.count >= 10)
    let batch = training.windows.samples(chosen[...])
    let weights = try #require(batch.weights)
    #expect(weights.shape == batch.targets.shape)
    #expect(weights.values.contains(0) && weights.values.contains(1))
    func loss() -> Tensor {
      var context = ForwardContext(isTraining: true, lengths: batch.lengths)
      return Loss.mse.value(network(batch.inputs, &context), batch.targets, weights: batch.weights)
    }
    loss().backward()
    let gradients = network.parameters.map { $0.parameter.gradient?.values ?? [] }
    for (place, item) in network.parameters.enumerated() {
      for index in stride(from: 0, to: item.parameter.value.count, by: 3) {
        let before = item.parameter.value
        func value(_ shift: Float) -> Float {
          var moved = before
          moved.withUnsafeMutableBufferPointer { $0[index] += shift }
          item.parameter.value = moved
          defer { item.parameter.value = before }
          return withoutGradients { loss().item }
        }
        let numeric = (value(1e-2) - value(-1e-2)) / 2e-2
        #expect(abs(numeric - gradients[place][index]) < 2e-3, "\(item.path) \(index)")
      }
    }
  }

  @Test("The loss over samples is the mean over the known values, whatever the batches")
  func meanLoss() throws {
    let training = try parts(recipe()).training
    let network = try Sequential {
      GRU(3)
      Dense(3)
    }.built(inputSize: 1, seed: 3)
    let outputs = network.outputs(for: training.windows)
    var (sum, known) = (0.0, 0)
    for (output, target) in zip(outputs, training.windows.allTargets) where !target.isNaN {
      sum += Double(output - target) * Double(output - target)
      known += 1
    }
    #expect(known < outputs.count)
    #expect(abs(network.meanLoss(.mse, over: training.windows) - sum / Double(known)) < 1e-6)
  }

  @Test("Training and validation with missing steps end in finite losses, better than at the start")
  func trains() throws {
    for recipe in [recipe(), recipe(features: ["a", "b"], fill: .linear(limit: 9))] {
      let (training, validation) = try parts(recipe).training.holdingOut(lastFraction: 0.3)
      #expect(validation.actual().contains { $0.isNaN })
      let network = try task.model.built(inputSize: recipe.inputs.count, seed: 1)
      let result = try Trainer(settings: task.settings, seed: 1).fit(
        network, training: training.samples(), validation: validation.samples())
      let epochs = result.history.epochs
      #expect(epochs.allSatisfy { $0.validationLoss?.isFinite == true && $0.loss.isFinite })
      #expect(epochs[epochs.count - 1].loss < epochs[0].loss)
    }
  }

  @Test("Metrics count the known values, of the network and of every baseline")
  func evaluation() throws {
    for recipe in [recipe(), recipe(features: ["a", "b"], fill: .forwardFill(limit: 3))] {
      let (_, training, test) = try parts(recipe)
      let network = try task.model.built(inputSize: recipe.inputs.count, seed: 1)
      let baselines = try Baselines(season: 13).fitted(to: training)
      let evaluation = try Evaluation(
        of: NetworkModel(network), against: baselines, on: test, streams: RandomStreams(seed: 1))
      let known = test.actual().count { !$0.isNaN }
      #expect(known > 40 && known < test.count * 3)
      #expect(evaluation.metrics.count == known)
      #expect(evaluation.metrics.rmse.isFinite)
      #expect(evaluation.baselines.count == 5)
      for (name, metrics) in evaluation.baselines {
        #expect(metrics.count == known && metrics.mae.isFinite, "\(name)")
      }
      #expect(evaluation.byHorizon.map(\.metrics.count).reduce(0, +) == known)
      #expect(!evaluation.verdict.sentence.contains("nan"))
      #expect(baselines.naiveError?.isFinite == true)
    }
  }

  @Test("Each step of the ridge learns from the windows of which it is known")
  func ridge() throws {
    let (_, training, _) = try parts(recipe())
    let ridge = Ridge(strengths: [0.01])
    let all = try ridge.fitted(to: training)
    let lastRows = Set((0..<training.count).map { training.windows.inputRows($0).upperBound })
    for step in 1...3 {
      var single = recipe()
      single.window = WindowOptions(lookback: 7, horizon: step)
      let frame = try parts(single).training
      // Windows of a shorter horizon reach farther back and on; those that both have are taken.
      let alone = try ridge.fitted(
        to: frame.selecting(
          (0..<frame.count).filter { lastRows.contains(frame.windows.inputRows($0).upperBound) }))
      let weights = all.weights[(step - 1) * 7..<step * 7]
      for (ours, theirs) in zip(weights, alone.weights) { #expect(abs(ours - theirs) < 1e-5) }
      #expect(abs(all.intercepts[step - 1] - alone.intercepts[0]) < 1e-5)
    }
    #expect(all.weights.allSatisfy { $0.isFinite })
  }

  @Test("Forecasts of a bundle with a mask stream as they run in a batch")
  func streams() throws {
    let recipe = recipe(features: ["a", "b"], fill: .forwardFill(limit: 3))
    let (fitted, training, _) = try parts(recipe)
    let network = try task.model.built(inputSize: 2, seed: 5)
    let ridge = try Baselines(season: 5).fitted(to: training)["ridge"]
    let models: [ModelBundle.Model] = [.network(network), .baseline(try #require(ridge))]
    for model in models {
      let bundle = ModelBundle(model: model, recipe: fitted, seed: 5)
      let table = try bundle.predict(holed)
      #expect(table.actual.contains { $0.isNaN })
      let stream = try ForecastStreamTests().streamed(bundle, holed)
      #expect(stream.map(\.bitPattern) == table.forecasts[0].values.map(\.bitPattern))
      let alone = try bundle.predict(try holed.selecting(["a", "b"]))
      #expect(alone.forecasts == table.forecasts)
    }
    // Where the target is no input, it need not be there.
    let other = try parts(self.recipe()).fitted
    let blind = ModelBundle(
      model: .network(try task.model.built(inputSize: 1, seed: 5)), recipe: other, seed: 5)
    let forecasts = try blind.predict(try holed.selecting(["b"]))
    #expect(forecasts.actual.allSatisfy { $0.isNaN })
    #expect(forecasts.forecasts == (try blind.predict(holed)).forecasts)
  }
}
