import SluiceTensor

extension Series {
  /// Sixteen hexadecimal digits that depend on every name, time stamp and reading.
  ///
  /// Two series that differ have the same digits with a chance of 1 in 2^64; it is no protection against
  /// someone who wants them to.
  public var fingerprint: String {
    var hash = ContentHash()
    hash.combine(UInt64(count))
    hash.combine(timestamps == nil ? 0 : 1)
    timestamps?.withUnsafeBufferPointer { stamps in
      hash.combine(numbers: stamps) { UInt64(bitPattern: $0).littleEndian }
    }
    for column in columns {
      hash.combine(column.name)
      for category in column.categories ?? [] { hash.combine(category) }
      column.withUnsafeBufferPointer { values in
        // All missing readings count as one, whatever bits they have.
        hash.combine(numbers: values) {
          ($0.isNaN ? 0x7FC0_0000 : $0.bitPattern).littleEndian
        }
      }
    }
    return hash.text
  }
}

extension ContentHash {
  /// Takes in numbers as the bytes of the words that a closure makes of them.
  fileprivate mutating func combine<Number, Word>(
    numbers: UnsafeBufferPointer<Number>, word: (Number) -> Word
  ) {
    // Pieces that stay in the first cache: a call for each number would cost more than the hash.
    let piece = 2048
    var words: [Word] = []
    words.reserveCapacity(piece)
    for start in stride(from: 0, to: numbers.count, by: piece) {
      words.removeAll(keepingCapacity: true)
      for index in start..<min(start + piece, numbers.count) { words.append(word(numbers[index])) }
      words.withUnsafeBytes { combine($0) }
    }
  }
}
