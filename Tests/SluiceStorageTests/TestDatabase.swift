#if PostgreSQL
  import Foundation
  import Testing

  @testable import SluiceStorage

  /// A fresh database on the server that `SLUICE_POSTGRESQL` names.
  struct TestDatabase {
    /// The server: `postgresql://user@host:port`; nil when there is none.
    static let server = ProcessInfo.processInfo.environment["SLUICE_POSTGRESQL"]

    /// Why a test is left out.
    static let absent: Comment =
      "SLUICE_POSTGRESQL names no server; scripts/with-postgresql starts one"

    let url: String
    private let name = "sluice_\(UUID().uuidString.lowercased().filter { $0 != "-" })"

    init() throws {
      url = "\(Self.server ?? "")/\(name)"
      try run("CREATE DATABASE \(name)")
    }

    func remove() { try? run("DROP DATABASE \(name) WITH (FORCE)") }

    /// Ends all connections and lets nobody in.
    func goAway() throws {
      try run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
      try cutOff()
    }

    func comeBack() throws { try run("ALTER DATABASE \(name) ALLOW_CONNECTIONS true") }

    /// Ends all connections.
    func cutOff() throws {
      try run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")
    }

    private func run(_ sql: String) throws {
      _ = try PostgreSQLConnection(url: "\(Self.server ?? "")/postgres").rows(sql, [])
    }
  }
#endif
