/// Where the windows of one part lie: the rule of ``Windows`` without its data.
///
/// Rows are counted from the first row that any window may touch.
struct WindowPlan {
  /// The last input row of each window, in order.
  var lastRows: [UInt32] = []
  /// The number of rows of each window; nil when all have the full lookback.
  var lengths: [UInt32]?
  /// The number of the segment that each window lies in; empty where it is not wanted.
  var stretches: [UInt32] = []
  /// The stretches of the part into which no window fits, and their rows.
  var tooShort = (stretches: 0, rows: 0)

  /// Lays out the windows of a part.
  ///
  /// - Parameters:
  ///   - segments: The stretches of rows that a window must not leave.
  ///   - part: The rows of the part itself; those before it are history.
  ///   - reach: The rows behind a window's last one that must exist: those of its target.
  ///   - notesStretches: Whether ``stretches`` is wanted.
  init(
    segments: [Range<Int>], part: Range<Int>, options: WindowOptions, warmUp: WarmUp,
    reach: Int, notesStretches: Bool = false
  ) {
    let lookback = options.lookback
    var shortLengths: [UInt32] = []
    for (number, segment) in segments.enumerated() {
      let stretch = warmUp == .history ? segment : segment.clamped(to: part)
      guard !stretch.isEmpty else { continue }
      if options.wholeSequences {
        lastRows.append(UInt32(stretch.upperBound - 1))
        shortLengths.append(UInt32(stretch.count))
        if notesStretches { stretches.append(UInt32(number)) }
        continue
      }
      // The window's last row runs from `first` to `last`.
      var first = stretch.lowerBound
      switch warmUp {
      case .none: first += lookback - 1
      case .trueLength, .zeroPadded: first += min(lookback, WindowPlan.firstReadings) - 1
      case .history:
        first = max(first + lookback - 1, part.lowerBound - options.firstTargetStep)
      }
      var last = stretch.upperBound - 1 - reach
      if warmUp == .zeroPadded, reach > 0, segment == segments.last { last -= 1 }
      guard first <= last else {
        let rows = segment.clamped(to: part).count
        if rows > 0 { tooShort = (tooShort.stretches + 1, tooShort.rows + rows) }
        continue
      }

      let before = lastRows.count
      for row in stride(from: first, through: last, by: options.stride) {
        lastRows.append(UInt32(row))
        shortLengths.append(UInt32(min(lookback, row - stretch.lowerBound + 1)))
        if notesStretches { stretches.append(UInt32(number)) }
      }
      let expected = (last - first) / options.stride + 1
      precondition(lastRows.count - before == expected, "WindowPlan: count of windows is wrong")
    }
    if warmUp == .trueLength || warmUp == .zeroPadded || options.wholeSequences {
      lengths = shortLengths
    }
  }

  /// Leaves out the windows of which no target is known, and those before any is.
  ///
  /// - Parameters:
  ///   - target: The readings of the target, NaN where one is missing.
  ///   - firstKnown: The first row of the whole series that has one: before it no forecast that goes by
  ///     the target's past can be made.
  ///   - options: The form of the windows.
  mutating func leaveOutUnknown(_ target: Column, firstKnown: Int, options: WindowOptions) {
    let kept = target.withUnsafeBufferPointer { values in
      lastRows.indices.filter { window in
        let last = Int(lastRows[window])
        return last >= firstKnown
          && values[last + options.firstTargetStep...last + options.horizon]
            .contains { !$0.isNaN }
      }
    }
    lastRows = kept.map { lastRows[$0] }
    lengths = lengths.map { lengths in kept.map { lengths[$0] } }
  }

  /// The readings that the first short window of a stretch has: with one there is no lag to see.
  static let firstReadings = 2
}
