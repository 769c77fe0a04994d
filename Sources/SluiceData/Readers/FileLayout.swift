/// What a file of readings looks like, all choices made: what ``BlockParser`` goes by.
struct FileLayout {
  /// What is done with the cells of one field of a row.
  enum Field: Hashable {
    /// Nothing.
    case skipped
    /// They must be empty: the field has no name.
    case empty
    /// They are readings of the column with this number.
    case number(Int)
    /// They are texts of the category column with this number.
    case category(Int)
    /// They are part of the time stamp, at this place in it.
    case time(Int)
  }

  let path: String
  let delimiter: UInt8
  let decimal: UInt8
  /// The names of the fields.
  let names: [String]
  let fields: [Field]
  /// The names of the columns to read, in order.
  let columns: [String]
  /// Those of them whose cells are texts.
  let categories: [CategoryColumn]
  let timeFormat: TimeFormat?
  let timeParts: Int
  /// The zone to convert from; nil when the cells are UTC or state their distance from it.
  let zone: ZoneRules?
  /// Cells that mean a missing reading.
  let missing: [[UInt8]]
  /// Numbers that mean a missing reading.
  let missingNumbers: [Float]
  /// Where the rows begin, behind the header.
  let bodyStart: Int
  /// Columns that hold text and were left out.
  let leftOut: [String]
  /// The options with everything found filled in.
  let options: ReaderOptions

  /// Whether a cell means a missing reading.
  func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    let text = NumberCell.trimmed(cell)
    return text.isEmpty || missing.contains { $0.elementsEqual(text) }
  }

  /// Returns the error for a cell that is no number.
  static func numberProblem(_ cell: UnsafeBufferPointer<UInt8>) -> ReadError.Problem {
    NumberCell.isNotFinite(cell) ? .notFinite : .notANumber
  }
}
