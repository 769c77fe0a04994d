#if PostgreSQL
  import Foundation
  import SluiceTuning
  import Synchronization

  /// Keeps studies in a PostgreSQL database, for any number of processes on any machines.
  ///
  /// Needs a build with the trait `PostgreSQL`. The server's clock decides who is silent.
  public final class PostgreSQLStorage: SQLStudyStorage {
    /// The address, without password and settings.
    public let place: String

    let dialect = SQLDialect(
      now: "CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)",
      lock: " FOR UPDATE", lockFree: " FOR UPDATE SKIP LOCKED",
      lockSchema: "SELECT pg_advisory_xact_lock(7310580123)")
    private let url: String
    private let outage: Outage
    private let connection: Mutex<PostgreSQLConnection?>

    /// Connects to a database, and makes the tables when they are not there.
    ///
    /// - Parameters:
    ///   - url: The address, as libpq takes it: `postgresql://user@host:5432/database`.
    ///   - patience: When the database goes away later on: for how many seconds all calls together
    ///     try to reach it again, first at once, then after pauses of 1 second, 2, 4 and so on.
    ///   - say: Told when waiting begins and when the database is back, a line each.
    /// - Throws: ``StorageError`` when the database cannot be reached, has tables of a newer version,
    ///   or lets this user make none.
    public init(
      url: String, patience: Double = 60, say: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
      self.url = url
      place = Self.place(of: url)
      outage = Outage(of: place, patience: patience, say: say)
      do {
        connection = Mutex(try PostgreSQLConnection(url: url))
      } catch let error as PostgreSQLError {
        throw StorageError.unavailable(storage: place, reason: error.message)
      }
      try prepare()
    }

    func transaction<T>(isReading: Bool, _ body: (any SQLSession) throws -> T) throws -> T {
      var tries = 0
      while true {
        do {
          let result = try attempt(isReading: isReading, isRepeated: tries > 0, body)
          outage.isOver()
          return result
        } catch let error as PostgreSQLError {
          tries += 1
          guard error.isPassing,
            let pause = outage.pause(afterTries: tries, because: error.message)
          else { throw error.storageError(at: place) }
          // The lock is free meanwhile: all threads wait at the same time.
          Thread.sleep(forTimeInterval: pause)
        }
      }
    }

    private func attempt<T>(
      isReading: Bool, isRepeated: Bool, _ body: (any SQLSession) throws -> T
    ) throws -> T {
      try connection.withLock { kept in
        let connection = try kept ?? PostgreSQLConnection(url: url)
        kept = connection
        do {
          _ = try connection.rows(
            isReading
              ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
              : "BEGIN ISOLATION LEVEL READ COMMITTED", [])
          let result = try body(
            PostgreSQLSession(connection: connection, isRepeated: isRepeated))
          _ = try connection.rows("COMMIT", [])
          return result
        } catch {
          // Where even this fails, a new connection is the only clean one.
          if (try? connection.rows("ROLLBACK", [])) == nil { kept = nil }
          throw error
        }
      }
    }

    /// An address as messages may show it: the user stays, the password and all settings go.
    static func place(of url: String) -> String {
      guard let scheme = url.range(of: "://") else { return "PostgreSQL" }
      let rest = url[scheme.upperBound...]
      // The last @, not the first: who forgets to escape one in a password should not read it here.
      guard let at = rest.lastIndex(of: "@") else { return String(url.prefix { $0 != "?" }) }
      let user = rest.prefix { !":/?@".contains($0) }
      return "\(url[..<scheme.upperBound])\(user)\(rest[at...].prefix { $0 != "?" })"
    }
  }

  private struct PostgreSQLSession: SQLSession {
    let connection: PostgreSQLConnection
    let isRepeated: Bool

    func rows(_ sql: String, _ values: [SQLValue]) throws -> [[SQLValue]] {
      try connection.rows(sql, values)
    }
  }
#endif
