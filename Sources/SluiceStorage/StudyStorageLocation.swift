import Foundation
import SluiceTuning

/// Where studies are kept, as a person writes it: `study.db`, or `postgresql://user@host/database`.
public enum StudyStorageLocation: Hashable, Sendable {
  /// An SQLite file.
  case sqlite(path: String)
  /// A PostgreSQL database.
  case postgreSQL(url: String)

  /// Reads a location.
  ///
  /// - Parameter text: The path of a file, as it is or behind `sqlite:///` (so `sqlite:////a/b.db` is
  ///   the file `/a/b.db`), or an address that begins with `postgresql://` or `postgres://`.
  /// - Throws: ``StorageError/badLocation(_:reason:)``.
  public init(_ text: String) throws {
    guard let scheme = text.range(of: "://") else {
      if text.isEmpty { throw StorageError.badLocation(text, reason: Self.expected) }
      self = .sqlite(path: text)
      return
    }
    switch text[..<scheme.lowerBound] {
    case "sqlite":
      let path = text[scheme.upperBound...]
      guard path.hasPrefix("/"), path.count > 1 else {
        throw StorageError.badLocation(
          text, reason: "an SQLite file is written sqlite:///study.db, with three slashes")
      }
      self = .sqlite(path: String(path.dropFirst()))
    case "postgresql", "postgres":
      self = .postgreSQL(url: text)
    default:
      throw StorageError.badLocation(text, reason: Self.expected)
    }
  }

  /// Opens the storage, and makes it when it is not there.
  ///
  /// - Parameters:
  ///   - patience: For how many seconds each call may wait for a storage that others keep
  ///     locked, and all together for one that has gone away.
  ///   - say: Told when a database has gone away and when it is back, a line each.
  /// - Throws: ``StorageError``; ``StorageError/badLocation(_:reason:)`` for PostgreSQL in a build
  ///   without the trait.
  public func open(
    patience: Double = 60, say: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> any StudyStorage {
    switch self {
    case .sqlite(let path):
      return try SQLiteStorage(path: path, patience: patience)
    case .postgreSQL(let url):
      #if PostgreSQL
        return try PostgreSQLStorage(url: url, patience: patience, say: say)
      #else
        throw StorageError.badLocation(
          "postgresql://...",
          reason:
            "this program was built without PostgreSQL; build it with \"swift build -c release "
            + "--traits PostgreSQL\", which needs libpq (Debian and Ubuntu: apt-get install "
            + "libpq-dev)")
      #endif
    }
  }

  private static let expected =
    "expected the path of a file, such as study.db, or an address, such as "
    + "postgresql://user@host/database"
}
