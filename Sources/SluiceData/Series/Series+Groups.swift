extension Series {
  /// The stretches of rows that belong together, in order: without a gap in the clock, and within one
  /// category of each of some columns.
  ///
  /// - Parameters:
  ///   - interval: The usual time between two rows in microseconds; nil takes that of the series.
  ///   - columns: The columns whose change ends a stretch, such as a subject's; those that the series
  ///     does not have are passed over.
  public func stretches(within columns: [String], interval: Int64? = nil) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let groups = columns.compactMap { self[$0] }
    let segments = segments(interval: interval ?? self.interval)
    if groups.isEmpty { return segments }
    var isStart = [Bool](repeating: false, count: count)
    for segment in segments { isStart[segment.lowerBound] = true }
    for group in groups { group.markChanges(in: &isStart) }
    let starts = isStart.indices.filter { isStart[$0] }
    return zip(starts, starts.dropFirst() + [count]).map { $0..<$1 }
  }

  /// Throws unless each time stamp lies after the one above it, wherever the rows belong to one group.
  ///
  /// - Throws: ``SeriesError/duplicateTimestamp(row:time:)``,
  ///   ``SeriesError/backwardTimestamp(row:time:previous:)``.
  public func checkTimeOrder(within columns: [String]) throws {
    guard timestamps != nil, columns.contains(where: { self[$0] != nil }) else {
      return try checkTimeOrder()
    }
    var isStart = [Bool](repeating: false, count: count)
    for group in columns.compactMap({ self[$0] }) { group.markChanges(in: &isStart) }
    try checkTimeOrder { isStart[$0] }
  }

  /// Throws where the rows of some subjects or sequences, not of all, usually lie less than two thirds as far apart as
  /// those of all, or more than one and a half times as far.
  ///
  /// - Parameters:
  ///   - columns: The columns of subject and sequence, in this order; the first one that the series has
  ///     tells whose interval is asked for, a change of any interrupts it.
  ///   - expected: The usual time between two rows in microseconds.
  /// - Throws: ``SeriesError/otherIntervalOf(group:column:rows:expected:found:)``.
  package func checkIntervals(within columns: [String], expected: Int64) throws {
    let groups = columns.compactMap { self[$0] }
    guard let timestamps, let first = groups.first, let names = first.categories else { return }
    var isStart = [Bool](repeating: false, count: count)
    for group in groups { group.markChanges(in: &isStart) }
    var steps: [Float: [Int64]] = [:]
    for row in 1..<count where !isStart[row] && !first[row].isNaN {
      steps[first[row], default: []].append(timestamps[row] - timestamps[row - 1])
    }
    let usual = steps.compactMapValues { $0.count > 1 ? $0.sorted()[$0.count / 2] : nil }
    let strangers = usual.filter {
      expected > $0.value + $0.value / 2 || $0.value > expected + expected / 2
    }
    // Where nobody keeps to the interval, no one is to be named.
    guard strangers.count < usual.count, let (code, found) = strangers.min(by: { $0.key < $1.key })
    else { return }
    throw SeriesError.otherIntervalOf(
      group: names[Int(code)], column: first.name, rows: first.count { $0 == code },
      expected: expected, found: found)
  }

  /// Returns the series with its rows in another order.
  ///
  /// - Precondition: `order` names rows of the series.
  public func arranged(_ order: [Int]) -> Series {
    Series(
      columns: columns.map { column in
        column.withUnsafeBufferPointer { values in column.replacing(order.map { values[$0] }) }
      },
      stamps: timestamps?.withUnsafeBufferPointer { stamps in
        Timestamps(order.map { stamps[$0] })
      }, origins: origins?.arranged(order))
  }
}

extension Column {
  /// Notes the rows whose value differs from the one above; two missing ones do not differ.
  fileprivate func markChanges(in isStart: inout [Bool]) {
    withUnsafeBufferPointer { values in
      for row in values.indices.dropFirst()
      where values[row] != values[row - 1] && !(values[row].isNaN && values[row - 1].isNaN) {
        isStart[row] = true
      }
    }
  }
}
