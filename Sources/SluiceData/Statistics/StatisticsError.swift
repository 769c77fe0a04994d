/// Why a statistic cannot be computed.
public enum StatisticsError: Error, Hashable, CustomStringConvertible {
  /// There are too few readings.
  case tooFew(purpose: String, needed: Int, found: Int)
  /// A reading is missing, infinite, or so large that its square is no number.
  case notUsable(row: Int, value: Double)
  /// All readings are the same.
  case constant(purpose: String, value: Double)
  /// The readings follow a rule exactly, so that no remainder is left to judge it by.
  case noRemainder(purpose: String)
  /// Two columns that are compared row by row have different numbers of rows.
  case unequalCounts(purpose: String, first: Int, second: Int)
  /// A setting has a value outside its range.
  case outOfRange(setting: String, value: String, allowed: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .tooFew(let purpose, let needed, let found):
      return "Too few readings for \(purpose): \(needed) needed, \(found) found."
    case .notUsable(let row, let value):
      return "Row \(row + 1) of the readings is \(value), where numbers below "
        + "\(Readings.largest) are needed: fill or drop missing and infinite readings first."
    case .constant(let purpose, let value):
      return "All readings are \(value), of which there is no \(purpose): leave the column out."
    case .noRemainder(let purpose):
      return "The readings follow a rule without any noise, which leaves nothing for \(purpose) to "
        + "judge by: look at how the column was made."
    case .unequalCounts(let purpose, let first, let second):
      return "The \(purpose) compares row by row, but there are \(first) and \(second) readings: "
        + "give the same rows of both columns."
    case .outOfRange(let setting, let value, let allowed):
      return "\(setting) is \(value), allowed is \(allowed)."
    }
  }
}
