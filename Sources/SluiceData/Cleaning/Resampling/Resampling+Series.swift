/// What bringing readings to a grid did.
public struct ResamplingReport: Codable, Hashable, Sendable {
  /// The length of a cell.
  public let every: String
  /// The number of rows before.
  public let rowsBefore: Int
  /// The number of cells, each a row.
  public let cells: Int
  /// How many of them hold no row.
  public let empty: Int
}

extension Resampling {
  /// The most rows that a grid may have.
  public static let mostRows = 100_000_000

  /// Returns the series with one row for each cell of the grid.
  ///
  /// - Throws: ``ResamplingError``; ``SeriesError`` when there is no clock, time runs backwards, or a
  ///   column holds categories or is not there.
  public func applied(to series: Series) throws -> (series: Series, report: ResamplingReport) {
    guard let timestamps = series.timestamps else {
      throw SeriesError.noTimestamps(purpose: "cleaning.resample")
    }
    if let column = series.columns.first(where: { $0.categories != nil }) {
      throw SeriesError.notReadings(column: column.name)
    }
    try series.checkTimeOrder()
    let cells = try cells(of: timestamps, interval: series.interval)
    let resampled = series.columns.map { column in
      column.withUnsafeBufferPointer { values in
        let rule = columns[column.name] ?? aggregate
        return Column(column.name, cells.rows.map { rule.value(of: values, in: $0) })
      }
    }
    return (
      Series(columns: resampled, stamps: Timestamps(cells.starts), origins: nil),
      ResamplingReport(
        every: every, rowsBefore: series.count, cells: cells.starts.count,
        empty: cells.rows.count { $0.isEmpty })
    )
  }

  /// The cells that the readings cover, and the rows of each.
  private func cells(
    of timestamps: Timestamps, interval: Int64?
  ) throws -> (starts: [Int64], rows: [Range<Int>]) {
    var starts: [Int64] = []
    var rows: [Range<Int>] = []
    guard let first = timestamps.first, let last = timestamps.last else { return (starts, rows) }
    let usual = interval ?? 1
    if let interval, interval > longestCell(at: first) {
      throw ResamplingError.tooFine(every: every, interval: interval)
    }
    if (last - first) / (length - length / 8) > Resampling.mostRows {
      throw ResamplingError.tooManyRows(every: every, from: first, to: last)
    }
    timestamps.withUnsafeBufferPointer { stamps in
      var start = start(of: first)
      // A reading stands for the time until the next.
      if first - start >= usual { start = self.start(after: start) }
      var row = 0
      while row < stamps.count, stamps[row] < start { row += 1 }
      while start <= last {
        let end = self.start(after: start)
        let from = row
        while row < stamps.count, stamps[row] < end { row += 1 }
        if row == stamps.count, end - last > usual { break }
        starts.append(start)
        rows.append(from..<row)
        start = end
      }
    }
    if starts.isEmpty { throw ResamplingError.noWholeCell(every: every, from: first, to: last) }
    return (starts, rows)
  }

  /// A cell's length with the hour that a day may have more.
  private func longestCell(at time: Int64) -> Int64 {
    length > 3_600_000_000 ? length + 3_600_000_000 : length
  }
}

extension Resampling.Aggregate {
  /// Returns what the readings of a cell become; NaN when all are missing.
  func value(of values: UnsafeBufferPointer<Float>, in rows: Range<Int>) -> Float {
    var count = 0
    var sum = 0.0
    var last = Float.nan
    var (lowest, highest) = (Float.infinity, -Float.infinity)
    for row in rows where !values[row].isNaN {
      let value = values[row]
      count += 1
      sum += Double(value)
      last = value
      lowest = Swift.min(lowest, value)
      highest = Swift.max(highest, value)
    }
    guard count > 0 else { return .nan }
    return switch self {
    case .mean: Float(sum / Double(count))
    case .sum: Float(sum)
    case .last: last
    case .max: highest
    case .min: lowest
    }
  }
}
