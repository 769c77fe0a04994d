/// What can go wrong with a storage.
public enum StorageError: Error, Equatable, CustomStringConvertible {
  /// The storage cannot be reached, or not any more.
  case unavailable(storage: String, reason: String)
  /// There is no study of that name.
  case noStudy(String, storage: String)
  /// What the storage holds cannot be read.
  case damaged(storage: String, reason: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unavailable(let storage, let reason):
      return "The storage \(storage) cannot be reached: \(reason). Finished trials are kept; go on "
        + "with the same command once it can."
    case .noStudy(let name, let storage):
      return "The storage \(storage) has no study \(name) (any more)."
    case .damaged(let storage, let reason):
      return "The storage \(storage) cannot be read: \(reason)."
    }
  }
}
