/// What can be wrong with derived features.
public enum FeatureError: Error, Hashable, CustomStringConvertible {
  /// Two columns would have one name.
  case duplicateName(String)
  /// A column is used by a rule that stands before its own.
  case laterSource(String, of: String)
  /// A lead is to be taken of a column that is derived.
  case leadOfDerived(String, column: String)
  /// A lead is to be taken of the target.
  case leadOfTarget(String, target: String)
  /// A lead is to be taken of a column that is not said to be known ahead.
  case notKnownAhead(String, column: String, known: [String])
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
    case .leadOfDerived(let name, let column):
      return
        "The column \"\(name)\" would be taken from \"\(column)\", which is derived: take a lead "
        + "of a column of the data, and derive from the lead."
    case .leadOfTarget(let name, let target):
      return
        "The column \"\(name)\" would hold later readings of the target \"\(target)\", which are "
        + "what is to be found out: take a lead of another column, or use lag."
    case .notKnownAhead(let name, let column, let known):
      let declared = (known + [column]).joined(separator: ", ")
      return
        "The column \"\(name)\" would hold later readings of \"\(column)\", and nothing says that "
        + "they are known by then: declare it, features.knownAhead: [\(declared)], if they really are, "
        + "as those of a forecast or a timetable; otherwise use lag."
    case .tooShort(let column, let needed, let longest):
      return "The column \"\(column)\" needs \(needed) rows in a row until it has a value, but the "
        + "longest stretch without a gap has \(longest): look over fewer rows, or give more."
    case .noRatio(let column, let derived, let wanted, let value, let row):
      return "Column \"\(column)\" is \(value) in row \(row + 1) of the data, but \"\(derived)\" "
        + "needs readings \(wanted): take a difference instead, or mark such readings as missing."
    }
  }
}
