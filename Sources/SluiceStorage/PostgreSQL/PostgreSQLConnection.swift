#if PostgreSQL
  import CPQ
  import Foundation

  /// One connection to a server; not for several threads at once.
  final class PostgreSQLConnection {
    private let handle: OpaquePointer

    /// Connects.
    ///
    /// - Throws: ``PostgreSQLError``.
    init(url: String) throws {
      // What the address says itself comes later and wins. A machine that vanishes without a word is
      // given up after half a minute, not after the quarter of an hour that TCP takes.
      let settings = [
        ("fallback_application_name", "sluice"), ("connect_timeout", "10"),
        ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "30000"), ("client_encoding", "UTF8"), ("dbname", url),
      ]
      let handle = Self.withCStrings(settings.map(\.0)) { names in
        Self.withCStrings(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
      }
      guard let handle else {
        throw PostgreSQLError(state: nil, message: "out of memory", isDisconnected: true)
      }
      self.handle = handle
      guard PQstatus(handle) == CONNECTION_OK else { throw error(of: nil) }
      PQsetNoticeProcessor(handle, { _, _ in }, nil)
      // A worker that is frozen within a transaction must not hold up the others.
      _ = try rows("SET idle_in_transaction_session_timeout = '60s'", [])
    }

    deinit { PQfinish(handle) }

    /// Runs one statement with values for `$1`, `$2`...
    ///
    /// - Throws: ``PostgreSQLError``.
    func rows(_ sql: String, _ values: [SQLValue]) throws -> [[SQLValue]] {
      let texts: [String?] = values.map { value in
        switch value {
        case .null: nil
        case .integer(let integer): "\(integer)"
        case .real(let real): "\(real)"
        case .text(let text): text
        }
      }
      let result = Self.withCStrings(texts) { pointers in
        PQexecParams(handle, sql, Int32(values.count), nil, pointers, nil, nil, 0)
      }
      defer { PQclear(result) }
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK: return []
      case PGRES_TUPLES_OK: break
      default: throw error(of: result)
      }
      return (0..<PQntuples(result)).map { row in
        (0..<PQnfields(result)).map { column in
          guard PQgetisnull(result, row, column) == 0, let bytes = PQgetvalue(result, row, column)
          else { return .null }
          let text = String(cString: bytes)
          return switch PQftype(result, column) {
          case Self.bigint, Self.integer: Int(text).map(SQLValue.integer) ?? .null
          case Self.double: Double(text).map(SQLValue.real) ?? .null
          default: .text(text)
          }
        }
      }
    }

    // The numbers of types in the server's catalogue (pg_type.dat); they never change.
    private static let bigint: Oid = 20
    private static let integer: Oid = 23
    private static let double: Oid = 701

    private func error(of result: OpaquePointer?) -> PostgreSQLError {
      let message = result.map { PQresultErrorField($0, CPQFieldMessage) } ?? nil
      let state = result.map { PQresultErrorField($0, CPQFieldState) } ?? nil
      let words = String(cString: message ?? PQerrorMessage(handle))
      return PostgreSQLError(
        state: state.map { String(cString: $0) },
        // libpq's own messages end with a line break, and may have several lines.
        message: words.split(separator: "\n").joined(separator: "; "),
        isDisconnected: PQstatus(handle) != CONNECTION_OK)
    }

    /// Lends C an array of texts, with a null pointer behind the last.
    private static func withCStrings<T>(
      _ texts: [String?], _ body: ([UnsafePointer<CChar>?]) -> T
    ) -> T {
      let copies = texts.map { $0.map { strdup($0) } ?? nil }
      defer { copies.forEach { free($0) } }
      return body(copies.map { $0.map { UnsafePointer($0) } } + [nil])
    }
  }
#endif
