import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct LossTests {
  @Test("losses and their gradients agree with PyTorch, Keras and scikit-learn")
  func parity() throws {
    let fixture = try Fixture.load(TrainingFixture.self, "training").losses
    let target = Tensor(fixture.target, shape: fixture.shape)
    let losses: [String: Loss] = [
      "mse": .mse, "mae": .mae, "huber": .huber(delta: 0.7), "logCosh": .logCosh,
    ]
    #expect(fixture.cases.count == losses.count)
    for item in fixture.cases {
      let loss = try #require(losses[item.name])
      let x = Tensor(fixture.prediction, shape: fixture.shape).requiringGradient()
      let value = loss.value(x, target)
      #expect(abs(value.item - item.value) < 1e-5 * max(1, item.value), "\(item.name)")
      value.backward()
      expectClose(
        x.gradient, Tensor(item.gradient, shape: fixture.shape), item.name, tolerance: 1e-6)
    }
    let x = Tensor(fixture.prediction, shape: fixture.shape)
    let weighted = Loss.mse.value(x, target, weights: Tensor(fixture.weights))
    #expect(abs(weighted.item - fixture.weightedMSE) < 1e-5 * fixture.weightedMSE)
    let quantiles = Tensor(fixture.quantiles, shape: [fixture.shape[0], fixture.shape[1] * 3])
    let pinball = Loss.quantile(levels: fixture.levels).value(quantiles, target)
    #expect(abs(pinball.item - fixture.pinball) < 1e-6)
  }

  @Test(
    "gradients of losses agree with differences, with and without weights",
    arguments: [
      Loss.mse, .mae, .huber(delta: 0.5), .logCosh, .quantile(levels: [0.1, 0.5, 0.9]),
    ])
  func gradients(loss: Loss) {
    let target = sample([5, 2], seed: 1)
    let x = sample([5, 2 * loss.outputsPerTarget], seed: 2)
    let mask = Tensor([1, 1, 0, 1, 1, 1, 1, 0, 0, 0], shape: [5, 2])
    for weights in [nil, Tensor([1, 0, 2, 0.5, 3]), mask] {
      let leaf = x.requiringGradient()
      (loss.value(leaf, target, weights: weights) * 2).backward()
      for index in 0..<x.count {
        func value(_ shift: Float) -> Float {
          var moved = x
          moved.withUnsafeMutableBufferPointer { $0[index] += shift }
          return 2 * loss.value(moved, target, weights: weights).item
        }
        let numeric = (value(1e-2) - value(-1e-2)) / 2e-2
        #expect(abs(numeric - (leaf.gradient?.values[index] ?? .nan)) < 2e-3)
      }
    }
  }

  @Test("the loss of each sample averages to the loss of the batch")
  func perSample() {
    let target = sample([5, 2], seed: 1)
    for loss in [Loss.mse, .mae, .huber(delta: 0.5), .logCosh, .quantile(levels: [0.2, 0.7])] {
      let x = sample([5, 2 * loss.outputsPerTarget], seed: 2)
      let each = loss.perSample(x, target)
      #expect(each.shape == [5])
      #expect(abs(each.mean().item - loss.value(x, target).item) < 1e-6)
      let third = loss.value(x.sliced(axis: 0, 2..<3), target.sliced(axis: 0, 2..<3))
      #expect(abs(each[2] - third.item) < 1e-6)
    }
  }

  @Test(
    "what stands at a target of weight 0 changes nothing; the others are averaged",
    arguments: [
      Loss.mse, .mae, .huber(delta: 0.5), .logCosh, .quantile(levels: [0.1, 0.5, 0.9]),
    ])
  func masked(loss: Loss) {
    let levels = loss.outputsPerTarget
    let target = sample([3, 2], seed: 1)
    let x = sample([3, 2 * levels], seed: 2)
    let weights = Tensor([1, 1, 0, 1, 0, 0], shape: [3, 2])
    func gradient(_ target: Tensor) -> (value: Float, slopes: [Float]) {
      let leaf = x.requiringGradient()
      let value = loss.value(leaf, target, weights: weights)
      value.backward()
      return (value.item, leaf.gradient?.values ?? [])
    }
    let right = gradient(target)
    for wrong: Float in [.nan, .infinity, 1e30] {
      var strange = target
      strange.withUnsafeMutableBufferPointer {
        for place in [2, 4, 5] { $0[place] = wrong }
      }
      let found = gradient(strange)
      #expect(found.value.bitPattern == right.value.bitPattern)
      #expect(found.slopes.map(\.bitPattern) == right.slopes.map(\.bitPattern))
      #expect(loss.perSample(x, strange, stepWeights: weights)[2] == 0)
    }
    #expect(right.slopes[2 * levels..<3 * levels].allSatisfy { $0 == 0 })
    #expect(right.slopes[(4 * levels)...].allSatisfy { $0 == 0 })
    // Three values are known: both of the first sample, one of the second.
    let each = loss.perSample(x, target, stepWeights: weights)
    #expect(abs(right.value - (2 * each[0] + each[1]) / 3) < 1e-6)
    let alone = loss.value(
      x.sliced(axis: 0, 1..<2).sliced(axis: 1, levels..<2 * levels),
      target.sliced(axis: 0, 1..<2).sliced(axis: 1, 1..<2))
    #expect(abs(each[1] - alone.item) < 1e-6)
    let nothing = loss.value(x, target, weights: .zeros([3, 2]))
    #expect(nothing.item == 0)
  }

  @Test("log-cosh of a huge error is its size less the logarithm of 2")
  func hugeErrors() {
    let loss = Loss.logCosh.value(Tensor([1000, -1000], shape: [2, 1]), .zeros([2, 1]))
    #expect(abs(loss.item - (1000 - 0.693_147_18)) < 1e-3)
  }

  @Test("losses are read as a name, or a name with settings")
  func coding() throws {
    func read(_ text: String) throws -> Loss {
      try JSONDecoder().decode([Loss].self, from: Data("[\(text)]".utf8))[0]
    }
    #expect(try read(#""mse""#) == .mse)
    #expect(try read(#""huber""#) == .huber(delta: 1))
    #expect(try read(#"{"huber": {"delta": 2}}"#) == .huber(delta: 2))
    for loss in [Loss.mse, .mae, .logCosh, .huber(delta: 0.5), .quantile(levels: [0.25, 0.75])] {
      let data = try JSONEncoder().encode([loss])
      #expect(try JSONDecoder().decode([Loss].self, from: data) == [loss])
    }
    for text in [
      #""rmse""#, #"{"huber": {"delta": 0}}"#, #""quantile""#,
      #"{"quantile": {"levels": [0.9, 0.1]}}"#, #"{"quantile": {"levels": [0, 0.1]}}"#,
    ] {
      #expect(throws: DecodingError.self) { try read(text) }
    }
  }
}
