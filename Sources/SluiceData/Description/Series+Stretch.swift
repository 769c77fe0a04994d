/// Neighbouring rows of a column that all have a reading.
public struct Stretch: Codable, Hashable, Sendable {
  /// The first row.
  public let first: Int
  /// The number of rows, at least 1.
  public let count: Int
  /// Whether the clock jumps or goes back within the rows, so that they are not equally spaced.
  public let crossesGaps: Bool

  /// The rows.
  public var rows: Range<Int> { first..<first + count }
}

extension Series {
  /// The longest stretch of a column without a missing or infinite reading; nil without readings.
  ///
  /// A gap of the clock ends a stretch, and so does a step back or none. A clock that jumps by habit,
  /// such as one of working days, would leave nothing: when that rule leaves less than a tenth of the
  /// rows that there are without it, the rows are merely counted. Of equal stretches it is the latest.
  ///
  /// - Parameter column: One of this series.
  public func longestStretch(of column: Column) -> Stretch? {
    column.withUnsafeBufferPointer { values in
      let counted = Series.longestRun(of: values, breaks: [])
      guard !counted.isEmpty else { return nil }
      let timed = Series.longestRun(of: values, breaks: clockBreaks)
      let isTimed = timed.count * 10 >= counted.count
      let rows = isTimed ? timed : counted
      return Stretch(
        first: rows.lowerBound, count: rows.count,
        crossesGaps: !isTimed && timed.count < counted.count)
    }
  }

  /// The rows that lie behind a gap, or not behind the time of the row above.
  private var clockBreaks: [Int] {
    guard let timestamps, let interval else { return [] }
    let longest = interval + interval / 2
    return timestamps.withUnsafeBufferPointer { stamps in
      stamps.indices.dropFirst().filter { row in
        let step = stamps[row] &- stamps[row - 1]
        return step <= 0 || step > longest
      }
    }
  }

  private static func longestRun(
    of values: UnsafeBufferPointer<Float>, breaks: [Int]
  ) -> Range<Int> {
    var best = 0..<0
    var start = 0
    var next = 0
    for row in values.indices {
      if next < breaks.count, breaks[next] == row {
        start = row
        next += 1
      }
      if !values[row].isFinite {
        start = row + 1
      } else if row + 1 - start >= best.count {
        best = start..<row + 1
      }
    }
    return best
  }
}
