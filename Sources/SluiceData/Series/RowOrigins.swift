/// Which of the rows that were read the rows of a series are.
///
/// Rows are cut off, dropped and put in another order on their way to a model; what is said of one of
/// them, in an error or in a table of answers, names it as it stands in the data.
struct RowOrigins: Sendable {
  /// The number of each row, counted from 0; nil where they follow each other from ``first`` on.
  private var numbers: ArraySlice<UInt32>?
  private var first = 0
  /// The file that the rows were read from; nil when they come from elsewhere.
  private let file: FileLines?

  /// The rows of a series as they were read or made.
  init(file: FileLines? = nil) {
    self.file = file
  }

  /// Returns the number, counted from 0, that a row had when it was read.
  subscript(row: Int) -> Int {
    numbers.map { Int($0[$0.startIndex + row]) } ?? first + row
  }

  /// Returns where a row stands in the data.
  func place(of row: Int) -> RowPlace {
    RowPlace(row: self[row], line: file?.line(of: self[row]), file: file?.path)
  }

  /// Returns the origins of some of the rows, which copies nothing.
  func rows(_ rows: Range<Int>) -> RowOrigins {
    var part = self
    part.numbers = numbers.map { numbers in
      numbers[numbers.startIndex + rows.lowerBound..<numbers.startIndex + rows.upperBound]
    }
    part.first += rows.lowerBound
    return part
  }

  /// Returns the origins of rows in another order, or of a choice of them.
  func arranged(_ order: some Sequence<Int>) -> RowOrigins {
    var arranged = self
    arranged.numbers = order.map { UInt32(self[$0]) }[...]
    return arranged
  }
}

/// The line of its file that each row was read from.
///
/// Most rows stand one line below the row above; kept is where one does not, behind blank lines or a
/// text of several lines.
struct FileLines: Sendable {
  /// The file as it was named.
  let path: String
  /// The rows from which on lines and rows are another number apart, in ascending order.
  private var jumps: [(row: Int, distance: Int)] = []

  /// A file of which no row is known yet.
  init(path: String) {
    self.path = path
  }

  /// Adds a row below all that are known, if it does not stand right below the last one.
  ///
  /// - Parameters:
  ///   - row: The row, counted from 0.
  ///   - line: Its line, the file's first is 1.
  mutating func add(row: Int, line: Int) {
    if jumps.last?.distance != line - row { jumps.append((row, line - row)) }
  }

  /// Returns the line of a row; the first line of the file is 1.
  func line(of row: Int) -> Int {
    var (low, high) = (0, jumps.count)
    while low < high {
      let middle = (low + high) / 2
      if jumps[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return row + (low > 0 ? jumps[low - 1].distance : 1)
  }
}
