/// The clock changes of a time zone: what converts between local time and UTC.
///
/// The rules are read from the system's time zone files (TZif, RFC 8536); changes behind the last one
/// listed follow the rule at the end of the file, until 2200.
struct ZoneRules: Hashable, Sendable {
  /// The IANA name.
  let name: String
  /// The moments of the changes, in seconds since 1970 UTC, ascending.
  private let changes: [Int64]
  /// The distances from UTC in seconds: before the first change, then after each.
  private let offsets: [Int64]

  /// Creates rules from a list of changes; there is one offset more than there are changes.
  init(name: String, changes: [Int64], offsets: [Int64]) {
    precondition(offsets.count == changes.count + 1, "ZoneRules: \(offsets.count) offsets")
    self.name = name
    self.changes = changes
    self.offsets = offsets
  }

  /// Returns the distance from UTC at a moment, both in microseconds.
  func offset(at microseconds: Int64) -> Int64 {
    offsets[period(CivilTime.floorDivide(microseconds, 1_000_000))] * 1_000_000
  }

  /// Returns the moments at which the local clock shows a time: one as a rule, two in the hour that is
  /// repeated in autumn (the earlier first), none in the hour that is skipped in spring.
  func moments(local microseconds: Int64) -> [Int64] {
    let around = period(CivilTime.floorDivide(microseconds, 1_000_000))
    var found: [Int64] = []
    for candidate in max(0, around - 1)...min(offsets.count - 1, around + 1) {
      let moment = microseconds - offsets[candidate] * 1_000_000
      if period(CivilTime.floorDivide(moment, 1_000_000)) == candidate { found.append(moment) }
    }
    return found.sorted()
  }

  /// Converts ascending local times to UTC in place.
  ///
  /// A time that the clock shows twice is the earlier moment, unless the row above is at or behind it.
  ///
  /// - Returns: The first row whose time the clock never shows; nil when all are converted.
  func convertToUTC(_ times: UnsafeMutableBufferPointer<Int64>) -> Int? {
    let day = CivilTime.microsecondsPerDay
    // Far from a change one subtraction is enough: from `safeFrom` until `safeTo`, local time.
    var safeFrom: Int64 = 0
    var safeTo: Int64 = 0
    var offset: Int64 = 0
    var previous = Int64.min
    for row in 0..<times.count {
      let local = times[row]
      if local >= safeFrom, local < safeTo {
        previous = local - offset
        times[row] = previous
        continue
      }
      let found = moments(local: local)
      guard let first = found.first, let last = found.last else { return row }
      let moment = first > previous ? first : last
      let current = period(CivilTime.floorDivide(moment, 1_000_000))
      offset = offsets[current] * 1_000_000
      safeFrom = current == 0 ? .min : changes[current - 1] * 1_000_000 + 2 * day
      safeTo = current == changes.count ? .max : changes[current] * 1_000_000 - 2 * day
      times[row] = moment
      previous = moment
    }
    return nil
  }

  /// The number of changes at or before a moment, in seconds.
  private func period(_ seconds: Int64) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
