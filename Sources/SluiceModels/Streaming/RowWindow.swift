/// The last rows of a stream side by side, ready to be a window.
///
/// Rows are appended to an array of twice the length and moved to its front when it is full: so a
/// window is always contiguous, and appending costs the same on average, however long it is.
struct RowWindow: Sendable {
  /// Number of rows kept at most.
  let capacity: Int
  /// Number of values in a row.
  let width: Int
  private var storage: [Float]
  private var end = 0
  /// Number of rows kept now.
  private(set) var count = 0

  init(capacity: Int, width: Int) {
    self.capacity = capacity
    self.width = width
    storage = Array(repeating: 0, count: 2 * capacity * width)
  }

  /// Adds a row; the oldest goes when there are too many.
  mutating func append(_ row: [Float]) {
    if end + width > storage.count {
      let kept = (min(count, capacity) - 1) * width
      for place in 0..<kept { storage[place] = storage[end - kept + place] }
      end = kept
      count = kept / width
    }
    for (place, value) in row.enumerated() { storage[end + place] = value }
    end += width
    count = min(count + 1, capacity)
  }

  /// Forgets all rows.
  mutating func removeAll() {
    end = 0
    count = 0
  }

  /// Calls a closure with the rows, oldest first.
  func withRows<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    storage.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[end - count * width..<end]))
    }
  }
}
