import Foundation
import SluiceTuning
import Synchronization
import Testing
import TuningConformance

@testable import SluiceStorage

@Suite("Storage in an SQLite file")
struct SQLiteStorageTests {
  private let folder = TemporaryFolder()

  private func storage(_ name: String = "study.db", patience: Double = 60) throws -> SQLiteStorage {
    try SQLiteStorage(path: folder.path(name), patience: patience)
  }

  @Test("The SQLite storage keeps the laws of all storages")
  func laws() throws {
    let violations = try StorageConformance.violations {
      let path = folder.path("\(UUID().uuidString).db")
      let clock = SettableClock()
      let open: @Sendable () throws -> any StudyStorage = {
        try SQLiteStorage(path: path) { clock.seconds.withLock { $0 } }
      }
      return StorageConformance.Subject(
        try open(), elapse: { seconds in clock.seconds.withLock { $0 += seconds } }, reopen: open)
    }
    #expect(violations == [])
  }

  @Test("A synchronous study makes the same trials in a file and in memory")
  func sameTrials() throws {
    let space = try TestSpaces.mixed()
    let definition = try StudyDefinition("s", space: space, generation: 4)
    let storages: [any StudyStorage] = [InMemoryStorage(), try storage()]
    let trials = try storages.map { storage in
      let study = try Study(definition, budget: StudyBudget(trials: 20), storage: storage)
      while case .trial(let trial) = try study.ask() {
        try study.tell(trial, .complete([trial.parameters["rate"]?.number ?? .nan]))
      }
      return try study.trials()
    }
    #expect(trials[1].count == 20)
    #expect(trials[0].map(\.parameters) == trials[1].map(\.parameters))
    #expect(trials[0].map(\.values) == trials[1].map(\.values))
  }

  @Test("A file that is no database is named, and left as it is")
  func notADatabase() throws {
    let path = folder.path("notes.txt")
    let text = String(repeating: "not a database ", count: 500)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: StorageError.self) { try SQLiteStorage(path: path) }
    #expect(error == .damaged(storage: path, reason: "it is not an SQLite database"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test("Tables of a newer version are refused")
  func newer() throws {
    try storage().transaction(isReading: false) {
      _ = try $0.rows("UPDATE sluice_schema SET version = 99", [])
    }
    #expect(
      throws: StorageError.newer(storage: folder.path("study.db"), version: 99, known: 1)
    ) { try storage() }
  }

  @Test("A place where no file can be is named", arguments: ["", "no/such/study.db", "."])
  func badPlace(_ name: String) throws {
    let path = name.isEmpty ? "" : folder.path(name)
    let error = #expect(throws: StorageError.self) { try SQLiteStorage(path: path) }
    guard case .badLocation(path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A file that may not be written says so, and can be read on")
  func readOnly() throws {
    let storage = try storage()
    _ = try storage.open("s", definition: "d")
    try pragma("query_only = 1", of: storage)
    let error = #expect(throws: StorageError.self) { try storage.open("t", definition: "d") }
    guard case .unwritable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try storage.studies() == ["s"])
  }

  @Test("A full disk says so; what was kept stays, and more goes in once there is room")
  func full() throws {
    let storage = try storage()
    _ = try storage.open("s", definition: "d")
    try pragma("max_page_count = 1", of: storage)  // SQLite takes the present size for less
    let large = String(repeating: "x", count: 100_000)
    #expect(
      throws: StorageError.unwritable(
        storage: folder.path("study.db"), reason: "the disk is full")
    ) { try storage.append([Proposal(["x": .string(large)])], to: "s", at: 0) }
    #expect(try storage.trials(of: "s", from: 0) == [])
    try pragma("max_page_count = 100000", of: storage)
    #expect(try storage.append([Proposal(["x": .string(large)])], to: "s", at: 0))
  }

  @Test("A file that another process keeps locked is waited for, not for ever")
  func locked() throws {
    let (first, second) = (try storage(), try storage(patience: 0.05))
    try first.transaction(isReading: false) { _ in
      let error = #expect(throws: StorageError.self) { try second.open("s", definition: "d") }
      guard case .unavailable = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      let studies = try second.studies()
      #expect(studies == [])
    }
    #expect(try second.open("s", definition: "d") == "d")
  }

  @Test(
    "A file that is removed or replaced while it is in use is not written any more",
    arguments: ["removed", "replaced"])
  func vanished(_ how: String) throws {
    let storage = try storage()
    _ = try storage.open("s", definition: "d")
    #expect(try storage.append([Proposal(["x": 1])], to: "s", at: 0))
    let claimed = try storage.claim(in: "s", for: "worker", takingOverAfter: 60)
    #expect(claimed?.number == 0)
    let path = folder.path("study.db")
    if how == "replaced" {
      _ = try self.storage("other.db").open("s", definition: "other")
      #expect(rename(folder.path("other.db"), path) == 0)
    } else {
      try FileManager.default.removeItem(atPath: path)
    }
    let replaced = StorageError.replaced(storage: path)
    #expect(throws: replaced) {
      try storage.finish(0, of: "s", by: "worker", with: .complete([1]))
    }
    #expect(throws: replaced) {
      try storage.claim(in: "s", for: "worker", takingOverAfter: 60)
    }
    // Nor is it read: nobody else would find what it says.
    #expect(throws: replaced) { try storage.trials(of: "s", from: 0) }
    #expect("\(replaced)".contains("was removed or replaced while it was in use"))
  }

  @Test("A name with a NUL is refused, as it would be cut off")
  func nul() throws {
    let storage = try storage()
    #expect(throws: StorageError.self) { try storage.open("a\0b", definition: "d") }
    #expect(try storage.studies() == [])
  }

  @Test(
    "A step whose answer is lost may be repeated: nothing is doubled, and a finished trial is own")
  func repeated() throws {
    let storage = RepeatingStorage(storage: try storage())
    let study = try Study(
      StudyDefinition("s", space: TestSpaces.mixed()), budget: StudyBudget(trials: 3),
      storage: storage, takeOverSeconds: -1)
    while case .trial(var trial) = try study.ask() {
      _ = try study.report(1, at: 1, of: &trial)
      try study.tell(trial, .complete([1]))
    }
    let trials = try study.trials()
    #expect(trials.map(\.state) == [.complete, .complete, .complete])
    #expect(trials.map(\.intermediate.count) == [1, 1, 1])
    // Not when it has ended otherwise, or in other hands.
    #expect(try !storage.finish(0, of: "s", by: "worker", with: .pruned()))
    #expect(try !storage.finish(0, of: "s", by: "another", with: .complete([1])))
  }

  private func pragma(_ text: String, of storage: SQLiteStorage) throws {
    try storage.transaction(isReading: false) { _ = try $0.rows("PRAGMA \(text)", []) }
  }
}

/// Carries each step out twice, as after a connection that was lost with the first answer.
private struct RepeatingStorage: SQLStudyStorage {
  struct Session: SQLSession {
    let session: any SQLSession
    var isRepeated: Bool { true }

    func rows(_ sql: String, _ values: [SQLValue]) throws -> [[SQLValue]] {
      try session.rows(sql, values)
    }
  }

  let storage: SQLiteStorage

  var place: String { storage.place }
  var dialect: SQLDialect { storage.dialect }

  func transaction<T>(isReading: Bool, _ body: (any SQLSession) throws -> T) throws -> T {
    _ = try storage.transaction(isReading: isReading, body)
    return try storage.transaction(isReading: isReading) { try body(Session(session: $0)) }
  }
}
