#if PostgreSQL
  import Foundation
  import SluiceTuning
  import Synchronization
  import Testing
  import TuningConformance

  @testable import SluiceStorage

  @Suite(
    "Storage in a PostgreSQL database",
    .enabled(if: TestDatabase.server != nil, TestDatabase.absent))
  struct PostgreSQLStorageTests {
    @Test("The PostgreSQL storage keeps the laws of all storages")
    func laws() throws {
      var databases: [TestDatabase] = []
      defer { databases.forEach { $0.remove() } }
      let violations = try StorageConformance.violations {
        let database = try TestDatabase()
        databases.append(database)
        let url = database.url
        let storage = try PostgreSQLStorage(url: url)
        return StorageConformance.Subject(
          storage,
          elapse: { seconds in
            try storage.transaction(isReading: false) {
              _ = try $0.rows("UPDATE sluice_trials SET beat = beat - $1", [.real(seconds)])
            }
          }, reopen: { try PostgreSQLStorage(url: url) })
      }
      #expect(violations == [])
    }

    @Test("A connection that was cut is made again at once")
    func cutOff() throws {
      let database = try TestDatabase()
      defer { database.remove() }
      let storage = try PostgreSQLStorage(url: database.url, patience: 0)
      _ = try storage.open("s", definition: "d")
      try database.cutOff()
      #expect(try storage.studies() == ["s"])
    }

    @Test("A database that has gone away is an error in time, and its trials can be claimed later")
    func goesAway() throws {
      let database = try TestDatabase()
      defer { database.remove() }
      let storage = try PostgreSQLStorage(url: database.url, patience: 0)
      _ = try storage.open("s", definition: "d")
      _ = try storage.append([Proposal(["x": 1])], to: "s", at: 0)
      _ = try storage.claim(in: "s", for: "a", takingOverAfter: 60)
      try database.goAway()
      let error = #expect(throws: StorageError.self) {
        try storage.finish(0, of: "s", by: "a", with: .complete([1]))
      }
      guard case .unavailable(storage.place, let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.contains("not currently accepting connections"))
      #expect(throws: StorageError.self) { try PostgreSQLStorage(url: database.url) }
      try database.comeBack()
      let claimed = try storage.claim(in: "s", for: "b", takingOverAfter: 0)
      #expect(claimed?.number == 0 && claimed?.attempts == 2)
    }

    @Test("A database that comes back within the patience is not missed")
    func comesBack() throws {
      let database = try TestDatabase()
      defer { database.remove() }
      let storage = try PostgreSQLStorage(url: database.url, patience: 30)
      _ = try storage.open("s", definition: "d")
      try database.goAway()
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 0.3)
        try? database.comeBack()
      }
      #expect(try storage.studies() == ["s"])
    }

    @Test("A lost database is waited for once, whatever is asked meanwhile, and told of")
    func waitsOnce() throws {
      let database = try TestDatabase()
      defer { database.remove() }
      let told = Mutex<[String]>([])
      let storage = try PostgreSQLStorage(url: database.url, patience: 1.5) { line in
        told.withLock { $0.append(line) }
      }
      _ = try storage.open("s", definition: "d")
      _ = try storage.append([Proposal(["x": 1])], to: "s", at: 0)
      _ = try storage.claim(in: "s", for: "a", takingOverAfter: 60)
      try database.goAway()
      #expect(throws: StorageError.self) {
        try storage.report(.init(step: 1, value: 1), on: 0, of: "s", by: "a")
      }
      // What is asked after the end of the patience is tried once.
      let lines = told.withLock { $0.count }
      #expect(throws: StorageError.self) {
        try storage.release(0, of: "s", by: "a", isCounted: false)
      }
      #expect(lines == 1 && told.withLock { $0.count } == 1)
      try database.comeBack()
      #expect(try storage.studies() == ["s"])
      let said = told.withLock { $0 }
      try #require(said.count == 2)
      #expect(said[0].hasPrefix("The database \(storage.place) does not answer ("))
      #expect(said[0].hasSuffix("): trying again for up to 1.5 s."))
      #expect(said[1] == "The database \(storage.place) answers again.")
      #expect(try storage.claim(in: "s", for: "b", takingOverAfter: 0)?.attempts == 2)
    }

    @Test("A server that is not there is an error that keeps the password to itself")
    func noServer() throws {
      let error = #expect(throws: StorageError.self) {
        try PostgreSQLStorage(url: "postgresql://me:secret@127.0.0.1:1/db")
      }
      guard case .unavailable("postgresql://me@127.0.0.1:1/db", let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!reason.contains("secret"))
    }

    @Test("Tables of a newer version are refused")
    func newer() throws {
      let database = try TestDatabase()
      defer { database.remove() }
      let storage = try PostgreSQLStorage(url: database.url)
      try storage.transaction(isReading: false) {
        _ = try $0.rows("UPDATE sluice_schema SET version = 99", [])
      }
      #expect(throws: StorageError.newer(storage: storage.place, version: 99, known: 1)) {
        try PostgreSQLStorage(url: database.url)
      }
    }

    @Test("A failed statement names its SQLSTATE, undoes its transaction and leaves the next alone")
    func failedStatement() throws {
      let database = try TestDatabase()
      defer { database.remove() }
      let storage = try PostgreSQLStorage(url: database.url)
      let error = #expect(throws: StorageError.self) {
        try storage.transaction(isReading: false) { session in
          _ = try session.rows("INSERT INTO sluice_studies VALUES ('s', 'd')", [])
          _ = try session.rows("SELECT nothing FROM nowhere", [])
        }
      }
      #expect("\(String(describing: error))".contains("42P01"))
      #expect(try storage.studies() == [])
    }
  }

  @Suite("Addresses of PostgreSQL")
  struct PostgreSQLAddressTests {
    @Test(
      "An address is shown without password and settings",
      arguments: [
        ("postgresql://me:p@h:5/d?password=p", "postgresql://me@h:5/d"),
        ("postgresql://me@h/d", "postgresql://me@h/d"),
        ("postgresql://h/d?user=me&password=p", "postgresql://h/d"),
        ("postgresql:///d", "postgresql:///d"),
        ("postgresql://me:p@ss/w?rd@h/d", "postgresql://me@h/d"),
      ])
    func place(_ url: String, _ shown: String) {
      #expect(PostgreSQLStorage.place(of: url) == shown)
    }
  }
#endif
