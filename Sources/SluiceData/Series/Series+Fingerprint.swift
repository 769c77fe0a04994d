extension Series {
  /// Sixteen hexadecimal digits that depend on every name, time stamp and reading.
  ///
  /// Two series that differ have the same digits with a chance of 1 in 2^64; it is no protection against
  /// someone who wants them to.
  public var fingerprint: String {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
    }
    mix(UInt64(count))
    if let timestamps {
      timestamps.withUnsafeBufferPointer { stamps in
        for stamp in stamps { mix(UInt64(bitPattern: stamp)) }
      }
    }
    for column in columns {
      for byte in column.name.utf8 { mix(UInt64(byte)) }
      column.withUnsafeBufferPointer { values in
        // All missing readings count as one, whatever bits they have.
        for value in values { mix(UInt64(value.isNaN ? 0x7FC0_0000 : value.bitPattern)) }
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
