/// A 64-bit hash of bytes (XXH64): tells whether a file or a stretch of data is still the same.
///
/// It finds accidents and edits, not forgeries: it is no cryptographic hash. It reads several
/// gigabytes a second, so that hashing all rows of a big file costs milliseconds.
///
/// - Source: Collet, "xxHash fast digest algorithm",
///   <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.
package struct ContentHash {
  private static let primes: [UInt64] = [
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
    0x27D4_EB2F_1656_67C5,
  ]

  private var lanes: SIMD4<UInt64>
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// Creates the hash of no bytes.
  package init() {
    let (p1, p2) = (ContentHash.primes[0], ContentHash.primes[1])
    lanes = SIMD4(p1 &+ p2, p2, 0, 0 &- p1)
  }

  /// Takes in bytes; how they are cut into calls does not matter.
  package mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = rest.prefix(32 - pending.count)
      pending.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      guard pending.count == 32 else { return }
      pending.withUnsafeBytes { lanes = ContentHash.absorbed($0, into: lanes) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.prefix(rest.count & ~31)
    lanes = ContentHash.absorbed(UnsafeRawBufferPointer(rebasing: whole), into: lanes)
    pending.append(contentsOf: rest.dropFirst(whole.count))
  }

  /// Takes in the UTF-8 bytes of a text and its length, so that neighbours cannot trade letters.
  package mutating func combine(_ text: String) {
    combine(UInt64(text.utf8.count))
    var text = text
    text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
  }

  /// Takes in a number as its 8 bytes, lowest first.
  package mutating func combine(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { combine($0) }
  }

  /// The hash of what was taken in so far.
  package var value: UInt64 {
    let p = ContentHash.primes
    var hash: UInt64
    if length >= 32 {
      hash = ContentHash.rotated(lanes[0], 1) &+ ContentHash.rotated(lanes[1], 7)
      hash = hash &+ ContentHash.rotated(lanes[2], 12) &+ ContentHash.rotated(lanes[3], 18)
      for lane in 0..<4 {
        hash = (hash ^ ContentHash.round(0, lanes[lane])) &* p[0] &+ p[3]
      }
    } else {
      hash = p[4]
    }
    hash = hash &+ length
    pending.withUnsafeBytes { bytes in
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = bytes.word(at: offset)
        hash = ContentHash.rotated(hash ^ ContentHash.round(0, word), 27) &* p[0] &+ p[3]
        offset += 8
      }
      if offset + 4 <= bytes.count {
        let half = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        let word = UInt64(UInt32(littleEndian: half))
        hash = ContentHash.rotated(hash ^ word &* p[0], 23) &* p[1] &+ p[2]
        offset += 4
      }
      while offset < bytes.count {
        hash = ContentHash.rotated(hash ^ UInt64(bytes[offset]) &* p[4], 11) &* p[0]
        offset += 1
      }
    }
    hash = (hash ^ (hash >> 33)) &* p[1]
    hash = (hash ^ (hash >> 29)) &* p[2]
    return hash ^ (hash >> 32)
  }

  /// The hash as 16 hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func absorbed(
    _ bytes: UnsafeRawBufferPointer, into lanes: SIMD4<UInt64>
  ) -> SIMD4<UInt64> {
    var (a, b, c, d) = (lanes[0], lanes[1], lanes[2], lanes[3])
    var offset = 0
    while offset < bytes.count {
      a = round(a, bytes.word(at: offset))
      b = round(b, bytes.word(at: offset + 8))
      c = round(c, bytes.word(at: offset + 16))
      d = round(d, bytes.word(at: offset + 24))
      offset += 32
    }
    return SIMD4(a, b, c, d)
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* 0xC2B2_AE3D_27D4_EB4F, 31) &* 0x9E37_79B1_85EB_CA87
  }

  @inline(__always)
  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 - count))
  }
}

extension UnsafeRawBufferPointer {
  /// The 8 bytes at an offset, lowest first.
  @inline(__always)
  fileprivate func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
