import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct LearningTests {
  private struct Content: Decodable {
    let input, target: Fixture.Array
    let before, after: [String: Fixture.Array]
    let losses: [Float]
  }

  private static let stack = Sequential {
    LSTM(5, returnsSequences: true)
    LSTM(3)
    Dense(1)
  }

  @Test("ten steps of training follow PyTorch's loss curve and end at its weights")
  func pinnedCurve() throws {
    let content = try Fixture.load(Content.self, "learning")
    let network = try LearningTests.stack.built(inputSize: 2, seed: 1)
    try network.parameters.load(content.before.mapValues(\.tensor))
    var optimizer = OptimizerState(.adam(), parameters: network.parameters)
    for (step, expected) in content.losses.enumerated() {
      let loss = Loss.mse.value(network(content.input.tensor), content.target.tensor)
      #expect(abs(loss.item - expected) < 1e-4 * expected, "step \(step)")
      loss.backward()
      optimizer.step(learningRate: 0.05)
    }
    for (path, after) in content.after {
      expectClose(
        network.parameters[path]?.value.detached(), after.tensor, path, tolerance: 2e-3)
    }
  }

  @Test("eight windows are learnt by heart", arguments: [Optimizer.adam(), .nadam(), .rmsprop()])
  func overfitting(optimizer: Optimizer) throws {
    let network = try Sequential {
      LSTM(16, returnsSequences: true)
      GRU(16)
      Dense(1)
    }.built(inputSize: 2, seed: 1)
    let (x, y) = (sample([8, 11, 2], seed: 3), sample([8, 1], seed: 4))
    var state = OptimizerState(optimizer, parameters: network.parameters)
    for step in 0..<600 {
      Loss.mse.value(network(x), y).backward()
      state.step(learningRate: step < 400 ? 0.01 : 0.001)
    }
    #expect(Loss.mse.value(network.predict(x), y).item < 1e-4)
  }

  @Test("gradients of two halves of a batch add up to those of the whole")
  func accumulation() throws {
    let network = try LearningTests.stack.built(inputSize: 2, seed: 1)
    let (x, y) = (sample([8, 11, 2], seed: 3), sample([8, 1], seed: 4))
    Loss.mse.value(network(x), y).backward()
    let whole = network.parameters.map { $0.parameter.gradient }
    network.parameters.zeroGradients()
    for half in [0..<4, 4..<8] {
      let output = network(x.sliced(axis: 0, half))
      (Loss.mse.value(output, y.sliced(axis: 0, half)) / 2).backward()
    }
    for (element, gradient) in zip(network.parameters, whole) {
      expectClose(element.parameter.gradient, try #require(gradient), element.path)
    }
  }

  @Test("a warm training step takes no fresh memory")
  func noGrowth() throws {
    let network = try Sequential {
      LSTM(5, returnsSequences: true)
      Dropout(0.2)
      LSTM(3)
      Dropout(0.2)
      Dense(2, activation: .tanh)
      Dense(1)
    }.built(inputSize: 1, seed: 1)
    var optimizer = OptimizerState(.adam(), parameters: network.parameters)
    let (x, y) = (sample([53, 11, 1], seed: 3), sample([53, 1], seed: 4))
    let penalty = try WeightPenalty(l2: 1e-3).bound(to: network.parameters)
    func steps(_ count: Int) {
      for step in 0..<count {
        var context = ForwardContext(isTraining: true, random: RandomStream(seed: UInt64(step)))
        Loss.mse.value(network(x, &context), y).backward()
        penalty.addGradients()
        GradientClipping.norm(1).apply(to: network.parameters)
        optimizer.step(learningRate: 0.01)
      }
    }
    steps(3)
    // The pool belongs to the whole process, and other tests run meanwhile: in one of many rounds
    // at least they take nothing, while a step of ours that grew would do so in every round.
    let rounds = (0..<200).lazy.map { _ -> Int in
      let before = StoragePool.statistics.misses
      steps(10)
      return StoragePool.statistics.misses - before
    }
    #expect(rounds.contains(0))
  }

  @Test("an input's gradient can be had without those of the weights")
  func inputGradient() throws {
    let network = try LearningTests.stack.built(inputSize: 2, seed: 1)
    let x = sample([3, 7, 2]).requiringGradient()
    let slopes = withoutParameterGradients {
      gradient(of: network(x), withRespectTo: x, seed: .ones([3, 1]))
    }
    #expect(network.parameters.allSatisfy { $0.parameter.gradient == nil })
    for index in [0, 13, 41] {
      func value(_ shift: Float) -> Float {
        var moved = x.detached()
        moved.withUnsafeMutableBufferPointer { $0[index] += shift }
        return network.predict(moved).sum().item
      }
      let numeric = (value(1e-2) - value(-1e-2)) / 2e-2
      #expect(abs(numeric - slopes.values[index]) < 1e-3)
    }
  }
}
