/// What can be wrong with derived features.
public enum FeatureError: Error, Hashable, CustomStringConvertible {
  /// Two columns would have one name.
  case duplicateName(String)
  /// A column is used by a rule that stands before its own.
  case laterSource(String, of: String)
  /// No stretch of rows is long enough for a column to have a value.
  case tooShort(column: String, needed: Int, longest: Int)
  /// A reading that a rule cannot divide by or take the logarithm of.
  case noRatio(column: String, derived: String, wanted: String, value: Float, row: Int)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .duplicateName(let name):
      return "There are two columns \"\(name)\": derive it once, and rename a column of the data "
        + "that has this name."
    case .laterSource(let name, let column):
      return "The column \"\(column)\" is made from \"\(name)\", which is derived further down: "
        + "move the entry of \"\(name)\" above it."
    case .tooShort(let column, let needed, let longest):
      return "The column \"\(column)\" needs \(needed) rows in a row until it has a value, but the "
        + "longest stretch without a gap has \(longest): look back over fewer rows, or give more."
    case .noRatio(let column, let derived, let wanted, let value, let row):
      return "Column \"\(column)\" is \(value) in row \(row + 1) of the data, but \"\(derived)\" "
        + "needs readings \(wanted): take a difference instead, or mark such readings as missing."
    }
  }
}
