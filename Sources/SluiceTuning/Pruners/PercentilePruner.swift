import SluiceTensor

/// Ends a trial whose best value so far is worse than a percentile of what the complete trials had
/// at the same step; at 50 it is the median rule.
///
/// - Source: Golovin et al. 2017, "Google Vizier", section 3.2.2; defaults of Optuna.
public struct PercentilePruner: Pruner, Hashable {
  /// The share of the complete trials, in percent, that a trial must be among; above 0, below 100.
  public var percentile: Double

  /// The number of complete trials before which nothing is pruned.
  public var startup: Int

  /// The number of steps of a trial before which it is not pruned.
  public var warmUp: Int

  /// Creates the pruner.
  public init(percentile: Double = 50, startup: Int = 5, warmUp: Int = 0) {
    self.percentile = percentile
    self.startup = startup
    self.warmUp = warmUp
  }

  /// The name with its settings.
  public var description: String {
    "percentile(\(percentile), startup \(startup), warm-up \(warmUp))"
  }

  /// Compares a trial with the complete ones.
  public func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    guard let step = trial.intermediate.last?.step, step > warmUp else { return false }
    let complete = history.completed
    guard complete.count >= startup else { return false }
    let others = complete.compactMap { history.loss(of: $0, at: step) }.sorted()
    guard !others.isEmpty else { return false }
    let best = trial.intermediate.map { history.objectives[0].loss($0.value) }.min() ?? .infinity
    return best == .infinity || best > others.quantile(percentile / 100)
  }
}

extension PercentilePruner: Codable {
  enum CodingKeys: String, CodingKey {
    case percentile, startup, warmUp
  }

  /// Reads the settings; absent ones take their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      percentile: try container.setting(
        .percentile, default: 50, mustBe: "above 0 and below 100"
      ) { $0 > 0 && $0 < 100 },
      startup: try container.setting(.startup, default: 5, mustBe: "at least 0") { $0 >= 0 },
      warmUp: try container.setting(.warmUp, default: 0, mustBe: "at least 0") { $0 >= 0 })
  }
}
