import SluiceTuning
import Testing

@testable import SluiceStorage

@Suite("Locations of storages")
struct StudyStorageLocationTests {
  @Test(
    "A location is a path, or an address",
    arguments: [
      ("study.db", .sqlite(path: "study.db")), ("/a/b c.db", .sqlite(path: "/a/b c.db")),
      ("sqlite:///study.db", .sqlite(path: "study.db")),
      ("sqlite:////a/b.db", .sqlite(path: "/a/b.db")),
      ("postgresql://u@h/d", .postgreSQL(url: "postgresql://u@h/d")),
      ("postgres:///d", .postgreSQL(url: "postgres:///d")),
    ] as [(String, StudyStorageLocation)])
  func reads(_ text: String, _ location: StudyStorageLocation) throws {
    #expect(try StudyStorageLocation(text) == location)
  }

  @Test(
    "What is no location says what one is",
    arguments: ["", "mysql://u@h/d", "sqlite://study.db", "sqlite:///"])
  func refuses(_ text: String) {
    let error = #expect(throws: StorageError.self) { try StudyStorageLocation(text) }
    guard case .badLocation(text, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("study.db"))
  }

  @Test("A path opens a file")
  func opens() throws {
    let folder = TemporaryFolder()
    for text in [folder.path("a.db"), "sqlite:///" + folder.path("a.db")] {
      let storage = try StudyStorageLocation(text).open()
      #expect(try storage.open("s", definition: "d") == "d")
      #expect(try storage.studies() == ["s"])
    }
  }

  #if !PostgreSQL
    @Test(
      "A build without PostgreSQL says how to make one with it, and keeps the password to itself")
    func noTrait() {
      let error = #expect(throws: StorageError.self) {
        try StudyStorageLocation("postgresql://u:secret@h/d").open()
      }
      #expect("\(String(describing: error))".contains("--traits PostgreSQL"))
      #expect(!"\(String(describing: error))".contains("secret"))
    }
  #endif
}
