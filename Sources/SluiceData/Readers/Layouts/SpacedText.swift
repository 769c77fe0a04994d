import SluiceTensor

/// A file of lines whose words stand apart by blanks, any number of them.
struct SpacedText {
  private let bytes: TextBytes
  private let path: String

  /// Opens a file.
  init(_ path: String) throws {
    bytes = try TextBytes.open(path)
    self.path = path
  }

  /// A line that is not blank.
  struct Line {
    /// Its number in the file; the first is 1.
    let line: Int
    let words: [String]
  }

  /// Returns the lines, each of which must have so many words.
  func words(perRow width: Int) throws -> [Line] {
    var lines: [Line] = []
    try forEachLine { line, words in
      try check(words.count, width, line)
      lines.append(Line(line: line, words: words.map { String(decoding: $0, as: UTF8.self) }))
    }
    return lines
  }

  /// Returns the numbers of all lines, each of which must have so many.
  func numbers(perRow width: Int) throws -> [Float] {
    var numbers: [Float] = []
    // A number with its blanks takes 16 bytes in these files.
    numbers.reserveCapacity(bytes.count / 16)
    try NumberCell.powersOfTen.withUnsafeBufferPointer { powers in
      try forEachLine { line, words in
        try check(words.count, width, line)
        for word in words {
          let exact = powers.baseAddress.flatMap { NumberCell.scientific(word, powers: $0) }
          let value = exact ?? NumberCell.parse(word, decimal: UInt8(ascii: "."))
          guard let value, value.isFinite else {
            throw ReadError(
              value == nil ? FileLayout.numberProblem(word) : .notFinite, file: path, line: line,
              cell: String(decoding: word, as: UTF8.self))
          }
          numbers.append(value)
        }
      }
    }
    return numbers
  }

  private func check(_ found: Int, _ expected: Int, _ line: Int) throws {
    if found == expected { return }
    throw ReadError(.ragged(expected: expected, found: found), file: path, line: line)
  }

  private func forEachLine(
    _ body: (Int, [UnsafeBufferPointer<UInt8>]) throws -> Void
  ) throws {
    var words: [UnsafeBufferPointer<UInt8>] = []
    var line = 1
    var place = 0
    while place < bytes.count {
      words.removeAll(keepingCapacity: true)
      while place < bytes.count, bytes.start[place] != 10 {
        if bytes.start[place] <= 32 {
          place += 1
          continue
        }
        let first = place
        while place < bytes.count, bytes.start[place] > 32 { place += 1 }
        words.append(UnsafeBufferPointer(start: bytes.start + first, count: place - first))
      }
      if !words.isEmpty { try body(line, words) }
      place += 1
      line += 1
    }
  }
}

extension NumberCell {
  /// Returns the number that a text such as `-1.8085150e-004` states; nil when it needs the long way.
  fileprivate static func scientific(
    _ text: UnsafeBufferPointer<UInt8>, powers: UnsafePointer<Double>
  ) -> Float? {
    var place = 0
    var digits: UInt64 = 0
    var digitCount = 0
    var places = 0
    func byte() -> UInt8 { place < text.count ? text[place] : 0 }
    func isSign() -> Bool { byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") }
    let isNegative = byte() == UInt8(ascii: "-")
    if isSign() { place += 1 }
    var isFraction = false
    while place < text.count {
      let digit = text[place] &- NumberCell.zero
      if digit <= 9 {
        digits = digits &* 10 &+ UInt64(digit)
        digitCount += 1
        if isFraction { places += 1 }
      } else if text[place] == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        break
      }
      place += 1
    }
    guard digitCount > 0, digitCount <= 18 else { return nil }
    if byte() | 0x20 == UInt8(ascii: "e") {
      place += 1
      let isDown = byte() == UInt8(ascii: "-")
      if isSign() { place += 1 }
      let first = place
      var exponent = 0
      while place < text.count, place - first < 4, text[place] &- NumberCell.zero <= 9 {
        exponent = exponent * 10 + Int(text[place] - NumberCell.zero)
        place += 1
      }
      guard place > first else { return nil }
      places += isDown ? exponent : -exponent
    }
    guard place == text.count, places >= 0,
      let value = quotient(digits, places: places, powers: powers)
    else { return nil }
    return isNegative ? -value : value
  }
}
