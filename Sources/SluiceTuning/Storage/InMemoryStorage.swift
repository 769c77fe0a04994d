import Synchronization

/// Keeps studies in memory, for as long as the process lives.
public final class InMemoryStorage: StudyStorage {
  private struct Record {
    var definition: String
    var trials: [Trial] = []
    var signsOfLife: [Int: Double] = [:]
  }

  private let records = Mutex<[String: Record]>([:])
  private let clock: @Sendable () -> Double

  /// Creates an empty storage.
  ///
  /// - Parameter clock: The time in seconds since 1970.
  public init(clock: @escaping @Sendable () -> Double = WallClock.seconds) {
    self.clock = clock
  }

  /// Begins or opens a study.
  public func open(_ study: String, definition: String) -> String {
    records.withLock { records in
      let record = records[study] ?? Record(definition: definition)
      records[study] = record
      return record.definition
    }
  }

  /// The definition of a study.
  public func definition(of study: String) -> String? {
    records.withLock { $0[study]?.definition }
  }

  /// The names of all studies.
  public func studies() -> [String] {
    records.withLock { $0.keys.sorted() }
  }

  /// Deletes a study.
  public func remove(_ study: String) {
    records.withLock { $0[study] = nil }
  }

  /// The trials from a number on.
  public func trials(of study: String, from first: Int) throws -> [Trial] {
    try with(study) { Array($0.trials.dropFirst(first)) }
  }

  /// Adds waiting trials.
  public func append(_ proposals: [Proposal], to study: String, at first: Int) throws -> Bool {
    try with(study) { record in
      guard record.trials.count == first else { return false }
      for (offset, proposal) in proposals.enumerated() {
        record.trials.append(
          Trial(
            number: first + offset, parameters: proposal.parameters, parent: proposal.parent))
      }
      return true
    }
  }

  /// Gives a trial to a worker.
  public func claim(
    in study: String, for worker: String, takingOverAfter seconds: Double
  ) throws -> Trial? {
    let now = clock()
    return try with(study) { record in
      let index =
        record.trials.firstIndex { $0.state == .waiting }
        ?? record.trials.firstIndex {
          $0.state == .running && now - (record.signsOfLife[$0.number] ?? now) > seconds
        }
      guard let index else { return nil }
      record.trials[index] = record.trials[index].begun(by: worker, at: now)
      record.signsOfLife[index] = now
      return record.trials[index]
    }
  }

  /// Notes a sign of life.
  public func heartbeat(_ trial: Int, of study: String, by worker: String) throws -> Bool {
    try change(trial, of: study, by: worker) { _ in }
  }

  /// Adds a report.
  public func report(
    _ report: Trial.Report, on trial: Int, of study: String, by worker: String
  ) throws -> Bool {
    try change(trial, of: study, by: worker) { $0 = $0.adding(report) }
  }

  /// Ends a trial.
  public func finish(
    _ trial: Int, of study: String, by worker: String, with outcome: Trial.Outcome
  ) throws -> Bool {
    let now = clock()
    return try change(trial, of: study, by: worker) { $0 = $0.ended(with: outcome, at: now) }
  }

  /// Puts a trial back.
  public func release(
    _ trial: Int, of study: String, by worker: String, isCounted: Bool
  ) throws -> Bool {
    try change(trial, of: study, by: worker) { $0 = $0.released(isCounted: isCounted) }
  }

  /// Changes a trial if it is running and the worker's own.
  private func change(
    _ trial: Int, of study: String, by worker: String, _ change: (inout Trial) -> Void
  ) throws -> Bool {
    let now = clock()
    return try with(study) { record in
      guard record.trials.indices.contains(trial), record.trials[trial].state == .running,
        record.trials[trial].worker == worker
      else { return false }
      change(&record.trials[trial])
      record.signsOfLife[trial] = now
      return true
    }
  }

  private func with<T>(_ study: String, _ body: (inout Record) -> T) throws -> T {
    try records.withLock { records in
      guard var record = records[study] else {
        throw StorageError.noStudy(study, storage: "in memory")
      }
      records[study] = nil  // so that the record is changed in place, not copied
      defer { records[study] = record }
      return body(&record)
    }
  }
}
