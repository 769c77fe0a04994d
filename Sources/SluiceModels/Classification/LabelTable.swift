/// The labels that models give to items, as they are written: an item a line.
public struct LabelTable: Hashable, Sendable {
  /// The names of the classes, in the order of the probabilities.
  public var classes: [String]

  /// The row of the data that each item ends with, from 1; nil where the rows were made anew.
  ///
  /// The first row of readings is 1, a header is none, and so is a blank line; rows are made anew on a grid of
  /// time.
  public var rows: [Int]?

  /// The window that each item is a step of, the first is 1; nil where items are whole windows, or each row
  /// is there once.
  public var windows: [Int]?

  /// The time of each item's last reading in microseconds since 1970 UTC; nil without a clock.
  public var times: [Int64]?

  /// Whose readings each item is made of; nil without subjects.
  public var subjects: [String]?

  /// The sequence that each item is made of; nil without a column of sequences.
  public var sequences: [String]?

  /// The true class of each item; nil where it is not known, and at all when none is.
  public var actual: [String?]?

  /// The probabilities of the models, the model under test first.
  public var columns: [ClassTable.Column]

  /// The last rows of the readings without a label, as a reading that is to be known ahead is missing; nil
  /// where all are known.
  public var missingLead: MissingLead?

  /// Creates a table.
  public init(
    classes: [String], rows: [Int]? = nil, windows: [Int]? = nil, times: [Int64]?,
    subjects: [String]?, sequences: [String]? = nil, actual: [String?]?,
    columns: [ClassTable.Column], missingLead: MissingLead? = nil
  ) {
    self.missingLead = missingLead
    self.classes = classes
    self.rows = rows
    self.windows = windows
    self.times = times
    self.subjects = subjects
    self.sequences = sequences
    self.actual = actual
    self.columns = columns
  }

  /// Number of items.
  public var count: Int { (columns.first?.probabilities.count ?? 0) / classes.count }

  /// Returns the class that a model gives to an item: the most probable, the first of several.
  public func label(_ item: Int, by column: ClassTable.Column) -> String {
    let row = column.probabilities[item * classes.count..<(item + 1) * classes.count]
    return classes[ClassificationMetrics.mostProbable(of: row)]
  }
}
