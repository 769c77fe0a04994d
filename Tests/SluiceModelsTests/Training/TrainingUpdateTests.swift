import SluiceModels
import SluiceNN
import SluiceTensor
import Synchronization
import Testing

/// What the trainer makes of its settings, against the same updates made by hand.
@Suite struct TrainingUpdateTests {
  /// Six samples, which note in what batches they are asked for.
  private final class Samples: SampleSource {
    let count = 6
    private let asked = Mutex<[[Int]]>([])

    var batches: [[Int]] { asked.withLock { $0 } }

    func samples(_ indices: ArraySlice<Int>) -> SampleBatch {
      asked.withLock { $0.append(Array(indices)) }
      var readings: [Float] = []
      for sample in indices {
        for place in 0..<8 { readings.append(Float((sample * 11 + place * 7) % 13) / 6 - 1) }
      }
      return SampleBatch(
        inputs: Tensor(readings, shape: [indices.count, 4, 2]),
        targets: Tensor(
          indices.map { sample -> Float in Float(sample * 5 % 7) }, shape: [indices.count, 1]))
    }
  }

  /// A parameter before an update.
  private struct Step {
    let path: String
    let weights: [Float]
    let gradient: [Float]
  }

  private func network() throws -> Network {
    let model = Sequential {
      LSTM(3)
      Dense(1)
    }
    return try model.built(inputSize: 2, seed: 3)
  }

  /// Makes an update for each rate, in the order of time: weights less the rate times what `change`
  /// makes of the gradients.
  private func byHand(
    _ rates: [Float], batchSize: Int = 6, change: ([Step]) -> [[Float]] = { $0.map(\.gradient) }
  ) throws -> [Float] {
    let network = try network()
    let samples = Samples()
    for (number, rate) in rates.enumerated() {
      let first = number * batchSize % samples.count
      let batch = samples.samples(Array(0..<samples.count)[first..<first + batchSize])
      network.parameters.zeroGradients()
      Loss.mse.value(network(batch.inputs), batch.targets).backward()
      let steps = network.parameters.map {
        Step(
          path: $0.path, weights: $0.parameter.value.values,
          gradient: $0.parameter.gradient?.values ?? [])
      }
      for (element, pair) in zip(network.parameters, zip(steps, change(steps))) {
        let moved = zip(pair.0.weights, pair.1).map { $0 - rate * $1 }
        element.parameter.value = Tensor(moved, shape: element.parameter.shape)
      }
    }
    return network.bits.map { Float(bitPattern: $0) }
  }

  /// Trains with plain gradient descent at a rate of 0.1 in the order of time.
  private func trained(
    _ samples: Samples = Samples(), epochs: Int = 1,
    _ set: (inout TrainingSettings) -> Void = { _ in }
  ) throws -> (weights: [Float], rates: [Float]) {
    var settings = TrainingSettings(
      optimizer: .sgd(learningRate: 0.1), batchSize: 6, epochs: epochs, patience: nil,
      restoreBest: false, shuffle: false)
    set(&settings)
    let network = try network()
    let result = try Trainer(settings: settings, seed: 1).fit(network, training: samples)
    return (
      network.bits.map { Float(bitPattern: $0) }, result.history.epochs.map(\.learningRate)
    )
  }

  private func distance(_ one: [Float], _ two: [Float]) -> Float {
    zip(one, two).map { abs($0 - $1) }.max() ?? .infinity
  }

  private func length(_ gradients: [[Float]]) -> Float {
    gradients.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  @Test("an update without further settings is one step down the gradient")
  func plain() throws {
    let expected = try byHand([0.1])
    #expect(distance(try trained().weights, expected) < 1e-6)
    #expect(distance(expected, try byHand([0])) > 0.01)
  }

  @Test("gradients are cut by value and by their common length")
  func clipping() throws {
    let plain = try byHand([0.1])
    let byValue = try byHand([0.1]) { steps in
      steps.map { $0.gradient.map { min(max($0, -0.05), 0.05) } }
    }
    #expect(distance(byValue, plain) > 0.01)
    #expect(distance(try trained { $0.clipping = .value(0.05) }.weights, byValue) < 1e-6)
    let byLength = try byHand([0.1]) { steps in
      let factor = 0.25 / length(steps.map(\.gradient))
      return steps.map { $0.gradient.map { $0 * factor } }
    }
    #expect(distance(byLength, plain) > 0.01)
    #expect(distance(try trained { $0.clipping = .norm(0.25) }.weights, byLength) < 1e-6)
  }

  @Test("penalties pull at the weights that they are on, before gradients are cut")
  func penalties() throws {
    func pulled(_ steps: [Step]) -> [[Float]] {
      steps.map { step in
        guard step.path.contains("weight") else { return step.gradient }
        return zip(step.gradient, step.weights).map { gradient, weight -> Float in
          let sign: Float = weight < 0 ? -1 : 1
          return gradient + 0.3 * sign + 2 * 0.2 * weight
        }
      }
    }
    let penalty = WeightPenalty(l1: 0.3, l2: 0.2)
    let expected = try byHand([0.1], change: pulled)
    #expect(distance(expected, try byHand([0.1])) > 0.01)
    #expect(distance(try trained { $0.penalties = [penalty] }.weights, expected) < 1e-6)
    let cut = try byHand([0.1]) { steps in
      let gradients = pulled(steps)
      let factor = 0.25 / length(gradients)
      return gradients.map { $0.map { $0 * factor } }
    }
    let both = try trained {
      $0.penalties = [penalty]
      $0.clipping = .norm(0.25)
    }
    #expect(distance(both.weights, cut) < 1e-6)
  }

  @Test("each update has the rate that the schedule has for it")
  func schedule() throws {
    // Three updates an epoch: two to warm up, then a half after every epoch from there on.
    let expected = try byHand([0.05, 0.1, 0.1, 0.1, 0.1, 0.05], batchSize: 2)
    let found = try trained(epochs: 2) {
      $0.batchSize = 2
      $0.schedule = .warmUp(steps: 2, then: .step(every: 1, factor: 0.5))
    }
    #expect(distance(found.weights, expected) < 1e-6)
    #expect(found.rates == [0.1, 0.05])
  }

  @Test("a schedule that waits for the loss is told of it after each epoch")
  func plateau() throws {
    // No epoch improves by 99 %, so that every one after the first halves the rate of the next.
    let found = try trained(epochs: 4) {
      $0.schedule = .reduceOnPlateau(factor: 0.5, patience: 0, minimumChange: 0.99)
    }
    #expect(found.rates == [0.1, 0.1, 0.05, 0.025])
    #expect(distance(found.weights, try byHand(found.rates)) < 1e-6)
  }

  @Test("samples come in the order of time unless they are shuffled, then each epoch in its own")
  func order() throws {
    let inOrder = Samples()
    _ = try trained(inOrder, epochs: 2) { $0.batchSize = 2 }
    #expect(inOrder.batches == [[0, 1], [2, 3], [4, 5], [0, 1], [2, 3], [4, 5]])
    let shuffled = Samples()
    _ = try trained(shuffled, epochs: 2) {
      $0.batchSize = 2
      $0.shuffle = true
    }
    let epochs = [shuffled.batches.prefix(3), shuffled.batches.suffix(3)].map { Array($0.joined()) }
    #expect(epochs.map { $0.sorted() } == [Array(0..<6), Array(0..<6)])
    #expect(epochs[0] != Array(0..<6) && epochs[0] != epochs[1])
  }
}
