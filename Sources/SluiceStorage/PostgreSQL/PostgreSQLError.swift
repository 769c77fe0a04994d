#if PostgreSQL
  import SluiceTuning

  /// What the server or the way to it has answered.
  struct PostgreSQLError: Error {
    /// The five characters by which the standard names an error (SQLSTATE); nil when none came.
    var state: String?

    /// The words of libpq or of the server.
    var message: String

    /// Whether the connection is of no more use.
    var isDisconnected: Bool

    /// Whether the same transaction may well succeed a moment later.
    var isPassing: Bool {
      guard let state, !isDisconnected else { return isDisconnected }
      // Connection lost; serialization failure, deadlock; too many connections; shutting down.
      return state.hasPrefix("08") || ["40001", "40P01", "53300"].contains(state)
        || state.hasPrefix("57P0")
    }

    /// The error in the words of all storages.
    func storageError(at place: String) -> StorageError {
      let reason = state.map { "\(message) (SQLSTATE \($0))" } ?? message
      if isPassing { return .unavailable(storage: place, reason: reason) }
      // No right to, only for reading; the third are exhausted resources, among them the disk.
      if state == "42501" || state == "25006" || state?.hasPrefix("53") == true {
        return .unwritable(storage: place, reason: reason)
      }
      return .damaged(storage: place, reason: reason)
    }
  }
#endif
