import SluiceTensor

/// A file cut into stretches of whole rows, and where the rows of each will go.
///
/// The cut depends on the bytes alone, so that the work can be shared among any number of threads.
struct RowBlocks {
  struct Block {
    let bytes: Range<Int>
    /// An upper bound of the rows above it: the line ends from the body's start.
    let rowsAbove: Int
    /// The line ends from the start of the file.
    let linesAbove: Int
  }

  private(set) var blocks: [Block] = []
  /// An upper bound of all rows.
  private(set) var rowLimit = 0

  /// Cuts the body of a file.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - bodyStart: Where the first row begins.
  ///   - blockSize: The bytes of a stretch before it is moved to the end of a row.
  init(_ bytes: TextBytes, bodyStart: Int, blockSize: Int = 1 << 21) {
    let count = bytes.count - bodyStart
    guard count > 0 else { return }
    let text = bytes.start + bodyStart
    let pieces = (count + blockSize - 1) / blockSize
    var newlines = [Int](repeating: 0, count: pieces)
    var quotes = [Int](repeating: 0, count: pieces)
    newlines.withUnsafeMutableBufferPointer { newlines in
      quotes.withUnsafeMutableBufferPointer { quotes in
        let newlines = UncheckedSendable(newlines)
        let quotes = UncheckedSendable(quotes)
        Threads.run(blocks: pieces) { piece in
          let range = piece * blockSize..<min(count, (piece + 1) * blockSize)
          let found = RowBlocks.countLineEndsAndQuotes(text + range.lowerBound, range.count)
          newlines.value[piece] = found.newlines
          quotes.value[piece] = found.quotes
          bytes.release(bodyStart + range.lowerBound..<bodyStart + range.upperBound)
        }
      }
    }

    let headerLines = RowBlocks.countLineEndsAndQuotes(bytes.start, bodyStart).newlines
    var linesBefore = 0
    var quotesBefore = 0
    var starts: [(place: Int, lines: Int)] = [(0, 0)]
    for piece in 1..<max(pieces, 1) {
      linesBefore += newlines[piece - 1]
      quotesBefore += quotes[piece - 1]
      // From the nominal place on to the first line end that is not inside quotes.
      var place = piece * blockSize
      var lines = linesBefore
      var isQuoted = quotesBefore % 2 == 1
      if isQuoted || text[place - 1] != 10 {
        while place < count {
          let byte = text[place]
          place += 1
          if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
          if byte == 10 {
            lines += 1
            if !isQuoted { break }
          }
        }
      }
      if place > starts[starts.count - 1].place, place < count { starts.append((place, lines)) }
    }
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1].place : count
      blocks.append(
        Block(
          bytes: bodyStart + start.place..<bodyStart + end, rowsAbove: start.lines,
          linesAbove: headerLines + start.lines))
    }
    rowLimit = newlines.reduce(0, +) + (text[count - 1] == 10 ? 0 : 1)
  }

  /// Counts line ends and quotes.
  static func countLineEndsAndQuotes(
    _ text: UnsafePointer<UInt8>, _ count: Int
  ) -> (newlines: Int, quotes: Int) {
    var newlines = 0
    var quotes = 0
    var place = 0
    while place < count {
      // Counters of 8 bits, which cannot overflow in 255 bytes, let the compiler use whole vectors.
      let end = min(count, place + 255)
      var newlinesHere: UInt8 = 0
      var quotesHere: UInt8 = 0
      while place < end {
        newlinesHere &+= text[place] == 10 ? 1 : 0
        quotesHere &+= text[place] == 34 ? 1 : 0
        place += 1
      }
      newlines += Int(newlinesHere)
      quotes += Int(quotesHere)
    }
    return (newlines, quotes)
  }
}

/// Lets blocks of one computation share a pointer, of which each writes its own part.
struct UncheckedSendable<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }
}
