import ArgumentParser
import Sluice

/// Where the trials of a study are kept.
struct StorageOptions: ParsableArguments {
  @Option(
    name: .customLong("storage"),
    help: ArgumentHelp(
      "Where the trials are kept, in place of study.db in the study directory.",
      valueName: "place"))
  var location: String?

  /// Opens the storage.
  ///
  /// - Parameters:
  ///   - folder: The study directory; nil without one.
  ///   - making: Whether to make what is not there.
  func open(folder: String?, making: Bool) throws -> any StudyStorage {
    InMemoryStorage()
  }
}
