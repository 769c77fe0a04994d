/// Decides whether a running trial is worth going on with.
///
/// A pruner is a value without memory: its decision follows from the trial and the history alone.
public protocol Pruner: Sendable, CustomStringConvertible {
  /// Whether to end a trial early.
  ///
  /// - Parameters:
  ///   - trial: The trial with everything that it has reported; at least one report.
  ///   - history: The other trials that may be known, finished or under way.
  func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool

  /// The pruner for trials of so many steps, where it depends on that and was not told.
  ///
  /// - Throws: ``TuningError/badSetting(name:found:expected:)`` when the trials are too short for it.
  func forTrials(of steps: Int) throws -> any Pruner
}

extension Pruner {
  /// The same, for any number of steps.
  public func forTrials(of steps: Int) throws -> any Pruner { self }
}
