/// The time stamps of a series: microseconds since 1970-01-01 00:00 UTC, a view as ``Column`` is.
public struct Timestamps: Sendable, RandomAccessCollection {
  let storage: [Int64]
  let bounds: Range<Int>

  /// Creates time stamps from microseconds since 1970-01-01 00:00 UTC.
  public init(_ microseconds: [Int64]) {
    self.init(storage: microseconds, bounds: 0..<microseconds.count)
  }

  init(storage: [Int64], bounds: Range<Int>) {
    self.storage = storage
    self.bounds = bounds
  }

  /// Always 0: positions count from the first row of the view.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { bounds.count }

  /// The time stamp of one row, in microseconds.
  public subscript(row: Int) -> Int64 {
    precondition(row >= 0 && row < bounds.count, "Timestamps: row \(row) of \(bounds.count)")
    return storage[bounds.lowerBound + row]
  }

  /// The time stamps as an array: shared when the view is whole, copied when it is a slice.
  public var values: [Int64] {
    bounds.count == storage.count ? storage : Array(storage[bounds])
  }

  /// Calls a closure with the time stamps where they lie.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Int64>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[bounds])) }
  }

  /// Returns a view of some rows, counted within this view.
  public func rows(_ rows: Range<Int>) -> Timestamps {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= bounds.count,
      "Timestamps: rows \(rows) of \(bounds.count)")
    let start = bounds.lowerBound + rows.lowerBound
    return Timestamps(storage: storage, bounds: start..<start + rows.count)
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
