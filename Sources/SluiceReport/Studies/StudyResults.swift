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

  /// How far the best is ahead of the next; nil where no complete trial has other parameters, or
  /// with several objectives.
  public var lead: StudyLead?

  /// What the winner came to on the test part; nil before.
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

extension StudyResults {
  /// The trial that is taken as the winner; nil before one is complete.
  public var chosen: Trial? { ranked.first }

  /// By what rule the winner was taken from the complete trials: `the smallest rmse`.
  public var rule: String {
    let first = definition.objectives[0]
    let extreme = first.direction == .minimize ? "smallest" : "largest"
    return definition.objectives.count == 1
      ? "the \(extreme) \(first.name)"
      : "the \(extreme) \(first.name) among the trials that no other beats in everything"
  }

  /// The trials whose legs one after the other made the winner's weights, itself the last; nil for a
  /// study whose winner is trained again.
  public var lineage: [Int]? {
    guard definition.sampler.inheritance != nil, let chosen else { return nil }
    var legs = [chosen.number]
    while let parent = trials.first(where: { $0.number == legs[0] })?.parent {
      legs.insert(parent, at: 0)
    }
    return legs
  }

  /// What there is to say of the choice: which trial of a front it is, whose weights it has; nil where
  /// both are clear.
  var choiceSentence: String? {
    guard let chosen else { return nil }
    var sentences: [String] = []
    if definition.objectives.count > 1 {
      sentences.append(
        "The winner is trial \(chosen.number): it has \(rule). "
          + "sluice tune best --trial N gives another.")
    }
    if let lineage {
      let legs =
        lineage.count == 1
        ? ""
        : ", trained in \(lineage.count) legs as trials "
          + lineage.map { "\($0)" }.joined(separator: ", ")
      sentences.append(
        "The winner is not trained again: its weights are those of trial \(chosen.number) of the "
          + "population\(legs).")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }
}
