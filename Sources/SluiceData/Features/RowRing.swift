/// The readings of the last rows of a stretch, of which the oldest gives way to the newest.
struct RowRing: Sendable {
  private var storage: [Float]
  private var place = 0
  /// How many readings are kept now.
  private(set) var count = 0

  /// Creates a ring for a number of readings, at least one.
  init(capacity: Int) {
    storage = Array(repeating: 0, count: capacity)
  }

  /// Whether the next reading takes the place of the oldest.
  var isFull: Bool { count == storage.count }

  /// Puts in the newest reading and returns the oldest, which goes; nil while there is room.
  @inline(__always)
  mutating func replaceOldest(by value: Float) -> Float? {
    let oldest = storage[place]
    storage[place] = value
    place += 1
    if place == storage.count { place = 0 }
    if isFull { return oldest }
    count += 1
    return nil
  }

  /// Forgets all readings.
  mutating func removeAll() {
    place = 0
    count = 0
  }
}
