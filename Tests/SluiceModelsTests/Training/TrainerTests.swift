import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor
import Testing

@Suite struct TrainerTests {
  var task: SmallTraining

  init() throws { task = try SmallTraining() }

  /// Trains a fresh network.
  func train(
    _ settings: TrainingSettings, seed: UInt64 = 1, observers: [any TrainingObserver] = []
  ) throws -> (network: Network, result: TrainingResult) {
    let network = try task.network(seed: seed)
    let trainer = Trainer(settings: settings, seed: seed, observers: observers)
    let result = try trainer.fit(
      network, training: task.training.windows, validation: task.validation.windows)
    return (network, result)
  }

  @Test("the same seed gives the same bits, another seed others")
  func deterministic() throws {
    let one = try train(task.settings)
    let two = try train(task.settings)
    let other = try train(task.settings, seed: 2)
    #expect(one.network.bits == two.network.bits)
    #expect(one.result.history.epochs.map(\.loss) == two.result.history.epochs.map(\.loss))
    #expect(one.network.bits != other.network.bits)
  }

  @Test("training lowers the loss and leaves the weights of the best epoch")
  func bestWeights() throws {
    var settings = task.settings
    settings.epochs = 30
    let (network, result) = try train(settings)
    let losses = result.history.epochs.compactMap(\.validationLoss)
    let best = try #require(losses.min())
    #expect(losses.count == 30)
    #expect(best < losses[0] * 0.7)
    #expect(result.summary.bestLoss == best)
    #expect(losses[result.summary.bestEpoch - 1] == best)
    #expect(result.summary.keptEpoch == result.summary.bestEpoch)
    #expect(result.summary.lastLoss == losses[29])
    // The weights that are left give the best loss once more.
    let again = try validationLoss(network)
    #expect(abs(again - best) <= 1e-6 * best)
  }

  /// The mean squared error over the validation windows, computed here.
  func validationLoss(_ network: Network) throws -> Double {
    let windows = task.validation.windows
    let batch = windows.batch(0..<windows.count)
    let outputs = network.predict(batch.inputs).values
    let targets = batch.targets.values
    let sum = zip(outputs, targets).reduce(0.0) { sum, pair in
      sum + Double(pair.0 - pair.1) * Double(pair.0 - pair.1)
    }
    return sum / Double(outputs.count)
  }

  @Test("without restoring, the weights of the last epoch are left")
  func lastWeights() throws {
    var settings = task.settings
    settings.restoreBest = false
    settings.optimizer = .adam(learningRate: 0.3)
    settings.epochs = 12
    let (network, result) = try train(settings)
    let last = try #require(result.history.epochs.last?.validationLoss)
    #expect(result.summary.bestEpoch != 12)
    #expect(result.summary.keptEpoch == 12)
    #expect(abs(try validationLoss(network) - last) <= 1e-6 * last)
  }

  @Test("training stops when the validation loss has not improved for as long as patience lasts")
  func patience() throws {
    var settings = task.settings
    settings.optimizer = .adam(learningRate: 0.3)
    settings.epochs = 200
    settings.patience = 4
    let (_, result) = try train(settings)
    #expect(result.summary.stopped == .patience)
    #expect(result.summary.epochs == result.summary.bestEpoch + 4)
  }

  @Test("gathering the gradients of small batches equals one big batch, the rest of an epoch too")
  func accumulation() throws {
    var big = task.settings
    big.batchSize = 12
    big.epochs = 2
    // Dropout draws its masks batch by batch, so it must be off for the comparison.
    let model = Sequential {
      LSTM(5)
      Dense(3)
    }
    var small = big
    small.batchSize = 4
    small.accumulation = 3
    #expect(task.training.count % 12 != 0)
    let networks = try [big, small].map { settings in
      let network = try model.built(inputSize: 2, seed: 1)
      _ = try Trainer(settings: settings, seed: 1).fit(network, training: task.training.windows)
      return network
    }
    for (one, two) in zip(networks[0].parameters, networks[1].parameters) {
      for (a, b) in zip(one.parameter.value.values, two.parameter.value.values) {
        #expect(abs(a - b) < 1e-5)
      }
    }
  }

  @Test("the last, smaller batch of an epoch is learned from")
  func partialBatch() throws {
    let observer = Recorder()
    _ = try train(task.settings, observers: [observer])
    let expected = (task.training.count + 10) / 11
    #expect(task.training.count % 11 != 0)
    #expect(observer.plan?.batchesPerEpoch == expected)
    #expect(observer.batches == expected * 6)
  }

  @Test("an observer ends training")
  func observer() throws {
    let observer = Recorder(stopAfter: 2)
    let (_, result) = try train(task.settings, observers: [Recorder(), observer])
    #expect(result.summary.stopped == .observer)
    #expect(result.history.epochs.count == 2)
    #expect(observer.summary == result.summary)
  }

  @Test("averaged weights are what is validated and kept")
  func averaging() throws {
    var settings = task.settings
    settings.emaDecay = 0.9
    let (network, result) = try train(settings)
    let plain = try train(task.settings)
    #expect(network.bits != plain.network.bits)
    #expect(abs(try validationLoss(network) - result.summary.bestLoss) <= 1e-6)
    // The average does not act back on the training itself.
    #expect(result.history.epochs.map(\.loss) == plain.result.history.epochs.map(\.loss))
  }

  @Test("an average moves by its decay at each update")
  func averageByHand() throws {
    var settings = task.settings
    settings.emaDecay = 0.75
    settings.batchSize = task.training.count
    settings.epochs = 1
    let start = try task.network().bits.map { Float(bitPattern: $0) }
    let averaged = try train(settings).network.bits.map { Float(bitPattern: $0) }
    settings.emaDecay = nil
    let moved = try train(settings).network.bits.map { Float(bitPattern: $0) }
    for i in start.indices {
      #expect(abs(averaged[i] - (0.75 * start[i] + 0.25 * moved[i])) < 1e-6)
    }
  }

  @Test("a training that ends before the first epoch that would be judged is refused")
  func noEpochJudged() throws {
    var settings = task.settings
    settings.startEpoch = 7
    #expect(throws: TrainingError.noEpochJudged(startEpoch: 7, epochs: 6)) { try train(settings) }
    settings.startEpoch = 6
    #expect(try train(settings).result.summary.bestEpoch == 6)
  }

  @Test("a part without windows is refused")
  func empty() throws {
    let none = task.training.windows[0..<0]
    let trainer = Trainer(settings: task.settings, seed: 1)
    #expect(throws: TrainingError.noSamples(part: "training")) {
      try trainer.fit(try task.network(), training: none)
    }
    #expect(throws: TrainingError.noSamples(part: "validation")) {
      try trainer.fit(try task.network(), training: task.training.windows, validation: none)
    }
  }

  /// Three samples of zeros with one target for all.
  struct Constant: SampleSource {
    let target: Float
    let count = 3

    func samples(_ indices: ArraySlice<Int>) -> SampleBatch {
      SampleBatch(
        inputs: .zeros([indices.count, 7, 2]),
        targets: .filled(target, shape: [indices.count, 3]))
    }
  }

  @Test("a parameter that is no longer finite is named, with epoch and update")
  func parameterOverflow() throws {
    var settings = task.settings
    settings.optimizer = .sgd(learningRate: 1e38)
    #expect(throws: TrainingError.notFinite(name: "the parameter 0.bias", epoch: 1, update: 1)) {
      try Trainer(settings: settings, seed: 1).fit(
        try task.network(), training: Constant(target: 1e15))
    }
  }

  @Test("a loss that is not finite is named before any weight is touched")
  func lossOverflow() throws {
    let network = try task.network()
    let before = network.bits
    #expect(throws: TrainingError.notFinite(name: "the loss", epoch: 1, update: 0)) {
      try Trainer(settings: task.settings, seed: 1).fit(network, training: Constant(target: 2e30))
    }
    #expect(network.bits == before)
  }

  @Test("the same bits come out on one thread and on two")
  func threads() throws {
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = 1
    let one = try train(task.settings).network.bits
    Threads.count = 2
    let two = try train(task.settings).network.bits
    #expect(one == two)
  }
}

/// Counts what it is told, and may end training after some epochs.
final class Recorder: TrainingObserver {
  private(set) var plan: TrainingPlan?
  private(set) var batches = 0
  private(set) var epochs: [History.Epoch] = []
  private(set) var summary: TrainingSummary?
  private let stopAfter: Int

  init(stopAfter: Int = .max) { self.stopAfter = stopAfter }

  func trainingBegins(_ plan: TrainingPlan) { self.plan = plan }
  func batchEnded(_ progress: TrainingProgress) { batches += 1 }

  func epochEnded(_ epoch: History.Epoch, isBest: Bool) -> TrainingDecision {
    epochs.append(epoch)
    return epochs.count >= stopAfter ? .stop : .goOn
  }

  func trainingEnded(_ summary: TrainingSummary) { self.summary = summary }
}
