/// A place where a series has no readings for longer than its interval.
public struct Gap: Codable, Hashable, Sendable {
  /// The row after the gap; the gap lies between it and the row above.
  public let row: Int
  /// The time stamp of the last row before the gap, in microseconds.
  public let from: Int64
  /// The time stamp of the first row after the gap, in microseconds.
  public let to: Int64

  /// The time between the two rows, in microseconds.
  public var duration: Int64 { to - from }
}

extension Series {
  /// The usual time between two rows, in microseconds; nil without time stamps or with one row.
  ///
  /// It is the difference that most neighbouring rows have; when no difference has the majority
  /// the clock is irregular, and it is their median.
  public var interval: Int64? {
    guard let timestamps, timestamps.count > 1 else { return nil }
    return timestamps.withUnsafeBufferPointer { stamps in
      // Boyer and Moore's majority vote: one pass, no table of differences.
      var candidate: Int64 = 0
      var votes = 0
      for row in 1..<stamps.count {
        let difference = stamps[row] &- stamps[row - 1]
        if votes == 0 { candidate = difference }
        votes += difference == candidate ? 1 : -1
      }
      var support = 0
      for row in 1..<stamps.count where stamps[row] &- stamps[row - 1] == candidate {
        support += 1
      }
      if support > (stamps.count - 1) / 2, candidate > 0 { return candidate }
      var differences = (1..<stamps.count).map { stamps[$0] &- stamps[$0 - 1] }
      differences.sort()
      let median = differences[differences.count / 2]
      return median > 0 ? median : nil
    }
  }

  /// The places where two rows lie further apart than one and a half intervals.
  public var gaps: [Gap] { gaps(interval: interval) }

  /// The stretches of rows without a gap, in order; one that holds all rows without time stamps.
  public var segments: [Range<Int>] { segments(interval: interval) }

  /// The gaps beside an interval that is known, perhaps from a longer series.
  package func gaps(interval: Int64?) -> [Gap] {
    guard let timestamps, let interval, count > 1 else { return [] }
    let longest = interval + interval / 2
    return timestamps.withUnsafeBufferPointer { stamps in
      var gaps: [Gap] = []
      for row in 1..<stamps.count where stamps[row] &- stamps[row - 1] > longest {
        gaps.append(Gap(row: row, from: stamps[row - 1], to: stamps[row]))
      }
      return gaps
    }
  }

  func segments(interval: Int64?) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let starts = [0] + gaps(interval: interval).map(\.row)
    return zip(starts, starts.dropFirst() + [count]).map { $0..<$1 }
  }

  /// Throws unless each time stamp lies after the one above it.
  ///
  /// - Throws: ``SeriesError/duplicateTimestamp(row:time:)``,
  ///   ``SeriesError/backwardTimestamp(row:time:previous:)``.
  public func checkTimeOrder() throws {
    try checkTimeOrder { _ in false }
  }

  /// Throws unless each time stamp lies after the one above it, but for the rows that begin anew.
  func checkTimeOrder(beginsAnew: (Int) -> Bool) throws {
    guard let timestamps, timestamps.count > 1 else { return }
    try timestamps.withUnsafeBufferPointer { stamps in
      for row in 1..<stamps.count where stamps[row] <= stamps[row - 1] && !beginsAnew(row) {
        throw stamps[row] == stamps[row - 1]
          ? SeriesError.duplicateTimestamp(row: row, time: stamps[row])
          : SeriesError.backwardTimestamp(row: row, time: stamps[row], previous: stamps[row - 1])
      }
    }
  }

  /// Throws when the clock goes back anywhere: then a moment does not tell where to cut the rows.
  ///
  /// - Throws: ``SplitError/severalClocks(row:)``.
  public func checkOneClock() throws {
    guard let timestamps, timestamps.count > 1 else { return }
    try timestamps.withUnsafeBufferPointer { stamps in
      for row in 1..<stamps.count where stamps[row] < stamps[row - 1] {
        throw SplitError.severalClocks(row: row)
      }
    }
  }

  /// Throws when the clock jumps by more than an allowed time.
  ///
  /// - Parameter allowed: The longest time between two rows, in microseconds.
  /// - Throws: ``SeriesError/gapTooLong(row:from:to:allowed:)`` for the first such place,
  ///   ``SeriesError/gapBelowInterval(allowed:interval:)`` when the usual interval is longer, too.
  public func checkGaps(allowed: Int64) throws {
    let interval = interval
    if let interval, allowed < interval {
      throw SeriesError.gapBelowInterval(allowed: allowed, interval: interval)
    }
    for gap in gaps(interval: interval) where gap.duration > allowed {
      throw SeriesError.gapTooLong(row: gap.row, from: gap.from, to: gap.to, allowed: allowed)
    }
  }
}
