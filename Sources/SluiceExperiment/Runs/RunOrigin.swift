import SluiceReport
import SluiceTuning

/// Which trial of which study a run came from, and why that one: the content of `origin.json`.
public struct RunOrigin: Codable, Hashable, Sendable {
  /// The name of the study.
  public var study: String

  /// The number of the trial.
  public var trial: Int

  /// By what rule it was taken: `the smallest rmse`.
  public var rule: String

  /// The trials that trained the weights one after the other, the trial itself the last; nil for a
  /// run that was trained from its beginning with the trial's values.
  public var lineage: [Int]?

  /// The winner of a study; nil before a trial is complete.
  public init?(_ results: StudyResults) {
    guard let chosen = results.chosen else { return nil }
    study = results.definition.name
    trial = chosen.number
    rule = results.rule
    lineage = results.lineage
  }

  /// What a report tells of it.
  var facts: [Fact] {
    let legs = lineage.map { $0.map { "\($0)" }.joined(separator: ", ") }
    let weights = legs.map { "those of the population, trained as trials \($0)" }
    return [
      Fact("study", "\(study), trial \(trial): \(rule)"),
      Fact("weights", weights ?? "trained again with the values of the trial"),
    ]
  }

  /// The comment at the head of an experiment whose training alone does not make the network; nil
  /// where it does.
  var experimentComment: String? {
    lineage.map { legs in
      """
      The experiment of the last leg of this network's training, every default written out.
      Its weights were handed on by trials \(legs.map { "\($0)" }.joined(separator: ", ")) of the study \(study):
      sluice train THIS_FILE makes another network.
      """
    }
  }
}
