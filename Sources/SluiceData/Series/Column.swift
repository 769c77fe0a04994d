/// A named column of 32-bit numbers; a missing reading is NaN.
///
/// A column is a view: a slice shares the readings of the column that it was taken from, and its
/// positions begin at 0 again.
public struct Column: Sendable, RandomAccessCollection {
  /// The column's name, unique within its series.
  public let name: String
  let storage: [Float]
  let bounds: Range<Int>

  /// Creates a column that holds all of the values.
  public init(_ name: String, _ values: [Float]) {
    self.init(name: name, storage: values, bounds: 0..<values.count)
  }

  init(name: String, storage: [Float], bounds: Range<Int>) {
    self.name = name
    self.storage = storage
    self.bounds = bounds
  }

  /// Always 0: positions count from the first row of the view.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { bounds.count }

  /// The reading of one row; NaN when it is missing.
  public subscript(row: Int) -> Float {
    precondition(row >= 0 && row < bounds.count, "Column \(name): row \(row) of \(bounds.count)")
    return storage[bounds.lowerBound + row]
  }

  /// The readings as an array: shared when the view is whole, copied when it is a slice.
  public var values: [Float] {
    bounds.count == storage.count ? storage : Array(storage[bounds])
  }

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
    try storage.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[bounds])) }
  }

  /// Returns the same readings under another name.
  public func renamed(_ name: String) -> Column {
    Column(name: name, storage: storage, bounds: bounds)
  }

  /// Returns a view of some rows, counted within this view.
  public func rows(_ rows: Range<Int>) -> Column {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= bounds.count,
      "Column \(name): rows \(rows) of \(bounds.count)")
    let start = bounds.lowerBound + rows.lowerBound
    return Column(name: name, storage: storage, bounds: start..<start + rows.count)
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
