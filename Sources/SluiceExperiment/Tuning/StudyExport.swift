import SluiceData
import SluiceReport
import SluiceTuning

/// A study as machines read it: `sluice tune show --json` and `export`.
public struct StudyExport: Encodable, Sendable {
  /// One trial.
  public struct Entry: Encodable, Sendable {
    /// The number.
    public var number: Int
    /// Where it stands.
    public var state: Trial.State
    /// The values of the parameters in play.
    public var parameters: Hyperparameters
    /// The trial whose weights it went on from.
    public var parent: Int?
    /// The objectives by name; none before it is complete.
    public var values: [String: Double]
    /// What it reported on the way.
    public var intermediate: [Trial.Report]
    /// Further numbers about it.
    public var measurements: [String: Double]
    /// Why it failed.
    public var failure: String?
    /// Who ran it.
    public var worker: String?
    /// How many workers began it.
    public var attempts: Int
    /// When it was begun, in seconds since 1970.
    public var started: Double?
    /// When it ended, in seconds since 1970.
    public var ended: Double?
  }

  /// The study's name.
  public var name: String
  /// What is made small or large.
  public var objectives: [Objective]
  /// The sampler with its settings.
  public var sampler: String
  /// The pruner with its settings.
  public var pruner: String?
  /// The seed of the proposals.
  public var seed: UInt64
  /// The numbers of the best trials: one, or the Pareto front.
  public var best: [Int]
  /// The trial that is taken as the winner, by what rule, and whose weights it has.
  public var winner: RunOrigin?
  /// How far the best is ahead.
  public var lead: StudyLead?
  /// All trials.
  public var trials: [Entry]

  /// Takes a study's results.
  public init(_ results: StudyResults) {
    let definition = results.definition
    name = definition.name
    objectives = definition.objectives
    sampler = definition.sampler.description
    pruner = definition.pruner?.description
    seed = definition.seed
    best = results.front.map(\.number)
    winner = RunOrigin(results)
    lead = results.lead
    trials = results.trials.map { trial in
      Entry(
        number: trial.number, state: trial.state, parameters: trial.parameters,
        parent: trial.parent,
        values: Dictionary(
          uniqueKeysWithValues: zip(definition.objectives.map(\.name), trial.values)),
        intermediate: trial.intermediate, measurements: trial.measurements,
        failure: trial.failure, worker: trial.worker, attempts: trial.attempts,
        started: trial.started, ended: trial.ended)
    }
  }

  /// The trials as CSV: number, state, parameters, objectives, measurements, seconds, failure.
  public static func csv(_ results: StudyResults) -> String {
    let definition = results.definition
    let parameters = definition.space.parameters.map(\.name)
    let objectives = definition.objectives.map(\.name)
    let measured = Set(results.trials.flatMap(\.measurements.keys)).subtracting(objectives).sorted()
    var lines = [
      ["number", "state"] + parameters + objectives + measured + ["seconds", "failure"]
    ]
    for trial in results.trials {
      let seconds = trial.started.flatMap { started in trial.ended.map { "\($0 - started)" } }
      let values = objectives.indices.map {
        trial.values.indices.contains($0) ? "\(trial.values[$0])" : ""
      }
      lines.append(
        ["\(trial.number)", trial.state.rawValue]
          + parameters.map { trial.parameters[$0]?.description ?? "" } + values
          + measured.map { name in trial.measurements[name].map { "\($0)" } ?? "" }
          + [seconds ?? "", trial.failure ?? ""])
    }
    return lines.map { CSVText.line($0) }.joined()
  }
}
