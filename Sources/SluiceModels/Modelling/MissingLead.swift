import SluiceData

/// The last rows of a series after which there is no answer, as a reading that must be known ahead is
/// missing.
public struct MissingLead: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The column of which a later reading is missing.
  public let column: String
  /// How many rows ahead it is read, at least 1.
  public let rowsAhead: Int
  /// The number of these last rows, at least 1.
  public let rows: Int
  /// The first of them.
  public let firstRow: Int
  /// Its time in microseconds since 1970 UTC; nil without a clock.
  public let firstTime: Int64?
  /// The time of the reading that it misses; nil without a clock.
  public let wantedTime: Int64?

  /// Looks at the last rows of a series that is filled and of which no row was dropped yet.
  ///
  /// - Parameters:
  ///   - leads: The columns that hold readings of later rows.
  ///   - series: The rows with these columns.
  ///   - interval: The usual time between two rows in microseconds; nil without a clock.
  /// - Returns: Nil when the last row knows all leads.
  /// - Throws: `SeriesError.missingColumn`.
  init?(of leads: [LeadColumn], in series: Series, interval: Int64?) throws {
    let columns = try leads.map { try series.column($0.name) }
    func missing(_ row: Int) -> LeadColumn? { zip(leads, columns).first { $1[row].isNaN }?.0 }
    var first = series.count
    while first > 0, missing(first - 1) != nil { first -= 1 }
    guard first < series.count, let lead = missing(first) else { return nil }
    column = lead.column
    rowsAhead = lead.rows
    rows = series.count - first
    firstRow = first
    firstTime = series.timestamps?[first]
    wantedTime = firstTime.flatMap { time in interval.map { time + Int64(lead.rows) * $0 } }
  }

  /// The message: after which rows, what is missing, for when, and what to do.
  public var description: String {
    let which = rows == 1 ? "the last row" : "the last \(rows) rows"
    let since =
      firstTime.map { rows == 1 ? " (\(Self.text($0)))" : " (from \(Self.text($0)) on)" } ?? ""
    let wanted = wantedTime.map(Self.text) ?? "row \(firstRow + rowsAhead + 1)"
    return "There is no answer after \(which)\(since): \(column) must be known "
      + "\(Wording.count(rowsAhead, "row")) ahead, and its reading for \(wanted) is missing. Add "
      + "rows behind the last one that hold \(column)\(firstTime == nil ? "" : " and the time"), and "
      + "leave their other cells empty."
  }

  private static func text(_ time: Int64) -> String { CivilTime(microseconds: time).description }
}
