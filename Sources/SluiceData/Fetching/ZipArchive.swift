import SluiceTensor

/// A ZIP archive: its directory, checked before a byte is unpacked.
///
/// Files that are stored or deflated are known, and archives larger than 4 GiB (zip64). Names that lead
/// out of the folder, links and encrypted files are refused.
///
/// - Source: PKWARE, "APPNOTE.TXT, .ZIP File Format Specification" 6.3.10, sections 4.3 to 4.5.
struct ZipArchive {
  /// A file or a folder of an archive.
  struct Entry: Hashable {
    let name: String
    let method: Int
    let crc: UInt32
    let packedSize: Int
    let size: Int
    /// Where its own header lies in the archive.
    let offset: Int

    var isFolder: Bool { name.hasSuffix("/") }
  }

  /// The archive's name in messages.
  let name: String
  let bytes: [UInt8]
  /// What it holds, in the order of its directory.
  let entries: [Entry]

  /// Reads the directory.
  ///
  /// - Parameters:
  ///   - bytes: The archive.
  ///   - name: Its name in messages.
  ///   - limit: The most bytes that all files may have together.
  /// - Throws: ``ZipError``.
  init(_ bytes: [UInt8], name: String, limit: Int) throws {
    self.bytes = bytes
    self.name = name
    let reader = ZipReader(bytes: bytes, archive: name)
    let directory = try reader.directory()
    var entries: [Entry] = []
    var place = directory.offset
    var total = 0
    for _ in 0..<directory.count {
      guard try reader.number(place, 4) == 0x0201_4B50 else { throw reader.error(.truncated) }
      let entry = try reader.entry(at: &place)
      let (sum, overflow) = total.addingReportingOverflow(entry.size)
      total = overflow ? .max : sum
      if total > limit { throw reader.error(.tooLarge(bytes: total, allowed: limit)) }
      entries.append(entry)
    }
    self.entries = entries
  }
}

/// Takes numbers and names out of an archive's bytes; none of its places can lie outside.
struct ZipReader {
  let bytes: [UInt8]
  let archive: String

  func error(_ problem: ZipError.Problem, _ entry: String? = nil) -> ZipError {
    ZipError(archive: archive, entry: entry, problem: problem)
  }

  /// The number in so many bytes, lowest first.
  func number(_ place: Int, _ count: Int) throws -> Int {
    guard place >= 0, place <= bytes.count - count else { throw error(.truncated) }
    var value: UInt64 = 0
    for index in (0..<count).reversed() { value = value << 8 | UInt64(bytes[place + index]) }
    guard let number = Int(exactly: value) else { throw error(.truncated) }
    return number
  }

  /// Finds the directory: its place and the number of its entries.
  func directory() throws -> (offset: Int, count: Int) {
    // The last record has 22 bytes and a comment of at most 65,535 behind it.
    let last = bytes.count - 22
    guard last >= 0 else { throw error(.notAnArchive) }
    var end = last
    while try number(end, 4) != 0x0605_4B50 || number(end + 20, 2) != last - end {
      end -= 1
      if end < 0 || end < last - 65_535 { throw error(.notAnArchive) }
    }
    let count = try number(end + 10, 2)
    let offset = try number(end + 16, 4)
    guard count == 0xFFFF || offset == 0xFFFF_FFFF, end >= 20,
      try number(end - 20, 4) == 0x0706_4B50
    else { return (offset, count) }
    let large = try number(end - 12, 8)
    guard try number(large, 4) == 0x0606_4B50 else { throw error(.truncated) }
    return (try number(large + 48, 8), try number(large + 32, 8))
  }

  /// Reads an entry of the directory and goes behind it.
  func entry(at place: inout Int) throws -> ZipArchive.Entry {
    let flags = try number(place + 8, 2)
    let method = try number(place + 10, 2)
    let crc = try number(place + 16, 4)
    var sizes = [try number(place + 24, 4), try number(place + 20, 4), try number(place + 42, 4)]
    let nameLength = try number(place + 28, 2)
    let extraLength = try number(place + 30, 2)
    let commentLength = try number(place + 32, 2)
    let system = try number(place + 5, 1)
    let attributes = try number(place + 38, 4)
    let nameStart = place + 46
    _ = try number(nameStart + nameLength + extraLength + commentLength - 1, 1)
    let name = String(decoding: bytes[nameStart..<nameStart + nameLength], as: UTF8.self)
    try widen(&sizes, extra: nameStart + nameLength..<nameStart + nameLength + extraLength)
    place = nameStart + nameLength + extraLength + commentLength

    if !ZipReader.isSafe(name) { throw error(.unsafePath, name) }
    if flags & 1 != 0 { throw error(.encrypted, name) }
    if system == 3, attributes >> 28 == 0xA { throw error(.link, name) }
    guard method == 0 || method == 8 else { throw error(.unknownMethod(method), name) }
    guard let crc = UInt32(exactly: crc) else { throw error(.truncated, name) }
    return ZipArchive.Entry(
      name: name, method: method, crc: crc, packedSize: sizes[1], size: sizes[0],
      offset: sizes[2])
  }

  /// Replaces sizes that do not fit into 32 bits by those of the extra field 1, which has 64 bits for each of
  /// them.
  private func widen(_ sizes: inout [Int], extra: Range<Int>) throws {
    guard sizes.contains(0xFFFF_FFFF) else { return }
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound {
      let length = try number(place + 2, 2)
      if try number(place, 2) == 1 {
        var next = place + 4
        for index in sizes.indices where sizes[index] == 0xFFFF_FFFF {
          guard next + 8 <= min(place + 4 + length, extra.upperBound) else {
            throw error(.truncated)
          }
          sizes[index] = try number(next, 8)
          next += 8
        }
        return
      }
      place += 4 + length
    }
  }

  /// Whether a name stays inside the folder.
  private static func isSafe(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    if scalars.isEmpty || scalars.first == "/" { return false }
    if scalars.contains(where: { $0 == "\\" || $0 == ":" || $0.value < 32 }) { return false }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return !parts.contains("..") && !parts.contains(".") && !parts.dropLast().contains("")
  }
}
