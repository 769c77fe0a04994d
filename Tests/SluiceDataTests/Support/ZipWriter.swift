import Foundation

/// Writes ZIP archives for tests, wrong ones too.
struct ZipWriter {
  /// A file of an archive.
  struct Entry {
    var name: String
    var bytes: Data
    /// The packed bytes; nil stores the content as it is.
    var deflated: Data?
    /// What the archive says of the file where it does not tell the truth.
    var method: Int?
    var size: Int?
    var crc: UInt32?
    var flags = 0
    /// The file's kind and rights in Unix.
    var mode = 0o100644

    init(_ name: String, _ text: String) {
      self.name = name
      bytes = Data(text.utf8)
    }

    /// A file whose content is deflated, by the system's gzip.
    init(deflating name: String, _ text: String) throws {
      self.init(name, text)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["gzip", "-nc"]
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      let content = bytes
      Thread.detachNewThread {
        try? input.fileHandleForWriting.write(contentsOf: content)
        try? input.fileHandleForWriting.close()
      }
      let packed = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      // Ten bytes of header before the deflated data, checksum and size behind it.
      deflated = packed.dropFirst(10).dropLast(8)
    }
  }

  var entries: [Entry]
  /// Whether places and sizes are written in 64 bits.
  var isLarge = false
  var comment = ""

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// The archive.
  var data: Data {
    var archive = Data()
    var directory = Data()
    for entry in entries {
      let packed = entry.deflated ?? entry.bytes
      let method = entry.method ?? (entry.deflated == nil ? 0 : 8)
      let size = entry.size ?? entry.bytes.count
      let crc = Int(entry.crc ?? ZipWriter.crc(entry.bytes))
      let name = Data(entry.name.utf8)
      let offset = archive.count
      archive += numbers((0x0403_4B50, 4), (20, 2), (entry.flags, 2), (method, 2), (0, 4))
      archive += numbers((crc, 4), (packed.count, 4), (size, 4), (name.count, 2), (3, 2))
      // The extra field here differs from the one in the directory.
      archive += name + Data([9, 9, 9]) + packed
      let extra =
        isLarge ? numbers((1, 2), (24, 2), (size, 8), (packed.count, 8), (offset, 8)) : Data()
      let most = 0xFFFF_FFFF
      directory += numbers((0x0201_4B50, 4), (20, 1), (3, 1), (20, 2), (entry.flags, 2))
      directory += numbers((method, 2), (0, 4), (crc, 4), (isLarge ? most : packed.count, 4))
      directory += numbers((isLarge ? most : size, 4), (name.count, 2), (extra.count, 2), (0, 2))
      directory += numbers((0, 2), (0, 2), (entry.mode << 16, 4), (isLarge ? most : offset, 4))
      directory += name + extra
    }
    let start = archive.count
    archive += directory
    if isLarge {
      let end = archive.count
      archive += numbers((0x0606_4B50, 4), (44, 8), (45, 2), (45, 2), (0, 4), (0, 4))
      archive += numbers((entries.count, 8), (entries.count, 8), (directory.count, 8), (start, 8))
      archive += numbers((0x0706_4B50, 4), (0, 4), (end, 8), (1, 4))
    }
    let count = isLarge ? 0xFFFF : entries.count
    archive += numbers((0x0605_4B50, 4), (0, 4), (count, 2), (count, 2))
    archive += numbers((directory.count, 4), (isLarge ? 0xFFFF_FFFF : start, 4))
    archive += numbers((comment.utf8.count, 2)) + Data(comment.utf8)
    return archive
  }

  /// Numbers in so many bytes each, lowest first.
  private func numbers(_ numbers: (value: Int, count: Int)...) -> Data {
    var data = Data()
    for (value, count) in numbers {
      for place in 0..<count { data.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
    return data
  }

  /// The checksum of ZIP, bit by bit.
  static func crc(_ bytes: Data) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
