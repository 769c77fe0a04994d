/// The known readings of the last rows, kept in order.
struct RollingReadings: Sendable {
  private var ring: RowRing
  private var sorted = SortedReadings()

  /// Creates an empty window of a number of rows, at least one.
  init(window: Int) {
    ring = RowRing(capacity: window)
  }

  /// The number of readings that are known.
  var count: Int { sorted.values.count }

  /// Forgets all readings.
  mutating func removeAll() {
    ring.removeAll()
    sorted.removeAll()
  }

  /// Takes in a reading, NaN for a missing one; the oldest row gives way.
  mutating func push(_ value: Float) {
    // A zero has one sign here: readings that are equal must be the same bits.
    let value = value + 0
    let oldest = ring.replaceOldest(by: value) ?? .nan
    switch (oldest.isNaN, value.isNaN) {
    case (true, true): break
    case (true, false): sorted.insert(value)
    case (false, true): sorted.remove(oldest)
    case (false, false): sorted.replace(oldest, by: value)
    }
  }

  /// The median of the readings; there must be one.
  var median: Double {
    let values = sorted.values
    return (Double(values[(count - 1) / 2]) + Double(values[count / 2])) / 2
  }

  /// The median of the readings' distances from a number; there must be one reading.
  func deviation(around center: Double) -> Double {
    let low = distance(rank: (count - 1) / 2, from: center)
    return count.isMultiple(of: 2) ? (low + distance(rank: count / 2, from: center)) / 2 : low
  }

  /// The distance of the reading that is the `rank`-th nearest to a number, counted from 0.
  ///
  /// The nearest ones stand side by side. Of the blocks of that many, the one is looked for whose farther
  /// end is nearest: from the first block whose right end is the farther one, or the block before.
  private func distance(rank: Int, from center: Double) -> Double {
    sorted.values.withUnsafeBufferPointer { values in
      var low = 0
      var high = values.count - 1 - rank
      while low < high {
        let middle = (low + high) / 2
        if Double(values[middle + rank]) - center < center - Double(values[middle]) {
          low = middle + 1
        } else {
          high = middle
        }
      }
      func farther(_ block: Int) -> Double {
        max(center - Double(values[block]), Double(values[block + rank]) - center)
      }
      return low > 0 ? min(farther(low), farther(low - 1)) : farther(low)
    }
  }
}
