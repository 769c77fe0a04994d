/// Which loss decides what the best epoch is, and when there is no hope of a better one.
public struct EarlyStopping: Codable, Hashable, Sendable {
  /// The loss that is watched.
  public enum Monitor: String, Codable, Hashable, Sendable, CaseIterable {
    /// The loss over the validation windows; the training loss when there are none.
    case validationLoss
    /// The loss over the training windows.
    case loss
  }

  /// The loss that is watched.
  public var monitor: Monitor

  /// Number of epochs without an improvement after which training stops, at least 1; nil: never.
  public var patience: Int?

  /// By how much the loss must fall to count as an improvement, at least 0.
  public var minimumChange: Double

  /// The first epoch (counted from 1) that is judged: those before it neither count as best nor use
  /// up patience.
  public var startEpoch: Int

  /// Creates a rule.
  public init(
    monitor: Monitor = .validationLoss, patience: Int? = nil, minimumChange: Double = 0,
    startEpoch: Int = 1
  ) {
    self.monitor = monitor
    self.patience = patience
    self.minimumChange = minimumChange
    self.startEpoch = startEpoch
  }

  /// How far the watched loss has come; part of a checkpoint.
  public struct State: Codable, Hashable, Sendable {
    /// The best epoch, counted from 1; nil before the first one that was judged.
    public private(set) var bestEpoch: Int?

    /// The watched loss of the best epoch; nil before the first one that was judged.
    public private(set) var bestLoss: Double?

    /// Number of judged epochs since the best one.
    public private(set) var waited = 0

    /// Creates the state before the first epoch.
    public init() {}

    /// Takes in the watched loss of one epoch and says whether it is the best so far.
    ///
    /// As in Keras, an epoch is the best when its loss lies below the best one by more than the
    /// minimum change. NaN is never best.
    mutating func judge(_ loss: Double, epoch: Int, rule: EarlyStopping) -> Bool {
      guard epoch >= rule.startEpoch else { return false }
      guard loss < bestLoss.map({ $0 - rule.minimumChange }) ?? .infinity else {
        waited += 1
        return false
      }
      bestEpoch = epoch
      bestLoss = loss
      waited = 0
      return true
    }

    /// Whether patience is at its end.
    func isOver(_ rule: EarlyStopping) -> Bool {
      guard let patience = rule.patience else { return false }
      return waited >= patience
    }
  }
}
