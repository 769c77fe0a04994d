import SluiceTensor

/// Lets the best part of the trials at each rung go on to the next, asynchronously (ASHA).
///
/// The rungs lie at `minimum`, `minimum` times `factor`, times `factor` squared... steps. A trial is judged
/// when it first reports at or beyond a rung, against what others had there; with fewer than
/// `factor` of them only the best goes on.
///
/// - Source: Li et al. 2020, "A system for massively parallel hyperparameter tuning",
///   <https://arxiv.org/abs/1810.05934>; defaults of Optuna.
public struct SuccessiveHalvingPruner: Pruner, Hashable {
  /// The step of the first rung, at least 1.
  public var minimum: Int

  /// One of how many goes on, at least 2.
  public var factor: Int

  /// The number of rungs that are left out at the beginning, 0 or more.
  public var skippedRungs: Int

  /// Creates the pruner.
  public init(minimum: Int = 1, factor: Int = 4, skippedRungs: Int = 0) {
    self.minimum = minimum
    self.factor = factor
    self.skippedRungs = skippedRungs
  }

  /// The name with its settings.
  public var description: String {
    "successiveHalving(minimum \(minimum), factor \(factor), skipped rungs \(skippedRungs))"
  }

  /// Compares a trial that has just come to a rung with the others that were there.
  public func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    guard let last = trial.intermediate.last else { return false }
    let before = trial.intermediate.dropLast().last?.step ?? 0
    for rung in rungs(upTo: last.step) where before < rung {
      let own = history.objectives[0].loss(last.value)
      let others = history.trials.compactMap { $0.loss(atRung: rung, in: history) }
      let all = (others + [own]).sorted()
      let promoted = max(all.count / factor, 1)
      if own == .infinity || own > all[promoted - 1] { return true }
    }
    return false
  }

  private func rungs(upTo step: Int) -> [Int] {
    var rungs: [Int] = []
    var rung = minimum
    var index = 0
    while rung <= step {
      if index >= skippedRungs { rungs.append(rung) }
      index += 1
      let (next, overflows) = rung.multipliedReportingOverflow(by: factor)
      if overflows { break }
      rung = next
    }
    return rungs
  }
}

extension Trial {
  /// What the trial first reported at or beyond a rung, smaller being better.
  fileprivate func loss(atRung rung: Int, in history: StudyHistory) -> Double? {
    intermediate.first { $0.step >= rung }.map { history.objectives[0].loss($0.value) }
  }
}

extension SuccessiveHalvingPruner: Codable {
  enum CodingKeys: String, CodingKey {
    case minimum, factor, skippedRungs
  }

  /// Reads the settings; absent ones take their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      minimum: try container.count(.minimum, default: 1),
      factor: try container.setting(.factor, default: 4, mustBe: "at least 2") { $0 >= 2 },
      skippedRungs: try container.setting(
        .skippedRungs, default: 0, mustBe: "at least 0"
      ) { $0 >= 0 })
  }
}
