import SluiceNN

/// Trains a network on samples: epochs, validation, early stopping, checkpoints.
///
/// With equal settings, seed, network and samples the result is the same to the bit: on any number
/// of threads, and however often the run was killed and resumed on the way.
public struct Trainer {
  /// How to train.
  public var settings: TrainingSettings

  /// The seed of the run, from which the order of the samples and the dropout follow.
  public var seed: UInt64

  /// Who watches, and may end the run.
  public var observers: [any TrainingObserver]

  /// Where checkpoints are written; nil writes none.
  public var checkpoints: CheckpointPolicy?

  /// By which others may end the run after the batch in hand.
  public var stopRequest: StopRequest

  /// The time in seconds since any fixed moment.
  public var clock: @Sendable () -> Double

  /// Creates a trainer.
  public init(
    settings: TrainingSettings, seed: UInt64, observers: [any TrainingObserver] = [],
    checkpoints: CheckpointPolicy? = nil, stopRequest: StopRequest = StopRequest(),
    clock: @escaping @Sendable () -> Double = Trainer.monotonicSeconds
  ) {
    self.settings = settings
    self.seed = seed
    self.observers = observers
    self.checkpoints = checkpoints
    self.stopRequest = stopRequest
    self.clock = clock
  }

  /// The time in seconds since the first call, unaffected by changes of the wall clock.
  public static let monotonicSeconds: @Sendable () -> Double = {
    let start = ContinuousClock.now
    return { (ContinuousClock.now - start) / .seconds(1) }
  }()

  /// Trains a network in place.
  ///
  /// The weights that are left in the network are those of the best epoch (or the last one, see
  /// ``TrainingSettings/restoreBest``), averaged over updates when the settings say so.
  ///
  /// - Parameters:
  ///   - network: The network; when resuming, one of the same architecture with any weights.
  ///   - training: The samples to learn from.
  ///   - validation: The samples that decide which epoch is best; nil for none.
  ///   - resuming: Whether to go on from the last checkpoint if there is one.
  /// - Throws: ``TrainingError``, and whatever writing a checkpoint throws.
  public func fit(
    _ network: Network, training: any SampleSource, validation: (any SampleSource)? = nil,
    resuming: Bool = false
  ) throws -> TrainingResult {
    if settings.startEpoch > settings.epochs {
      throw TrainingError.noEpochJudged(startEpoch: settings.startEpoch, epochs: settings.epochs)
    }
    if training.count == 0 { throw TrainingError.noSamples(part: "training") }
    if validation?.count == 0 { throw TrainingError.noSamples(part: "validation") }
    var run = try TrainingRun(self, network: network, training: training, validation: validation)
    if resuming { try run.resume() }
    return try run.finish()
  }
}

/// What came of a training run.
public struct TrainingResult: Codable, Sendable {
  /// How it went.
  public var summary: TrainingSummary

  /// What was measured after each epoch.
  public var history: History

  /// Creates a result.
  public init(summary: TrainingSummary, history: History) {
    self.summary = summary
    self.history = history
  }
}
