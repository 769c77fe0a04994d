/// What can be wrong with a series for the use that is made of it.
public enum SeriesError: Error, Hashable, CustomStringConvertible {
  /// A column was asked for that the series does not have.
  case missingColumn(name: String, nearest: String?, available: [String])
  /// The series has row numbers only, where time stamps are needed.
  case noTimestamps(purpose: String)
  /// The series is too short.
  case tooFewRows(purpose: String, needed: Int, found: Int)
  /// Two neighbouring time stamps are equal.
  case duplicateTimestamp(row: Int, time: Int64)
  /// A time stamp lies before the one above it.
  case backwardTimestamp(row: Int, time: Int64, previous: Int64)
  /// The clock jumps by more than was allowed.
  case gapTooLong(row: Int, from: Int64, to: Int64, allowed: Int64)
  /// The longest time allowed between two rows is below the usual one.
  case gapBelowInterval(allowed: Int64, interval: Int64)
  /// The rows follow each other at another interval than those that a model was trained on.
  case otherInterval(expected: Int64, found: Int64)
  /// The rows of one subject or sequence follow each other at another interval than those of the others.
  case otherIntervalOf(group: String, column: String, rows: Int, expected: Int64, found: Int64)
  /// A column holds missing readings where none may be.
  case missingValues(column: String, count: Int, firstRow: Int)
  /// A column holds an infinite reading.
  case infiniteValue(column: String, row: Int)
  /// A column holds categories where readings are wanted.
  case notReadings(column: String)

  /// The row where time does not go on; nil for what is not wrong in one row.
  var row: Int? {
    switch self {
    case .duplicateTimestamp(let row, _), .backwardTimestamp(let row, _, _): row
    default: nil
    }
  }

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .missingColumn(let name, let nearest, let available):
      let hint = nearest.map { " Did you mean \"\($0)\"?" } ?? ""
      return "There is no column \"\(name)\".\(hint) The columns are: "
        + available.joined(separator: ", ") + "."
    case .noTimestamps(let purpose):
      return "The rows have no time stamps, which \(purpose) needs: name the time column."
    case .tooFewRows(let purpose, let needed, let found):
      return "Too few rows for \(purpose): \(needed) needed, \(found) found."
    case .duplicateTimestamp(let row, let time):
      return "Row \(row + 1) of the data repeats the time stamp of the row above, "
        + "\(CivilTime(microseconds: time)): remove one of the two."
    case .backwardTimestamp(let row, let time, let previous):
      return "Row \(row + 1) of the data goes back in time, from "
        + "\(CivilTime(microseconds: previous)) to \(CivilTime(microseconds: time)): "
        + "sort the rows by time, or check the time format and the time zone."
    case .gapTooLong(let row, let from, let to, let allowed):
      return "There are no readings from \(CivilTime(microseconds: from)) to "
        + "\(CivilTime(microseconds: to)) (before row \(row + 1) of the data): the gap of "
        + "\(TimeSpan.text(to - from)) is longer than the \(TimeSpan.text(allowed)) allowed."
    case .gapBelowInterval(let allowed, let interval):
      return
        "The rows lie \(TimeSpan.text(interval)) apart, so that no two of them keep within the "
        + "\(TimeSpan.text(allowed)) allowed between rows: allow more, or no limit at all."
    case .otherInterval(let expected, let found):
      return "The rows lie \(TimeSpan.text(found)) apart, those that the model was trained on "
        + "\(TimeSpan.text(expected)): give readings at the model's own interval."
    case .otherIntervalOf(let group, let column, let rows, let expected, let found):
      let (pace, usual) = (TimeSpan.text(found), TimeSpan.text(expected))
      return "The \(rows) rows of \"\(group)\" (\(column)) lie \(pace) apart, where \(usual) is "
        + "usual: its windows would span another time, or none would fit. Bring all rows to one "
        + "interval, or take these out of the file; where the clock does not matter, let windows "
        + "cross gaps (window.crossesGaps: true)."
    case .missingValues(let column, let count, let firstRow):
      return "Column \"\(column)\" has \(count) missing readings, the first in row "
        + "\(firstRow + 1): drop or fill them first."
    case .infiniteValue(let column, let row):
      return "Column \"\(column)\" holds an infinite value in row \(row + 1): mark it as missing "
        + "or remove the row."
    case .notReadings(let column):
      return "Column \"\(column)\" holds categories, such as labels or subjects, not readings: it "
        + "can neither be a feature nor be forecast."
    }
  }
}
