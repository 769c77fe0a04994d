extension Windows {
  /// Returns the rows of the whole series that a window looks at.
  public func inputRows(_ window: Int) -> Range<Int> {
    let last = origin + Int(lastRows[window])
    let length = lengths.map { Int($0[window]) } ?? options.lookback
    return last - length + 1..<last + 1
  }

  /// Returns the rows of the whole series that a window's target consists of.
  ///
  /// They may lie behind the end of the series when the windows have no targets.
  public func targetRows(_ window: Int) -> Range<Int> {
    let last = origin + Int(lastRows[window])
    return last + options.firstTargetStep..<last + options.horizon + 1
  }

  /// Returns the number of readings in a window: the lookback, or less while warming up.
  public func length(_ window: Int) -> Int { inputRows(window).count }

  /// Returns the time stamps of a window's first and last reading; nil without time stamps.
  public func inputTimes(_ window: Int) -> ClosedRange<Int64>? {
    let rows = inputRows(window)
    guard let timestamps else { return nil }
    return timestamps[rows.lowerBound - origin]...timestamps[rows.upperBound - 1 - origin]
  }

  /// Returns the time stamps of a window's target, one a value; nil without time stamps.
  ///
  /// Times behind the end of the series follow the usual interval.
  public func targetTimes(_ window: Int) -> [Int64]? {
    guard let timestamps, timestamps.count > 0 else { return nil }
    let last = timestamps.count - 1
    var times: [Int64] = []
    for row in targetRows(window) {
      let place = row - origin
      if place <= last {
        times.append(timestamps[place])
      } else {
        guard let interval else { return nil }
        times.append(timestamps[last] + Int64(place - last) * interval)
      }
    }
    return times
  }
}
