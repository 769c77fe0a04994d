import SluiceTuning

/// A storage in tables; a database needs only to say how it runs a transaction.
protocol SQLStudyStorage: StudyStorage {
  /// The storage as messages name it.
  var place: String { get }

  /// The database's own words.
  var dialect: SQLDialect { get }

  /// Runs statements that are carried out all or not at all.
  ///
  /// - Parameter isReading: Whether nothing is written, and all statements see the same moment.
  /// - Throws: ``StorageError``, where the database has failed.
  func transaction<T>(isReading: Bool, _ body: (any SQLSession) throws -> T) throws -> T
}

extension SQLStudyStorage {
  /// Begins a study, or opens the one that is there.
  public func open(_ study: String, definition: String) throws -> String {
    try write { session in
      _ = try session.rows(
        "INSERT INTO sluice_studies (name, definition) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [text(study), text(definition)])
      return try self.definition(of: study, in: session) ?? definition
    }
  }

  /// The definition with which a study was begun.
  public func definition(of study: String) throws -> String? {
    try read { try definition(of: study, in: $0) }
  }

  /// The names of all studies, in alphabetical order.
  public func studies() throws -> [String] {
    // Sorted here: databases sort by the rules of some language.
    try read { try $0.rows("SELECT name FROM sluice_studies", []).map { try string($0[0]) } }
      .sorted()
  }

  /// Deletes a study with all its trials.
  public func remove(_ study: String) throws {
    try write { _ = try $0.rows("DELETE FROM sluice_studies WHERE name = $1", [text(study)]) }
  }

  /// The trials from a number on.
  public func trials(of study: String, from first: Int) throws -> [Trial] {
    try read { session in
      let range = [try text(study), .integer(first)]
      var trials = try session.rows(
        """
        SELECT \(TrialRow.columns) FROM sluice_trials
        WHERE study = $1 AND number >= $2 ORDER BY number
        """, range
      ).map(trial)
      if trials.isEmpty { try check(study, in: session) }
      let reports = try session.rows(
        """
        SELECT number, step, value FROM sluice_reports
        WHERE study = $1 AND number >= $2 ORDER BY number, step
        """, range)
      for report in reports {
        let (number, step) = (try integer(report[0]), try integer(report[1]))
        // Numbers have no gaps.
        guard trials.indices.contains(number - first) else { continue }
        trials[number - first].intermediate.append(
          Trial.Report(step: step, value: TrialRow.reported(report[2])))
      }
      return trials
    }
  }

  /// Adds waiting trials.
  public func append(_ proposals: [Proposal], to study: String, at first: Int) throws -> Bool {
    try write { session in
      try check(study, in: session, locking: true)
      let count = try session.rows(
        "SELECT count(*) FROM sluice_trials WHERE study = $1", [text(study)])
      guard try integer(count[0][0]) == first else { return false }
      for (offset, proposal) in proposals.enumerated() {
        _ = try session.rows(
          """
          INSERT INTO sluice_trials (study, number, state, parameters, parent, attempts)
          VALUES ($1, $2, 'waiting', $3, $4, 0)
          """,
          [
            text(study), .integer(first + offset),
            .text(TrialRow.text(of: proposal.parameters)),
            proposal.parent.map(SQLValue.integer) ?? .null,
          ])
      }
      return true
    }
  }

  /// Gives a trial to a worker.
  public func claim(
    in study: String, for worker: String, takingOverAfter seconds: Double
  ) throws -> Trial? {
    try write { session in
      let choice = "SELECT number FROM sluice_trials WHERE study = $1 AND"
      let end = "ORDER BY number LIMIT 1\(dialect.lockFree)"
      var chosen = try session.rows("\(choice) state = 'waiting' \(end)", [text(study)])
      if chosen.isEmpty {
        chosen = try session.rows(
          "\(choice) state = 'running' AND \(dialect.now) - beat > $2 \(end)",
          [text(study), .real(seconds)])
      }
      guard let number = chosen.first?[0] else {
        try check(study, in: session)
        return nil
      }
      try forgetReports(on: number, of: study, in: session)
      let now = dialect.now
      return try session.rows(
        """
        UPDATE sluice_trials SET state = 'running', worker = $3, attempts = attempts + 1,
          started = \(now), beat = \(now)
        WHERE study = $1 AND number = $2 RETURNING \(TrialRow.columns)
        """, [text(study), number, text(worker)]
      ).map(trial).first
    }
  }

  /// Notes a sign of life.
  public func heartbeat(_ trial: Int, of study: String, by worker: String) throws -> Bool {
    try write { try change(trial, of: study, by: worker, setting: "beat = \(dialect.now)", in: $0) }
  }

  /// Adds a report.
  public func report(
    _ report: Trial.Report, on trial: Int, of study: String, by worker: String
  ) throws -> Bool {
    try write { session in
      let isOwn = try change(
        trial, of: study, by: worker, setting: "beat = \(dialect.now)", in: session)
      guard isOwn else { return false }
      _ = try session.rows(
        """
        INSERT INTO sluice_reports (study, number, step, value) VALUES ($1, $2, $3, $4)
        ON CONFLICT (study, number, step) DO UPDATE SET value = excluded.value
        """, [text(study), .integer(trial), .integer(report.step), .real(report.value)])
      return true
    }
  }

  /// Ends a trial.
  public func finish(
    _ trial: Int, of study: String, by worker: String, with outcome: Trial.Outcome
  ) throws -> Bool {
    try write { session in
      let isDone = try change(
        trial, of: study, by: worker,
        setting: """
          state = $4, objectives = $5, measurements = $6, failure = $7, ended = \(dialect.now)
          """,
        [
          .text(outcome.state.rawValue), .text(TrialRow.text(of: outcome.values)),
          .text(TrialRow.text(of: outcome.measurements)),
          // The reason may be any text at all, and must not keep the trial from ending.
          .text(orNull: outcome.failure.map { $0.replacing("\0", with: "\u{2400}") }),
        ], in: session)
      guard !isDone, session.isRepeated else { return isDone }
      // The first try was carried out if the trial has ended in this worker's hands.
      return try !session.rows(
        """
        SELECT 1 FROM sluice_trials
        WHERE study = $1 AND number = $2 AND worker = $3 AND state = $4
        """, [text(study), .integer(trial), text(worker), .text(outcome.state.rawValue)]
      ).isEmpty
    }
  }

  /// Puts a trial back.
  public func release(
    _ trial: Int, of study: String, by worker: String, isCounted: Bool
  ) throws -> Bool {
    try write { session in
      let isOwn = try change(
        trial, of: study, by: worker,
        setting: """
          state = 'waiting', worker = NULL, attempts = attempts - \(isCounted ? 0 : 1),
          started = NULL, beat = NULL
          """, in: session)
      if isOwn { try forgetReports(on: .integer(trial), of: study, in: session) }
      return isOwn
    }
  }
}

extension SQLStudyStorage {
  /// Looks whether the tables are there, makes them when not, and checks their version.
  func prepare() throws {
    try write { session in
      if let lock = dialect.lockSchema { _ = try session.rows(lock, []) }
      _ = try session.rows(SQLSchema.versionTable, [])
      if let version = try session.rows("SELECT version FROM sluice_schema", []).first {
        let found = try integer(version[0])
        guard found <= SQLSchema.version else {
          throw StorageError.newer(storage: place, version: found, known: SQLSchema.version)
        }
      } else {
        for statement in SQLSchema.statements { _ = try session.rows(statement, []) }
      }
    }
  }

  private func read<T>(_ body: (any SQLSession) throws -> T) throws -> T {
    try transaction(isReading: true, body)
  }

  private func write<T>(_ body: (any SQLSession) throws -> T) throws -> T {
    try transaction(isReading: false, body)
  }

  private func definition(of study: String, in session: any SQLSession) throws -> String? {
    try session.rows("SELECT definition FROM sluice_studies WHERE name = $1", [text(study)])
      .first.map { try string($0[0]) }
  }

  private func check(_ study: String, in session: any SQLSession, locking: Bool = false) throws {
    let lock = locking ? dialect.lock : ""
    let found = try session.rows(
      "SELECT 1 FROM sluice_studies WHERE name = $1\(lock)", [text(study)])
    if found.isEmpty { throw StorageError.noStudy(study, storage: place) }
  }

  /// Changes a trial if it is running and the worker's own; further values are `$4` and on.
  private func change(
    _ trial: Int, of study: String, by worker: String, setting: String, _ values: [SQLValue] = [],
    in session: any SQLSession
  ) throws -> Bool {
    let changed = try session.rows(
      """
      UPDATE sluice_trials SET \(setting)
      WHERE study = $1 AND number = $2 AND worker = $3 AND state = 'running' RETURNING number
      """, [text(study), .integer(trial), text(worker)] + values)
    if changed.isEmpty { try check(study, in: session) }
    return !changed.isEmpty
  }

  private func forgetReports(
    on trial: SQLValue, of study: String, in session: any SQLSession
  ) throws {
    _ = try session.rows(
      "DELETE FROM sluice_reports WHERE study = $1 AND number = $2", [text(study), trial])
  }

  /// A text of the caller's, refused where a database would cut it off.
  private func text(_ text: String) throws -> SQLValue {
    if text.utf8.contains(0) {
      throw StorageError.unwritable(
        storage: place, reason: "a name or a definition contains the character NUL")
    }
    return .text(text)
  }

  private func trial(_ row: [SQLValue]) throws -> Trial {
    guard let trial = TrialRow.trial(row) else {
      throw StorageError.damaged(storage: place, reason: "a trial reads \(row)")
    }
    return trial
  }

  private func integer(_ value: SQLValue) throws -> Int {
    guard case .integer(let integer) = value else {
      throw StorageError.damaged(
        storage: place, reason: "a whole number was expected, found \(value)")
    }
    return integer
  }

  private func string(_ value: SQLValue) throws -> String {
    guard case .text(let string) = value else {
      throw StorageError.damaged(storage: place, reason: "a text was expected, found \(value)")
    }
    return string
  }
}
