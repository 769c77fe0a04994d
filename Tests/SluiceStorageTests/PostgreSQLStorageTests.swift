#if PostgreSQL
  import Foundation
  import SluiceTuning
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

  @Suite("Addresses of PostgreSQL, and its patience")
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

    @Test(
      "The pauses between tries double, and take as long as the patience",
      arguments: [(0, [0]), (1.5, [0, 1, 0.5]), (60, [0, 1, 2, 4, 8, 16, 29])]
        as [(Double, [Double])])
    func pauses(_ patience: Double, _ pauses: [Double]) {
      #expect(PostgreSQLStorage.pauses(within: patience) == pauses)
    }
  }
#endif
