/// A named column of 32-bit numbers; a missing reading is NaN.
///
/// A column is a view: a slice shares the readings of the column that it was taken from, and its
/// positions begin at 0 again.
public struct Column: Sendable, RandomAccessCollection {
  /// The column's name, unique within its series.
  public let name: String
  let view: RowView<Float>

  /// Creates a column that holds all of the values.
  public init(_ name: String, _ values: [Float]) {
    self.init(name: name, view: RowView(values))
  }

  private init(name: String, view: RowView<Float>) {
    self.name = name
    self.view = view
  }

  /// Always 0: positions count from the first row of the view.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { view.count }

  /// The reading of one row; NaN when it is missing.
  public subscript(row: Int) -> Float { view.element(row, of: "Column \(name)") }

  /// The readings as an array: shared when the view is whole, copied when it is a slice.
  public var values: [Float] { view.elements }

  /// The number of missing readings.
  public var missingCount: Int {
    withUnsafeBufferPointer { buffer in
      var missing = 0
      for value in buffer where value != value { missing += 1 }
      return missing
    }
  }

  /// Calls a closure with the readings where they lie.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try view.withUnsafeBufferPointer(body)
  }

  /// Returns the same readings under another name.
  public func renamed(_ name: String) -> Column {
    Column(name: name, view: view)
  }

  /// Returns a view of some rows, counted within this view.
  public func rows(_ rows: Range<Int>) -> Column {
    Column(name: name, view: view.rows(rows, of: "Column \(name)"))
  }
}

extension Column: Equatable {
  /// Whether name and readings are the same; two missing readings are.
  public static func == (left: Column, right: Column) -> Bool {
    guard left.name == right.name, left.count == right.count else { return false }
    return left.withUnsafeBufferPointer { a in
      right.withUnsafeBufferPointer { b in
        a.indices.allSatisfy { a[$0] == b[$0] || (a[$0].isNaN && b[$0].isNaN) }
      }
    }
  }
}
