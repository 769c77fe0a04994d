import SluiceTensor

/// What a series holds, in numbers: what one looks at before anything is learnt from it.
public struct SeriesDescription: Codable, Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The clock; nil without time stamps.
  public let clock: ClockDescription?
  /// The columns, in order.
  public let columns: [ColumnDescription]

  /// Describes a series; columns are looked at by all threads.
  public init(_ series: Series) {
    rows = series.count
    clock = series.timestamps.flatMap { ClockDescription(series, timestamps: $0) }
    columns = Threads.map(series.columns.count) { ColumnDescription(series.columns[$0]) }
  }
}

/// What one column holds.
public struct ColumnDescription: Codable, Hashable, Sendable {
  /// The column's name.
  public let name: String
  /// The number of readings that are there.
  public let count: Int
  /// The number of missing readings.
  public let missing: Int
  /// The number of readings that are 0.
  public let zeros: Int
  /// Whether all readings are the same.
  public let isConstant: Bool
  /// The numbers over the readings; nil when there are none, and for categories.
  public let summary: Summary?
  /// The categories in order, with their readings; nil for a column of numbers.
  public let categories: [Category]?

  /// A category of a column.
  public struct Category: Codable, Hashable, Sendable {
    /// Its text.
    public let name: String
    /// The number of rows that it has.
    public let count: Int
    /// Its share of the rows that have a category, from 0 to 1.
    public let share: Double
  }

  /// Extremes, mean and quantiles of a column.
  public struct Summary: Codable, Hashable, Sendable {
    /// The smallest reading.
    public let min: Float
    /// The largest reading.
    public let max: Float
    /// The mean.
    public let mean: Double
    /// The standard deviation of the population (divided by n).
    public let deviation: Double
    /// The quantiles at ``ColumnDescription/quantileLevels``.
    public let quantiles: [Float]
  }

  /// The levels of the quantiles.
  public static let quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]

  /// Describes a column.
  public init(_ column: Column) {
    name = column.name
    if let texts = column.categories {
      var counts = [Int](repeating: 0, count: texts.count)
      column.withUnsafeBufferPointer { codes in
        for code in codes where !code.isNaN { counts[Int(code)] += 1 }
      }
      let total = counts.reduce(0, +)
      count = total
      missing = column.count - total
      zeros = 0
      isConstant = counts.contains { $0 == total } && total > 0
      summary = nil
      categories = zip(texts, counts).map {
        Category(name: $0, count: $1, share: total == 0 ? 0 : Double($1) / Double(total))
      }
      return
    }
    categories = nil
    let (moments, quantiles) = column.withUnsafeBufferPointer { values in
      (Moments(of: values), Quantiles.of(values, at: ColumnDescription.quantileLevels))
    }
    count = moments.count
    missing = column.count - moments.count
    zeros = moments.zeros
    isConstant = moments.count > 0 && moments.smallest == moments.largest
    summary =
      moments.count == 0
      ? nil
      : Summary(
        min: moments.smallest, max: moments.largest, mean: moments.mean,
        deviation: moments.deviation, quantiles: quantiles.map { Float($0) })
  }
}

/// What the clock of a series shows.
public struct ClockDescription: Codable, Hashable, Sendable {
  /// The first time stamp, such as `2006-12-16 17:24:00` in UTC.
  public let from: String
  /// The last time stamp.
  public let to: String
  /// The usual time between two rows in seconds; nil with one row.
  public let intervalSeconds: Double?
  /// The number of gaps.
  public let gaps: Int
  /// The longest gaps, longest first, five at most.
  public let longestGaps: [GapDescription]
  /// The number of rows that repeat the time stamp of the row above.
  public let duplicates: Int
  /// The number of rows that go back in time.
  public let backward: Int

  /// A place without readings.
  public struct GapDescription: Codable, Hashable, Sendable {
    /// The last time stamp before the gap.
    public let from: String
    /// The first time stamp behind it.
    public let to: String
    /// The time between them in seconds.
    public let seconds: Double
  }

  init?(_ series: Series, timestamps: Timestamps) {
    guard let first = timestamps.first, let last = timestamps.last else { return nil }
    from = CivilTime(microseconds: first).description
    to = CivilTime(microseconds: last).description
    let interval = series.interval
    intervalSeconds = interval.map { Double($0) / 1e6 }
    let gaps = series.gaps(interval: interval)
    self.gaps = gaps.count
    longestGaps = gaps.sorted { ($1.duration, $0.row) < ($0.duration, $1.row) }.prefix(5).map {
      GapDescription(
        from: CivilTime(microseconds: $0.from).description,
        to: CivilTime(microseconds: $0.to).description, seconds: Double($0.duration) / 1e6)
    }
    var duplicates = 0
    var backward = 0
    timestamps.withUnsafeBufferPointer { stamps in
      for row in stamps.indices.dropFirst() {
        if stamps[row] == stamps[row - 1] { duplicates += 1 }
        if stamps[row] < stamps[row - 1] { backward += 1 }
      }
    }
    self.duplicates = duplicates
    self.backward = backward
  }
}
