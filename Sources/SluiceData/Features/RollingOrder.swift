/// The lowest or the highest of the last rows.
///
/// Of the readings of the window only those are kept that may still become the answer: each is beyond
/// all that came after it. A row costs the same on average, however long the window is.
struct RollingExtreme: CausalOperator {
  private let window: Int
  /// 1 for the highest, -1 for the lowest.
  private let sign: Float
  /// A ring of readings times the sign, falling from the front, with the numbers of their rows.
  private var values: [Float]
  private var rows: [Int]
  private var front = 0
  private var count = 0
  private var seen = 0

  init(window: Int, sign: Float) {
    self.window = window
    self.sign = sign
    values = Array(repeating: 0, count: window)
    rows = Array(repeating: 0, count: window)
  }

  mutating func reset() {
    front = 0
    count = 0
    seen = 0
  }

  mutating func push(_ row: SourceRow) -> Float {
    guard !row.first.isNaN else {
      reset()
      return .nan
    }
    let value = row.first * sign
    if count > 0, rows[front] <= seen - window {
      front = place(1)
      count -= 1
    }
    while count > 0, values[place(count - 1)] <= value { count -= 1 }
    let back = place(count)
    values[back] = value
    rows[back] = seen
    count += 1
    seen += 1
    return seen >= window ? values[front] * sign : .nan
  }

  /// Where a reading of the ring stands, counted from its front.
  @inline(__always)
  private func place(_ offset: Int) -> Int {
    let place = front + offset
    return place >= window ? place - window : place
  }
}

/// A quantile of the last rows, whose readings are kept in order.
///
/// A row costs a search in the window and moving the readings between the one that goes and the one that
/// comes: time that grows with the window, but slowly.
struct RollingQuantile: CausalOperator {
  private var ring: RowRing
  private var sorted = SortedReadings()
  private let rank: Int
  private let share: Double

  init(window: Int, probability: Double) {
    ring = RowRing(capacity: window)
    let position = Double(window - 1) * probability
    rank = Int(position)
    share = position - Double(rank)
  }

  mutating func reset() {
    ring.removeAll()
    sorted.removeAll()
  }

  mutating func push(_ row: SourceRow) -> Float {
    guard !row.first.isNaN else {
      reset()
      return .nan
    }
    // A zero has one sign here: readings that are equal must be the same bits.
    let value = row.first + 0
    if let oldest = ring.replaceOldest(by: value) {
      sorted.replace(oldest, by: value)
    } else {
      sorted.insert(value)
    }
    guard ring.isFull else { return .nan }
    let low = Double(sorted.values[rank])
    guard share > 0 else { return Float(low) }
    return Float(low + (Double(sorted.values[rank + 1]) - low) * share)
  }
}
