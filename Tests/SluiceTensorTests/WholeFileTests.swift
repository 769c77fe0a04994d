import Foundation
import SluiceTensor
import Testing

@Suite struct WholeFileTests {
  private let folder: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-whole-file-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  private func listing() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func `a finished file holds what was written and nothing lies beside it`() throws {
    let path = folder + "/a.txt"
    try WholeFile.write("old", to: path)
    try WholeFile.write("new text\n", to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new text\n")
    #expect(try listing() == ["a.txt"])
  }

  @Test func `a file that is not finished leaves the old one and nothing else`() throws {
    let path = folder + "/a.txt"
    try WholeFile.write("old", to: path)
    do {
      let file = try WholeFile(path)
      try [UInt8]("half".utf8).withUnsafeBytes { try file.write($0) }
      #expect(try listing().count == 2)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try listing() == ["a.txt"])
  }

  @Test func `errors name the file and the reason in plain words`() {
    func complaint(_ path: String) -> String {
      do {
        try WholeFile.write("x", to: path)
        return "written"
      } catch {
        return String(describing: error)
      }
    }
    #expect(
      complaint("\(folder)/none/a")
        == "Cannot write \(folder)/none/a: there is no such file or folder.")
    #expect(complaint(folder) == "Cannot write \(folder): it is a folder.")
    #if os(Linux)
      #expect(
        complaint("/dev/full")
          == "Cannot write /dev/full: the disk is full; make room and try again.")
    #endif
  }
}
