/// Readings in ascending order, none of them missing.
///
/// A change costs a search, and moving the readings between the one that goes and the one that comes.
struct SortedReadings: Sendable {
  private(set) var values: [Float] = []

  /// The place of the first reading that is not below a value.
  func place(of value: Float) -> Int {
    values.withUnsafeBufferPointer { values in
      var low = 0
      var high = values.count
      while low < high {
        let middle = (low + high) / 2
        if values[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// Puts in a reading.
  mutating func insert(_ value: Float) { values.insert(value, at: place(of: value)) }

  /// Takes out a reading that is there.
  mutating func remove(_ value: Float) { values.remove(at: place(of: value)) }

  /// Takes out a reading that is there, and puts in another.
  mutating func replace(_ old: Float, by new: Float) {
    let from = place(of: old)
    let to = place(of: new)
    values.withUnsafeMutableBufferPointer { values in
      if to > from {
        for index in from..<to - 1 { values[index] = values[index + 1] }
        values[to - 1] = new
      } else {
        for index in stride(from: from, to: to, by: -1) { values[index] = values[index - 1] }
        values[to] = new
      }
    }
  }

  /// Forgets all readings.
  mutating func removeAll() { values.removeAll(keepingCapacity: true) }
}
