import CZlib
import SluiceTensor

extension ZipArchive {
  /// Returns the bytes of a file.
  ///
  /// - Throws: ``ZipError`` when the archive does not hold it, or its bytes are damaged.
  func contents(of name: String) throws -> [UInt8] {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw ZipError(archive: self.name, entry: name, problem: .missing)
    }
    var contents: [UInt8] = []
    try unpack(entry) { contents.append(contentsOf: $0) }
    return contents
  }

  /// Unpacks a file, a stretch at a time, and checks its size and its checksum.
  ///
  /// - Throws: ``ZipError``, and what `write` throws.
  func unpack(_ entry: Entry, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    let packed = try packedRange(of: entry)
    var size = 0
    var checksum: UInt = crc32(0, nil, 0)
    func take(_ piece: UnsafeRawBufferPointer) throws {
      size += piece.count
      if size > entry.size {
        throw error(.otherSize(expected: entry.size, found: size), entry)
      }
      checksum = UInt(
        crc32(
          uLong(checksum), piece.bindMemory(to: UInt8.self).baseAddress, uInt(piece.count)))
      try write(piece)
    }
    try bytes.withUnsafeBytes { bytes in
      let bytes = UnsafeRawBufferPointer(rebasing: bytes[packed])
      if entry.method == 0 {
        for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
          let end = min(start + 1 << 20, bytes.count)
          try take(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
      } else {
        try inflate(bytes, entry, take)
      }
    }
    if size != entry.size { throw error(.otherSize(expected: entry.size, found: size), entry) }
    if checksum != UInt(entry.crc) { throw error(.otherChecksum, entry) }
  }

  private func error(_ problem: ZipError.Problem, _ entry: Entry) -> ZipError {
    ZipError(archive: name, entry: entry.name, problem: problem)
  }

  /// Where the packed bytes lie: behind the file's own header, whose lengths are its own.
  private func packedRange(of entry: Entry) throws -> Range<Int> {
    let reader = ZipReader(bytes: bytes, archive: name)
    guard try reader.number(entry.offset, 4) == 0x0403_4B50 else { throw error(.truncated, entry) }
    let nameLength = try reader.number(entry.offset + 26, 2)
    let extraLength = try reader.number(entry.offset + 28, 2)
    let start = entry.offset + 30 + nameLength + extraLength
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else {
      throw error(.truncated, entry)
    }
    return start..<start + entry.packedSize
  }

  private func inflate(
    _ packed: UnsafeRawBufferPointer, _ entry: Entry,
    _ take: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var stream = z_stream()
    // A negative size of the window means bare data, without zlib's header.
    guard
      inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw error(.corrupt, entry) }
    defer { inflateEnd(&stream) }
    let step = 1 << 20
    try withUnsafeTemporaryAllocation(byteCount: step, alignment: 16) { output in
      var next = 0
      var status = Z_OK
      while status != Z_STREAM_END {
        // The counts of zlib have 32 bits.
        let input = UnsafeRawBufferPointer(
          rebasing: packed[next..<min(next + 1 << 30, packed.count)])
        stream.next_in = UnsafeMutablePointer(
          mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = uInt(input.count)
        stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = uInt(step)
        status = CZlib.inflate(&stream, Z_NO_FLUSH)
        let produced = step - Int(stream.avail_out)
        let consumed = input.count - Int(stream.avail_in)
        next += consumed
        guard status == Z_OK || status == Z_STREAM_END, produced + consumed > 0 else {
          throw error(.corrupt, entry)
        }
        try take(UnsafeRawBufferPointer(rebasing: output[..<produced]))
      }
    }
  }
}
