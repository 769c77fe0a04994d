/// Where the trials of studies are kept, for one process or for many.
///
/// Each call is one atomic step, may come from any thread and, where the storage is shared, from
/// any process; a storage has its own clock, so that workers need not agree on the time.
public protocol StudyStorage: Sendable {
  /// Begins a study, or opens the one that is there.
  ///
  /// - Parameters:
  ///   - study: The name.
  ///   - definition: What the study is, as text.
  /// - Returns: The definition with which the study was begun.
  /// - Throws: ``StorageError``, as every call here.
  func open(_ study: String, definition: String) throws -> String

  /// The definition with which a study was begun; nil when there is none of that name.
  func definition(of study: String) throws -> String?

  /// The names of all studies, in alphabetical order.
  func studies() throws -> [String]

  /// Deletes a study with all its trials; does nothing when there is none.
  func remove(_ study: String) throws

  /// The trials whose number is at least `first`, by ascending number.
  func trials(of study: String, from first: Int) throws -> [Trial]

  /// Adds waiting trials, numbered from `first` on.
  ///
  /// - Returns: False, with nothing added, when the study does not have exactly `first` trials:
  ///   somebody else has added some.
  func append(_ proposals: [Proposal], to study: String, at first: Int) throws -> Bool

  /// Gives a trial to a worker: the waiting one with the lowest number, else one whose worker has
  /// given no sign of life for some time. Its reports are cleared, its attempts counted.
  ///
  /// - Returns: The trial, now running; nil when there is none to be had.
  func claim(in study: String, for worker: String, takingOverAfter seconds: Double) throws -> Trial?

  /// Notes that a worker is alive and still on a trial.
  ///
  /// - Returns: Whether the trial is still running and its own, as do the three calls below.
  func heartbeat(_ trial: Int, of study: String, by worker: String) throws -> Bool

  /// Adds a report to a running trial; also a sign of life.
  func report(_ report: Trial.Report, on trial: Int, of study: String, by worker: String) throws
    -> Bool

  /// Ends a running trial.
  func finish(_ trial: Int, of study: String, by worker: String, with outcome: Trial.Outcome) throws
    -> Bool

  /// Puts a running trial back among the waiting ones.
  ///
  /// - Parameter isCounted: Whether the attempt counts: true for a worker that has died on the
  ///   trial, false for one that was interrupted.
  func release(_ trial: Int, of study: String, by worker: String, isCounted: Bool) throws -> Bool
}
