/// What a sampler or a pruner is told of a study.
///
/// In a synchronous study a trial is told of the trials of earlier generations with their results,
/// and of the trials before it in its own generation without: so what is proposed and pruned does
/// not depend on who is faster.
public struct StudyHistory: Sendable {
  /// The space that is searched.
  public let space: SearchSpace

  /// What is to become small or large; at least one.
  public let objectives: [Objective]

  /// The trials that may be known, by ascending number.
  ///
  /// Those in state `waiting` or `running` are
  /// under way: their results are not to be waited for.
  public let trials: [Trial]

  /// The seed of the study, for what all its trials draw in common.
  public let seed: UInt64

  /// Creates a history.
  public init(
    space: SearchSpace, objectives: [Objective], trials: [Trial], seed: UInt64 = 1
  ) {
    self.space = space
    self.objectives = objectives
    self.trials = trials
    self.seed = seed
  }

  /// The trials that ended with values.
  public var completed: [Trial] { trials.filter { $0.state == .complete } }

  /// The trials that have been proposed and have not ended.
  public var pending: [Trial] { trials.filter { !$0.state.isFinished } }

  /// The values of a complete trial, each turned so that smaller is better.
  public func losses(of trial: Trial) -> [Double] {
    zip(objectives, trial.values).map { $0.loss($1) }
  }

  /// The one value by which a single-objective sampler judges a trial, smaller being better: its
  /// result, or for a pruned trial what it last reported; nil for one that tells nothing.
  public func loss(of trial: Trial) -> Double? {
    switch trial.state {
    case .complete: trial.values.first.map(objectives[0].loss)
    case .pruned: trial.intermediate.last.map { objectives[0].loss($0.value) }
    case .failed, .running, .waiting: nil
    }
  }

  /// The value reported at a step, turned so that smaller is better.
  public func loss(of trial: Trial, at step: Int) -> Double? {
    trial.value(at: step).map(objectives[0].loss)
  }
}
