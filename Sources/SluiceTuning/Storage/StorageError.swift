/// What can go wrong with a storage.
public enum StorageError: Error, Equatable, CustomStringConvertible {
  /// The text says no place where studies can be kept.
  case badLocation(String, reason: String)
  /// The storage cannot be reached, or not any more.
  case unavailable(storage: String, reason: String)
  /// The storage can be read and takes nothing more.
  case unwritable(storage: String, reason: String)
  /// The file was removed, or another one has its name now.
  case replaced(storage: String)
  /// There is no study of that name.
  case noStudy(String, storage: String)
  /// What the storage holds cannot be read.
  case damaged(storage: String, reason: String)
  /// The tables were made by a later version of this software.
  case newer(storage: String, version: Int, known: Int)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .badLocation(let text, let reason):
      return "\"\(text)\" is no place for studies: \(reason)."
    case .unavailable(let storage, let reason):
      return "The storage \(storage) cannot be reached: \(reason). Finished trials are kept; go on "
        + "with the same command once it can."
    case .unwritable(let storage, let reason):
      return "The storage \(storage) cannot be written: \(reason). Finished trials are kept; go on "
        + "with the same command once it can."
    case .replaced(let storage):
      return
        "The storage \(storage) was removed or replaced while it was in use, so nothing more is "
        + "written there. Its trials are where the old file is, if anywhere (\(storage)-wal belongs to "
        + "it): put that back and go on with the same command, or begin anew in another place."
    case .noStudy(let name, let storage):
      return "The storage \(storage) has no study \(name) (any more)."
    case .damaged(let storage, let reason):
      return "The storage \(storage) cannot be read: \(reason)."
    case .newer(let storage, let version, let known):
      return "The storage \(storage) has tables of version \(version); this program knows them up "
        + "to version \(known). Use the newer program, or another storage."
    }
  }
}
