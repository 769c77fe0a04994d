/// How much a study may spend; it ends with whatever runs out first.
public struct StudyBudget: Hashable, Sendable {
  /// The number of trials; nil for no limit.
  public var trials: Int?

  /// The seconds during which anybody is at work on the study; nil for no limit.
  ///
  /// Several workers at once do not count several times, and pauses between two runs not at all.
  public var seconds: Double?

  /// The number of finished trials without a better one after which to stop; nil for never.
  public var patience: Int?

  /// Creates a budget.
  public init(trials: Int? = nil, seconds: Double? = nil, patience: Int? = nil) {
    self.trials = trials
    self.seconds = seconds
    self.patience = patience
  }
}

/// Why a study is over.
public enum StudyEnd: String, Hashable, Sendable, Codable {
  /// All trials of the budget are done.
  case trials
  /// The time of the budget is up.
  case time
  /// There was no improvement for as many trials as the budget's patience.
  case patience
  /// The sampler has nothing left to propose.
  case exhausted
}
