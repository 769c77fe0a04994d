import Foundation
import SluiceData
import SluiceTensor
import Testing

@testable import SluiceData

@Suite struct ZipArchiveTests {
  private func archive(_ data: Data, limit: Int = 1 << 30) throws -> ZipArchive {
    try ZipArchive(Array(data), name: "a.zip", limit: limit)
  }

  /// The problem of an archive with these files, in its directory or in one of them.
  private func problem(_ entries: ZipWriter.Entry..., limit: Int = 1 << 30) -> ZipError? {
    problem(ZipWriter(entries).data, limit: limit)
  }

  private func problem(_ data: Data, limit: Int = 1 << 30) -> ZipError? {
    do {
      let archive = try archive(data, limit: limit)
      for entry in archive.entries { _ = try archive.contents(of: entry.name) }
      return nil
    } catch {
      return error as? ZipError
    }
  }

  /// A text that packs well and is longer than the pieces in which it is unpacked.
  private let long = (0..<400_000).map { "\($0 % 977),\($0 / 1000)" }.joined(separator: "\n")

  @Test("Stored and deflated files come out as they went in, with and without 64-bit sizes")
  func contents() throws {
    for isLarge in [false, true] {
      var writer = ZipWriter([
        .init("a.txt", "hello"), .init("folder/", ""), .init("folder/empty", ""),
        try .init(deflating: "folder/long.csv", long),
      ])
      writer.isLarge = isLarge
      writer.comment = "PK\u{5}\u{6} is no end of the archive here"
      let archive = try archive(writer.data)
      #expect(
        archive.entries.map(\.name) == ["a.txt", "folder/", "folder/empty", "folder/long.csv"])
      #expect(archive.entries.map(\.isFolder) == [false, true, false, false])
      #expect(try archive.contents(of: "a.txt") == Array("hello".utf8))
      #expect(try archive.contents(of: "folder/empty") == [])
      #expect(try archive.contents(of: "folder/long.csv") == Array(long.utf8))
    }
    #expect(
      throws: ZipError(archive: "a.zip", entry: "b", problem: .missing)
    ) { try archive(ZipWriter([.init("a", "")]).data).contents(of: "b") }
  }

  @Test("Names that lead out of the folder, links and encrypted files are refused")
  func unsafe() throws {
    for name in [
      "../a", "/etc/a", "a/../../b", "..", "a/..", "", "./a", "a//b", "C:/a", "a\\..\\b", "a\nb",
    ] {
      #expect(problem(.init(name, "x"))?.problem == .unsafePath, "\(name)")
    }
    for name in ["..a", "a..b/c...", "a b/ü.txt"] { #expect(problem(.init(name, "x")) == nil) }
    var link = ZipWriter.Entry("a", "/etc/passwd")
    link.mode = 0o120777
    #expect(problem(link)?.problem == .link)
    var encrypted = ZipWriter.Entry("a", "x")
    encrypted.flags = 1
    #expect(problem(encrypted)?.problem == .encrypted)
    var other = ZipWriter.Entry("a", "x")
    other.method = 14
    #expect(problem(other)?.problem == .unknownMethod(14))
    #expect(problem(other)?.description.contains("\"a\"") == true)
  }

  @Test("Damage is found: checksums, sizes, packed bytes, a cut end")
  func damage() throws {
    var entry = ZipWriter.Entry("a", "hello")
    entry.crc = 1
    #expect(problem(entry)?.problem == .otherChecksum)
    var shorter = try ZipWriter.Entry(deflating: "a", long)
    shorter.size = long.utf8.count - 1
    guard case .otherSize(let expected, _)? = problem(shorter)?.problem else {
      Issue.record("a file longer than stated was unpacked")
      return
    }
    #expect(expected == long.utf8.count - 1)
    // What is more than stated is never written.
    let packed = try archive(ZipWriter([shorter]).data)
    var written = 0
    #expect(throws: ZipError.self) {
      try packed.unpack(packed.entries[0]) { written += $0.count }
    }
    #expect(written > 0 && written <= expected)
    var longer = try ZipWriter.Entry(deflating: "a", long)
    longer.size = long.utf8.count + 1
    #expect(
      problem(longer)?.problem
        == .otherSize(expected: long.utf8.count + 1, found: long.utf8.count))
    var corrupt = try ZipWriter.Entry(deflating: "a", long)
    corrupt.deflated = Data([0xFF]) + (corrupt.deflated ?? Data()).dropFirst()
    #expect(problem(corrupt)?.problem == .corrupt)
    var cut = try ZipWriter.Entry(deflating: "a", long)
    cut.deflated = cut.deflated?.prefix(1000)
    #expect(problem(cut)?.problem == .corrupt)

    let whole = ZipWriter([.init("a", "hello"), .init("b", "there")]).data
    #expect(problem(whole.prefix(whole.count - 1))?.problem == .notAnArchive)
    #expect(problem(Data("<html>not found</html>".utf8))?.problem == .notAnArchive)
    #expect(problem(Data())?.problem == .notAnArchive)
    #expect(problem(whole.dropFirst(40))?.problem == .truncated)
  }

  @Test("Archives that would unpack to more than is allowed are refused before a byte is written")
  func limits() throws {
    let error = problem(.init("a", "hello"), .init("b", "there"), limit: 9)
    #expect(error?.problem == .tooLarge(bytes: 10, allowed: 9))
    var bomb = ZipWriter.Entry("a", "x")
    bomb.size = .max
    var writer = ZipWriter([bomb, bomb])
    writer.isLarge = true
    #expect(problem(writer.data)?.problem == .tooLarge(bytes: .max, allowed: 1 << 30))
  }

  @Test("Whatever bytes come, an archive is read or refused")
  func mutations() throws {
    var random = RandomStreams(seed: 3).stream("zip")
    var large = ZipWriter([try .init(deflating: "a/b", "hello, hello, hello"), .init("c", "x")])
    large.isLarge = true
    let seeds = [
      ZipWriter([try .init(deflating: "a/b", "hello, hello, hello"), .init("c", "x")]).data,
      large.data,
    ]
    var read = 0
    var refused = 0
    for round in 0..<4000 {
      var bytes = seeds[round % 2]
      for _ in 0...random.next() % 3 {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[place] = 0xFF
        case 2: bytes = bytes.prefix(place + 1)
        default: bytes.insert(0, at: place)
        }
      }
      if problem(Data(bytes)) == nil { read += 1 } else { refused += 1 }
    }
    #expect(read > 200)
    #expect(refused > 1000)
  }
}
