import Foundation
import SluiceData
import SluiceTensor
import TestSupport
import Testing

@testable import SluiceData

@Suite struct DataFetchTests {
  /// A data set of one archive that a server of this machine has.
  private struct Setting {
    let folder: URL
    let archive: Data
    static let content = (0..<30_000).map { "\($0),\($0 % 7)" }.joined(separator: "\n")

    init(_ entries: [ZipWriter.Entry]? = nil) throws {
      folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("sluice-fetch-tests-\(UUID().uuidString)/folder")
      let usual: [ZipWriter.Entry] = [
        .init("__MACOSX/data/._a", "x"), try .init(deflating: "data/a.csv", Setting.content),
        .init("data/b/c.txt", "hello"),
      ]
      archive = ZipWriter(entries ?? usual).data
    }

    func dataSet(
      _ url: String, bytes: Int? = nil, sha256: String? = nil, inner: PublicDataSet.Archive? = nil
    ) -> PublicDataSet {
      PublicDataSet(
        name: "made-up", title: "", terms: "", url: url,
        archive: .init(
          path: "made-up.zip", bytes: bytes ?? archive.count,
          sha256: sha256 ?? archive.withUnsafeBytes { SHA256.hash($0) }),
        inner: inner, limit: 10_000_000, product: "data")
    }

    /// Fetches, and returns the error, if any, the steps but those that count bytes, and their last count.
    func fetch(
      _ set: PublicDataSet
    ) -> (error: (any Error)?, steps: [DataFetch.Step], bytes: Int?) {
      var steps: [DataFetch.Step] = []
      var bytes: Int?
      let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
      do {
        try DataFetch(set, to: folder.path, environment: environment).run { step in
          if case .downloaded(let count) = step { bytes = count } else { steps.append(step) }
        }
        return (nil, steps, bytes)
      } catch {
        return (error, steps, bytes)
      }
    }

    func text(_ name: String) -> String? {
      try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    var names: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    func write(_ data: Data, to name: String) throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try data.write(to: folder.appendingPathComponent(name))
    }
  }

  @Test("A whole archive is downloaded, checked and unpacked, and not downloaded again")
  func whole() throws {
    let setting = try Setting()
    let server = try LocalServer(["/a.zip": .init(setting.archive)])
    let set = setting.dataSet(server.url("/a.zip"))
    let first = setting.fetch(set)
    #expect(first.error == nil)
    #expect(first.steps == [.downloads(from: 0), .unpacks])
    #expect(first.bytes == setting.archive.count)
    #expect(setting.text("data/a.csv") == Setting.content)
    #expect(setting.text("data/b/c.txt") == "hello")
    #expect(setting.names == ["data", "made-up.zip"])
    let second = setting.fetch(set)
    #expect(second.error == nil)
    #expect(second.steps == [.isThere, .unpacks])
    #expect(server.requests == ["/a.zip"])
  }

  @Test("A download that broke off goes on where it stopped")
  func resumes() throws {
    let setting = try Setting()
    let half = setting.archive.count / 2
    let broken = try LocalServer(["/a.zip": .init(setting.archive, sent: half)])
    let first = setting.fetch(setting.dataSet(broken.url("/a.zip")))
    guard case .download(_, let file, let reason)? = first.error as? FetchError else {
      Issue.record("\(String(describing: first.error))")
      return
    }
    #expect(reason.contains("(18)"), "\(reason)")
    #expect(file.hasSuffix("/folder/made-up.zip"))
    #expect(setting.names == ["made-up.zip.partial"])

    let server = try LocalServer(["/a.zip": .init(setting.archive)])
    let second = setting.fetch(setting.dataSet(server.url("/a.zip")))
    #expect(second.error == nil)
    #expect(second.steps == [.downloads(from: half), .unpacks])
    #expect(server.requests == ["/a.zip bytes=\(half)-"])
    #expect(setting.text("data/a.csv") == Setting.content)
  }

  @Test("A server that cannot go on in the middle is asked for the whole file")
  func noRanges() throws {
    let setting = try Setting()
    try setting.write(setting.archive.prefix(100), to: "made-up.zip.partial")
    let server = try LocalServer(["/a.zip": .init(setting.archive, knowsRanges: false)])
    let run = setting.fetch(setting.dataSet(server.url("/a.zip")))
    #expect(run.error == nil, "\(String(describing: run.error))")
    #expect(run.steps == [.downloads(from: 100), .startsAnew, .unpacks])
    #expect(setting.text("data/b/c.txt") == "hello")
  }

  @Test("A file that is too short or too long on the server is named with both sizes")
  func sizes() throws {
    let setting = try Setting()
    let server = try LocalServer(["/a.zip": .init(setting.archive)])
    let url = server.url("/a.zip")
    let count = setting.archive.count
    let short = setting.fetch(setting.dataSet(url, bytes: count + 1))
    guard case .truncated(_, _, let expected, let found)? = short.error as? FetchError else {
      Issue.record("\(String(describing: short.error))")
      return
    }
    #expect(expected == count + 1)
    #expect(found == count)
    // Nothing comes behind what is there: the server is asked for all of it once more.
    let again = setting.fetch(setting.dataSet(url, bytes: count + 1))
    #expect(again.steps == [.downloads(from: count), .startsAnew])
    try? FileManager.default.removeItem(at: setting.folder)

    let long = setting.fetch(setting.dataSet(url, bytes: count - 1))
    #expect(long.error as? FetchError == .tooLong(url: url, expected: count - 1))
    #expect(setting.text("data/b/c.txt") == nil)
    // The server says so before it sends the rest; what had come before is no use any more.
    try setting.write(setting.archive.prefix(100), to: "made-up.zip.partial")
    let rest = setting.fetch(setting.dataSet(url, bytes: count - 200))
    #expect(rest.error as? FetchError == .tooLong(url: url, expected: count - 200))
    #expect(setting.names.isEmpty)
    try setting.write(setting.archive + Data([1]), to: "made-up.zip.partial")
    let anew = setting.fetch(setting.dataSet(url))
    #expect(anew.error == nil)
    #expect(anew.steps == [.downloads(from: 0), .unpacks])
  }

  @Test("Other bytes than those known are removed, not unpacked")
  func checksum() throws {
    let setting = try Setting()
    var other = setting.archive
    other[other.count / 2] ^= 1
    let server = try LocalServer(["/a.zip": .init(other)])
    let run = setting.fetch(setting.dataSet(server.url("/a.zip")))
    let expected = setting.archive.withUnsafeBytes { SHA256.hash($0) }
    let found = other.withUnsafeBytes { SHA256.hash($0) }
    #expect(
      run.error as? FetchError
        == .otherChecksum(url: server.url("/a.zip"), expected: expected, found: found))
    #expect(setting.names.isEmpty)
    // An archive that was put there by hand and is wrong is downloaded anew.
    try setting.write(other, to: "made-up.zip")
    let right = try LocalServer(["/a.zip": .init(setting.archive)])
    #expect(setting.fetch(setting.dataSet(right.url("/a.zip"))).error == nil)
  }

  @Test("No network, no such page, no curl: the address and what to do are named")
  func failures() throws {
    let setting = try Setting()
    let nowhere = try LocalServer.nowhere("/a.zip")
    let refused = setting.fetch(setting.dataSet(nowhere))
    #expect("\(refused.error as Any)".contains("(7)"), "\(refused.error as Any)")
    #expect((refused.error as? FetchError)?.description.contains(nowhere) == true)
    let server = try LocalServer([:])
    let missing = setting.fetch(setting.dataSet(server.url("/a.zip")))
    #expect("\(missing.error as Any)".contains("404"), "\(missing.error as Any)")
    let none = FetchError.noCurl(url: nowhere, file: "x/made-up.zip").description
    #expect(none.contains("curl") && none.contains(nowhere) && none.contains("x/made-up.zip"))
    let deep = setting.folder.path + "/not/there/"
    let fetch = DataFetch(setting.dataSet(nowhere), to: deep, environment: [:])
    #expect(fetch.productPath == deep + "data")
    #expect(throws: FetchError.self) { try fetch.run() }
    #expect(FileManager.default.fileExists(atPath: deep))
    let file = setting.folder.appendingPathComponent("file")
    try setting.write(Data(), to: "file")
    #expect(throws: FileError.self) {
      try DataFetch(setting.dataSet(nowhere), to: file.path + "/x", environment: [:]).run()
    }
  }

  @Test("A broken archive and one whose names lead out of the folder write nothing outside")
  func archives() throws {
    let setting = try Setting([.init("data/a", "x"), .init("../outside.txt", "x")])
    let server = try LocalServer([
      "/a.zip": .init(setting.archive), "/page": .init(Data("<html>".utf8)),
    ])
    let run = setting.fetch(setting.dataSet(server.url("/a.zip")))
    #expect((run.error as? ZipError)?.problem == .unsafePath)
    #expect(setting.names == ["made-up.zip"])
    let outside = setting.folder.deletingLastPathComponent().appendingPathComponent("outside.txt")
    #expect(!FileManager.default.fileExists(atPath: outside.path))

    let page = try Setting()
    let html = Data("<html>".utf8)
    let broken = page.dataSet(
      server.url("/page"), bytes: html.count, sha256: html.withUnsafeBytes { SHA256.hash($0) })
    #expect((page.fetch(broken).error as? ZipError)?.problem == .notAnArchive)
    let empty = try Setting([.init("readme.txt", "x")])
    let other = try LocalServer(["/a.zip": .init(empty.archive)])
    let missing = empty.fetch(empty.dataSet(other.url("/a.zip")))
    #expect((missing.error as? ZipError)?.problem == .missing)
    #expect((missing.error as? ZipError)?.entry == "data")
  }

  @Test("An archive inside the archive is checked and unpacked")
  func inner() throws {
    let content = ZipWriter([.init("data/a.txt", "inside")]).data
    var entry = ZipWriter.Entry("files.zip", "")
    entry.bytes = content
    let setting = try Setting([.init("names.txt", "x"), entry])
    let server = try LocalServer(["/a.zip": .init(setting.archive)])
    let sha256 = content.withUnsafeBytes { SHA256.hash($0) }
    let inner = PublicDataSet.Archive(path: "files.zip", bytes: content.count, sha256: sha256)
    let url = server.url("/a.zip")
    #expect(setting.fetch(setting.dataSet(url, inner: inner)).error == nil)
    #expect(setting.text("data/a.txt") == "inside")
    let wrong = PublicDataSet.Archive(path: "files.zip", bytes: 1, sha256: "0")
    #expect(setting.fetch(setting.dataSet(url, inner: wrong)).error is FetchError)
  }

  @Test("The known data sets are told by distinct names and whole checksums")
  func known() {
    let sets = PublicDataSet.all
    #expect(sets.map(\.name) == ["household", "mhealth", "uci-har"])
    for archive in sets.flatMap({ [$0.archive] + ($0.inner.map { [$0] } ?? []) }) {
      #expect(archive.sha256.count == 64)
      #expect(archive.sha256.allSatisfy { "0123456789abcdef".contains($0) })
      #expect(archive.path.hasSuffix(".zip"))
    }
  }

  @Test("The household file that these tests read has the bytes that its archive is known to hold")
  func householdBytes() throws {
    guard let file = RealData.file("household_power_consumption.txt") else { return }
    let bytes = try WholeFile.read(file.path)
    #expect(bytes.count == 132_960_755)
    // As published beside the archive's SHA-256 by those who pinned both.
    #expect(
      bytes.withUnsafeBytes { SHA256.hash($0) }
        == "4259c9d7ece5dbee9ab8d53682baac68d791c864f0f64a52b4043cb3b90894b7")
  }
}
