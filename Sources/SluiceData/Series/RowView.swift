/// Some rows of an array that others share: what a column and the time stamps of a series are made of.
///
/// Positions count from the first row of the view.
struct RowView<Element: Sendable>: Sendable {
  let storage: [Element]
  let bounds: Range<Int>

  /// A view of all elements.
  init(_ elements: [Element]) {
    self.init(storage: elements, bounds: 0..<elements.count)
  }

  private init(storage: [Element], bounds: Range<Int>) {
    self.storage = storage
    self.bounds = bounds
  }

  var count: Int { bounds.count }

  /// The element of a row; `name` is what a message about a wrong row calls the view.
  @inline(__always)
  func element(_ row: Int, of name: @autoclosure () -> String) -> Element {
    precondition(row >= 0 && row < bounds.count, "\(name()): row \(row) of \(bounds.count)")
    return storage[bounds.lowerBound + row]
  }

  /// The elements as an array: shared when the view is whole, copied when it is a slice.
  var elements: [Element] {
    bounds.count == storage.count ? storage : Array(storage[bounds])
  }

  func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[bounds])) }
  }

  /// A view of some rows, counted within this view.
  func rows(_ rows: Range<Int>, of name: @autoclosure () -> String) -> RowView {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= bounds.count,
      "\(name()): rows \(rows) of \(bounds.count)")
    let start = bounds.lowerBound + rows.lowerBound
    return RowView(storage: storage, bounds: start..<start + rows.count)
  }
}
