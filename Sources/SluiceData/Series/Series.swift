import SluiceTensor

/// A table of readings in time: named columns of equal length, with or without time stamps.
///
/// A series is a value that shares its readings: slices and selections of columns copy nothing.
public struct Series: Sendable, Equatable {
  /// The columns in file order; their names are unique.
  public let columns: [Column]
  /// The time stamp of each row; nil when the rows are merely numbered.
  public let timestamps: Timestamps?
  /// The number of rows.
  public let count: Int
  /// Which of the rows that were read these are; nil when they were made anew on a grid of time.
  let origins: RowOrigins?

  /// Creates a series of columns that all have as many rows as there are time stamps.
  ///
  /// - Precondition: Equal lengths and unique names.
  public init(columns: [Column], timestamps: [Int64]? = nil) {
    self.init(columns: columns, stamps: timestamps.map(Timestamps.init))
  }

  init(columns: [Column], stamps: Timestamps?, origins: RowOrigins? = RowOrigins()) {
    count = stamps?.count ?? columns.first?.count ?? 0
    for column in columns {
      precondition(
        column.count == count,
        "Series: column \(column.name) has \(column.count) rows, expected \(count)")
    }
    precondition(
      Set(columns.map(\.name)).count == columns.count, "Series: column names must be unique")
    self.columns = columns
    self.timestamps = stamps
    self.origins = origins
  }

  /// The column of a name, or nil.
  public subscript(name: String) -> Column? {
    columns.first { $0.name == name }
  }

  /// The names of the columns, in order.
  public var columnNames: [String] { columns.map(\.name) }

  /// Returns the column of a name.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``.
  public func column(_ name: String) throws -> Column {
    if let column = self[name] { return column }
    throw SeriesError.missingColumn(
      name: name, nearest: Spelling.nearest(to: name, in: columnNames), available: columnNames)
  }

  /// Returns a view of some rows, which copies nothing.
  public func rows(_ rows: Range<Int>) -> Series {
    Series(
      columns: columns.map { $0.rows(rows) }, stamps: timestamps?.rows(rows),
      origins: origins?.rows(rows))
  }

  /// Returns a series of the named columns only, in the given order.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``.
  public func selecting(_ names: [String]) throws -> Series {
    Series(columns: try names.map(column), stamps: timestamps, origins: origins)
  }

  /// Returns the series with columns added; a column of the same name is replaced in its place.
  public func adding(_ added: [Column]) -> Series {
    var all = columns
    for column in added {
      if let place = all.firstIndex(where: { $0.name == column.name }) {
        all[place] = column
      } else {
        all.append(column)
      }
    }
    return Series(columns: all, stamps: timestamps, origins: origins)
  }

  /// Returns the consecutive rows from a time stamp on, at most `limit` of them.
  ///
  /// - Parameters:
  ///   - time: Microseconds since 1970-01-01 00:00 UTC; the first row is the first not before it.
  ///   - limit: The number of rows wanted; nil takes all to the end.
  /// - Throws: ``SeriesError/noTimestamps(purpose:)``, ``SeriesError/tooFewRows(purpose:needed:found:)``.
  public func rows(from time: Int64, limit: Int? = nil) throws -> Series {
    guard let timestamps else { throw SeriesError.noTimestamps(purpose: "a slice by time") }
    let first = timestamps.firstRow(notBefore: time)
    let available = count - first
    if available < max(limit ?? 1, 1) {
      throw SeriesError.tooFewRows(
        purpose: "the slice from \(CivilTime(microseconds: time))", needed: max(limit ?? 1, 1),
        found: available)
    }
    return rows(first..<first + (limit ?? available))
  }
}

extension Series {
  /// Whether two series hold the same readings at the same times, wherever they were read.
  public static func == (one: Series, other: Series) -> Bool {
    one.columns == other.columns && one.timestamps == other.timestamps && one.count == other.count
  }

  /// Returns the number that a row had when it was read, counted from 0; nil when the rows were made
  /// anew on a grid of time.
  package func origin(ofRow row: Int) -> Int? { origins?[row] }

  /// Returns where a row stands in the data that it was read from.
  package func place(ofRow row: Int) -> RowPlace { origins?.place(of: row) ?? RowPlace(row: row) }
}
