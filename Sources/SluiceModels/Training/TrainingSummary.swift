/// How one network was trained.
public struct TrainingSummary: Codable, Hashable, Sendable {
  /// Number of epochs run.
  public var epochs: Int

  /// The epoch with the lowest monitored loss, counted from 1; 0 when none was judged.
  public var bestEpoch: Int

  /// The epoch whose weights were kept, the best one or the last one; nil in a summary of an earlier
  /// version, which did not tell.
  public var keptEpoch: Int?

  /// The monitored loss of the best epoch, in the units of the loss on scaled targets.
  public var bestLoss: Double

  /// The monitored loss of the last epoch.
  public var lastLoss: Double

  /// Why training ended.
  public var stopped: StopReason

  /// Time of the training loop in seconds.
  public var seconds: Double

  /// Number of trained parameters.
  public var parameters: Int

  /// Number of training windows.
  public var windows: Int

  /// Number of validation windows.
  public var validationWindows: Int

  /// The seed of the run.
  public var seed: UInt64

  /// Why a training run ended.
  public enum StopReason: String, Codable, Sendable {
    /// All epochs were run.
    case epochs
    /// The monitored loss had not improved for `patience` epochs.
    case patience
    /// The user asked for it; the checkpoint says how to go on.
    case interrupted
    /// A callback ended it.
    case observer
  }

  /// Creates a summary.
  public init(
    epochs: Int, bestEpoch: Int, keptEpoch: Int?, bestLoss: Double, lastLoss: Double,
    stopped: StopReason, seconds: Double, parameters: Int, windows: Int, validationWindows: Int,
    seed: UInt64
  ) {
    self.epochs = epochs
    self.bestEpoch = bestEpoch
    self.keptEpoch = keptEpoch
    self.bestLoss = bestLoss
    self.lastLoss = lastLoss
    self.stopped = stopped
    self.seconds = seconds
    self.parameters = parameters
    self.windows = windows
    self.validationWindows = validationWindows
    self.seed = seed
  }
}
