import SluiceModels
import SluiceTuning

/// Everything that is to be told of a study: what its report and its tables are made of.
public struct StudyResults: Sendable {
  /// What the study was.
  public var definition: StudyDefinition

  /// All its trials, by number.
  public var trials: [Trial]

  /// Why it ended; nil while it goes on, or when it was interrupted.
  public var end: StudyEnd?

  /// The complete trials, best first.
  public var ranked: [Trial]

  /// The complete trials that no other beats in all objectives; the best one alone with a single
  /// objective.
  public var front: [Trial]

  /// How far the best is ahead of the next; nil with fewer than two complete trials, or with several
  /// objectives.
  public var lead: StudyLead?

  /// What the retrained winner came to on the test part; nil before.
  public var winner: RunMetrics?

  /// The target's unit; nil when it has none.
  public var unit: String?

  /// Gathers results.
  public init(
    definition: StudyDefinition, trials: [Trial], end: StudyEnd? = nil, winner: RunMetrics? = nil,
    unit: String? = nil
  ) {
    self.definition = definition
    self.trials = trials
    self.end = end
    self.winner = winner
    self.unit = unit
    ranked = definition.ranking(of: trials)
    if definition.objectives.count == 1 {
      front = Array(ranked.prefix(1))
      lead = StudyLead(ranked, objective: definition.objectives[0])
    } else {
      front = definition.paretoFront(of: trials)
    }
  }
}
