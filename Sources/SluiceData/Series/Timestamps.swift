/// The time stamps of a series: microseconds since 1970-01-01 00:00 UTC, a view as ``Column`` is.
public struct Timestamps: Sendable, RandomAccessCollection {
  private let view: RowView<Int64>

  /// Creates time stamps from microseconds since 1970-01-01 00:00 UTC.
  public init(_ microseconds: [Int64]) {
    self.init(view: RowView(microseconds))
  }

  private init(view: RowView<Int64>) {
    self.view = view
  }

  /// Always 0: positions count from the first row of the view.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { view.count }

  /// The time stamp of one row, in microseconds.
  public subscript(row: Int) -> Int64 { view.element(row, of: "Timestamps") }

  /// The time stamps as an array: shared when the view is whole, copied when it is a slice.
  public var values: [Int64] { view.elements }

  /// Calls a closure with the time stamps where they lie.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Int64>) throws -> Result
  ) rethrows -> Result {
    try view.withUnsafeBufferPointer(body)
  }

  /// Returns a view of some rows, counted within this view.
  public func rows(_ rows: Range<Int>) -> Timestamps {
    Timestamps(view: view.rows(rows, of: "Timestamps"))
  }

  /// Returns the first row whose time stamp is not before the given one, or the row count.
  ///
  /// The time stamps must ascend.
  public func firstRow(notBefore time: Int64) -> Int {
    withUnsafeBufferPointer { buffer in
      var low = 0
      var high = buffer.count
      while low < high {
        let middle = (low + high) / 2
        if buffer[middle] < time { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}

extension Timestamps: Equatable {
  /// Whether all time stamps are the same.
  public static func == (left: Timestamps, right: Timestamps) -> Bool {
    left.elementsEqual(right)
  }
}
