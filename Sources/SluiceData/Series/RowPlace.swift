/// Where a row stands in the data, for a message: the line of its file, or the number of the row.
public struct RowPlace: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
  /// The row among those that were read or made, counted from 0; a header is none of them.
  public let row: Int
  /// The line of the file, its first is 1; nil when the rows come from no single file.
  public let line: Int?
  /// The file as it was named; nil when the rows come from no single file.
  public let file: String?

  /// A place in the data.
  public init(row: Int, line: Int? = nil, file: String? = nil) {
    self.row = row
    self.line = line
    self.file = file
  }

  /// A row of data that come from no file.
  public init(integerLiteral row: Int) {
    self.init(row: row)
  }

  /// `line 52 of readings.csv`, or `row 51 of the data`, counted from 1.
  public var description: String {
    guard let line, let file else { return "row \(row + 1) of the data" }
    return "line \(line) of \(file)"
  }
}
