/// A table as a value: HTML and the terminal show the same one.
public struct Table: Sendable, Equatable {
  /// A column: its heading, and on which side its cells line up.
  public struct Column: Sendable, Equatable {
    /// The heading.
    public var title: String
    /// On which side cells line up.
    public var alignment: Alignment

    /// A column; numbers line up on the right, words on the left.
    public init(_ title: String, _ alignment: Alignment = .trailing) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// The side on which the cells of a column line up.
  public enum Alignment: Sendable, Equatable {
    /// On the left: words.
    case leading
    /// On the right: numbers.
    case trailing
  }

  /// One cell.
  public struct Cell: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// What stands in the cell.
    public var text: String
    /// Whether it is the best of its column.
    public var isBest: Bool

    /// A cell.
    public init(_ text: String, isBest: Bool = false) {
      self.text = text
      self.isBest = isBest
    }

    /// A plain cell.
    public init(stringLiteral text: String) { self.init(text) }
  }

  /// The columns.
  public var columns: [Column]
  /// The rows, each with a cell for every column.
  public var rows: [[Cell]]
  /// The row that the table is about, such as that of the network.
  public var focus: Int?

  /// A table; each row holds a cell for every column.
  public init(_ columns: [Column], rows: [[Cell]] = [], focus: Int? = nil) {
    for row in rows {
      precondition(
        row.count == columns.count, "Table: \(row.count) cells for \(columns.count) columns")
    }
    self.columns = columns
    self.rows = rows
    self.focus = focus
  }

  /// Cells of one column from numbers, the best of them marked unless all are equal.
  ///
  /// - Parameter best: how to choose the best number; nil: none is marked.
  static func cells(
    _ values: [Double?], best: (([Double]) -> Double?)?, text: (Double) -> String
  ) -> [Cell] {
    let known = values.compactMap { $0 }.filter(\.isFinite)
    let winner = Set(known).count > 1 ? best?(known) : nil
    return values.map { value in
      guard let value else { return "–" }
      return Cell(text(value), isBest: value == winner)
    }
  }
}
