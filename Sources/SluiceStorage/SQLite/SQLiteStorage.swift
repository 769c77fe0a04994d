import Foundation
import GRDB
import SluiceTuning

/// Keeps studies in one file, for any number of processes of one machine; no server.
///
/// The file is an SQLite database in WAL mode, with two more files (`-wal`, `-shm`) beside it while
/// it is in use. It does not work on a network file system that several machines share. Once the file is
/// removed or replaced, every call throws `StorageError.replaced(storage:)`: SQLite itself would go on
/// writing into a file without a name.
public final class SQLiteStorage: SQLStudyStorage {
  /// The file.
  public let path: String

  let dialect = SQLDialect(now: "sluice_now()", lock: "", lockFree: "", lockSchema: nil)
  private let queue: DatabaseQueue
  private let patience: Double
  private let identity: FileIdentity?

  var place: String { path }

  /// Opens the file, and makes it when it is not there.
  ///
  /// - Parameters:
  ///   - path: The file; its folder has to be there.
  ///   - patience: For how many seconds a call waits for other processes that use the file.
  ///   - clock: The time in seconds since 1970.
  /// - Throws: ``StorageError`` when the file is no database or made by a newer version, or when it
  ///   cannot be written.
  public init(
    path: String, patience: Double = 60, clock: @escaping @Sendable () -> Double = WallClock.seconds
  ) throws {
    self.path = path
    self.patience = patience
    try Self.checkPlace(of: path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { database in
      database.add(function: DatabaseFunction("sluice_now", argumentCount: 0) { _ in clock() })
    }
    let begun = WallClock.seconds()
    queue = try Self.naming(path, patience) {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { try Self.useWriteAheadLog($0, until: begun + patience) }
      return queue
    }
    identity = FileIdentity(of: path)
    try prepare()
  }

  func transaction<T>(isReading: Bool, _ body: (any SQLSession) throws -> T) throws -> T {
    try Self.naming(path, patience) {
      try queue.writeWithoutTransaction { database in
        var result: T?
        // Immediate: who has begun to write may not lose against another later on.
        try database.inTransaction(isReading ? .deferred : .immediate) {
          guard let identity, FileIdentity(of: path) == identity
          else {
            throw StorageError.replaced(storage: path)
          }
          result = try body(SQLiteSession(database: database))
          return .commit
        }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return result
      }
    }
  }

  private static func useWriteAheadLog(_ database: Database, until end: Double) throws {
    while true {
      do {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
          throw DatabaseError(
            resultCode: .SQLITE_IOERR, message: "it cannot have a write-ahead log")
        }
        break
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && WallClock.seconds() < end
      {
        // The change of mode does not wait for others by itself.
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    // A killed process loses nothing; a machine without power may lose the last moments.
    try database.execute(sql: "PRAGMA synchronous = NORMAL")
  }
}

private struct SQLiteSession: SQLSession {
  let database: Database
  let isRepeated = false

  func rows(_ sql: String, _ values: [SQLValue]) throws -> [[SQLValue]] {
    let statement = try database.cachedStatement(sql: sql)
    var arguments: [String: (any DatabaseValueConvertible)?] = [:]
    for (index, value) in values.enumerated() {
      let argument: (any DatabaseValueConvertible)? =
        switch value {
        case .null: nil
        case .integer(let integer): integer
        case .real(let real): real
        case .text(let text): text
        }
      arguments["\(index + 1)"] = .some(argument)
    }
    let rows = try Row.fetchAll(statement, arguments: StatementArguments(arguments))
    return rows.map { row in
      row.databaseValues.map { value in
        switch value.storage {
        case .int64(let integer): .integer(Int(integer))
        case .double(let real): .real(real)
        case .string(let text): .text(text)
        case .null, .blob: .null
        }
      }
    }
  }
}
