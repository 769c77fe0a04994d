import ArgumentParser
import Sluice

/// Where the trials of a study are kept.
struct StorageOptions: ParsableArguments {
  @Option(
    name: .customLong("storage"),
    help: ArgumentHelp(
      "Where the trials are kept, in place of study.db in the study directory: another SQLite file, "
        + "or postgresql://user@host/database.",
      valueName: "place"))
  var location: String?

  /// Opens the storage for a search, and makes it when it is not there.
  ///
  /// - Parameters:
  ///   - folder: The study directory; nil without one.
  ///   - say: Told when a database has gone away and when it is back, a line each.
  func open(
    making folder: String?, say: @escaping @Sendable (String) -> Void
  ) throws -> any StudyStorage {
    if let folder { try StudyFiles.make(folder) }
    let place = location ?? folder.map(StudyFiles.storage) ?? ""
    return try StudyStorageLocation(place).open(say: say)
  }

  /// Opens a storage that is there.
  ///
  /// - Parameter place: A study directory, or a storage.
  func open(existing place: String) throws -> any StudyStorage {
    let isFolder = StudyFiles.isStudy(place)
    let location = try StudyStorageLocation(
      self.location ?? (isFolder ? StudyFiles.storage(place) : place))
    // Looking must not make a file.
    if case .sqlite(let path) = location, !StudyFiles.isFile(path) {
      if self.location != nil { throw StudyRunError.missing(path) }
      throw isFolder ? StudyRunError.keptElsewhere(place) : StudyRunError.missing(place)
    }
    return try location.open()
  }
}
