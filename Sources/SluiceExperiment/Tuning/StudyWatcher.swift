import SluiceTuning

/// Whoever wants to know how a study goes: tables, progress bars, logs.
///
/// Called from the threads of the workers, several at once.
public protocol StudyWatcher: Sendable {
  /// The study begins, or goes on with the trials of earlier processes.
  func studyBegins(_ definition: StudyDefinition, budget: StudyBudget, trials: [Trial])

  /// A worker has begun a trial.
  func trialBegins(_ trial: Trial, worker: Int)

  /// A trial has come further; called after each batch, so it must be quick.
  ///
  /// - Parameter share: How far it is at least, from 0 to 1.
  func trialGoesOn(_ trial: Trial, worker: Int, share: Double)

  /// A trial has ended, or was given back unfinished.
  ///
  /// - Parameters:
  ///   - trial: The trial, with its outcome.
  ///   - trials: All trials of the study.
  func trialEnds(_ trial: Trial, worker: Int, trials: [Trial])

  /// The search is over, or was interrupted.
  func studyEnds()
}
