/// Some rows of a series, which know the rows around them.
public protocol SeriesPart: Sendable {
  /// The series that the part was taken from.
  var whole: Series { get }
  /// The rows of the part within ``whole``.
  var rows: Range<Int> { get }
}

extension SeriesPart {
  /// The rows of the part as a series of their own; a view.
  public var series: Series { whole.rows(rows) }
  /// The number of rows.
  public var count: Int { rows.count }
}

/// Some rows of a series with a mark of what they may be used for.
///
/// The mark makes rows to learn from and rows to check on two types, ``TrainingPart`` and
/// ``HeldOutPart``, so that taking one for the other does not compile.
public struct MarkedPart<Use>: SeriesPart {
  /// The series that the part was taken from.
  public let whole: Series
  /// The rows of the part within ``whole``.
  public let rows: Range<Int>

  init(whole: Series, rows: Range<Int>) {
    self.whole = whole
    self.rows = rows
  }

  /// Takes all rows: for a last fit, when nothing is left to be tested, or for checking a model that was
  /// fitted elsewhere.
  public init(unsplit series: Series) {
    self.init(whole: series, rows: 0..<series.count)
  }
}

/// The mark of rows to learn from.
public enum LearningUse {}

/// The mark of rows to check on.
public enum CheckingUse {}

/// The rows that a model may learn from: the only rows that a scaler can be fitted on.
///
/// Only a split, a rolling origin or ``MarkedPart/init(unsplit:)`` makes one, so that fitting on rows
/// held out for a test does not compile.
public typealias TrainingPart = MarkedPart<LearningUse>

/// The rows that a model is checked on and must not have learnt from.
public typealias HeldOutPart = MarkedPart<CheckingUse>

extension TrainingPart {
  /// Returns the part without its last rows, and those as a part held out.
  ///
  /// - Parameter fraction: The share of the rows to hold out, between 0 and 1.
  /// - Throws: ``SplitError``.
  public func holdingOut(fraction: Double) throws -> (train: TrainingPart, held: HeldOutPart) {
    let kept = try Split.rowCount(of: count, fraction: 1 - fraction)
    let middle = rows.lowerBound + kept
    return (
      TrainingPart(whole: whole, rows: rows.lowerBound..<middle),
      HeldOutPart(whole: whole, rows: middle..<rows.upperBound)
    )
  }
}
