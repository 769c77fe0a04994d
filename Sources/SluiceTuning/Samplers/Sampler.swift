import SluiceTensor

/// Proposes what to try next.
///
/// A sampler is a value without memory: what it proposes follows from the history, the number of
/// the trial and the random stream alone. So a study that was killed goes on as if nothing had
/// happened, and any worker can propose for all.
public protocol Sampler: Sendable, CustomStringConvertible {
  /// The number of trials that belong together and are proposed at once in a synchronous study
  /// (a population); nil when any number will do.
  var generation: Int? { get }

  /// The parameters that a trial takes over as they are from the one whose weights it goes on from
  /// (``Proposal/parent``); nil where every trial begins afresh.
  var inheritance: [String]? { get }

  /// Checks that the sampler can search a space for some objectives.
  ///
  /// - Throws: ``TuningError/unsuitable(sampler:reason:)``.
  func check(_ space: SearchSpace, objectives: [Objective]) throws

  /// Proposes a trial.
  ///
  /// - Parameters:
  ///   - number: The number of the trial, from 0 on.
  ///   - history: All trials before it that may be known.
  ///   - stream: Random numbers that belong to this trial.
  /// - Returns: Legal values for the parameters in play; nil when nothing is left to try.
  func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) throws -> Proposal?
}

extension Sampler {
  /// Any number of trials.
  public var generation: Int? { nil }

  /// Every trial begins afresh.
  public var inheritance: [String]? { nil }

  /// Every space will do, with one objective.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    try checkSingle(objectives)
  }

  /// Throws unless there is one objective.
  func checkSingle(_ objectives: [Objective]) throws {
    if objectives.count != 1 {
      throw TuningError.unsuitable(
        sampler: description,
        reason: "it takes one objective, found \(objectives.count); random, grid, sobol and nsga2 "
          + "take several")
    }
  }
}
