/// Whoever wants to know how training goes, and may end it: progress bars, loggers, pruners.
///
/// The trainer calls its observers on its own thread, in the order in which they were given.
public protocol TrainingObserver {
  /// Training is about to begin, or to go on from a checkpoint.
  func trainingBegins(_ plan: TrainingPlan)

  /// One batch was learned from; called after every batch, so it must be quick.
  func batchEnded(_ progress: TrainingProgress)

  /// One epoch, its validation included, has ended.
  ///
  /// - Returns: Whether to go on. When any observer says stop, training ends there, with
  ///   ``TrainingSummary/StopReason/observer``.
  func epochEnded(_ epoch: History.Epoch, isBest: Bool) -> TrainingDecision

  /// Training has ended.
  func trainingEnded(_ summary: TrainingSummary)
}

extension TrainingObserver {
  /// Does nothing.
  public func trainingBegins(_ plan: TrainingPlan) {}

  /// Does nothing.
  public func batchEnded(_ progress: TrainingProgress) {}

  /// Goes on.
  public func epochEnded(_ epoch: History.Epoch, isBest: Bool) -> TrainingDecision { .goOn }

  /// Does nothing.
  public func trainingEnded(_ summary: TrainingSummary) {}
}

/// What an observer says at the end of an epoch.
public enum TrainingDecision: Hashable, Sendable {
  /// Training goes on.
  case goOn
  /// Training ends here.
  case stop
}

/// How much there is to do, known before training begins.
public struct TrainingPlan: Hashable, Sendable {
  /// Number of epochs at most.
  public var epochs: Int

  /// Number of batches in an epoch.
  public var batchesPerEpoch: Int

  /// Number of training windows.
  public var windows: Int

  /// Number of validation windows.
  public var validationWindows: Int

  /// Number of trained parameters.
  public var parameters: Int

  /// Number of whole epochs that a checkpoint had already done; 0 for a fresh run.
  public var finishedEpochs: Int
}

/// Where training stands after a batch.
public struct TrainingProgress: Hashable, Sendable {
  /// The epoch in hand, counted from 1.
  public var epoch: Int

  /// Number of batches done in this epoch.
  public var batch: Int

  /// Mean loss over the windows of this epoch so far.
  public var loss: Double

  /// The learning rate of the last update.
  public var learningRate: Float
}
