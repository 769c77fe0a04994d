/// A longer look at one column than ``ColumnDescription`` takes: its shape, and its course over time.
public struct ColumnExamination: Codable, Hashable, Sendable {
  /// The column's name.
  public let name: String
  /// The most missing readings in neighbouring rows.
  public let longestMissingRun: Int
  /// The most neighbouring rows that all have a reading, as ``Series/longestStretch(of:)`` counts them.
  public let longestStretch: Int
  /// The shape of the distribution; nil with fewer than two different readings.
  public let shape: DistributionShape?
  /// The distribution in at most 60 bins; nil without readings.
  public let histogram: Histogram?
  /// The readings far from the rest; nil where half of the readings are the same.
  public let farOut: FarOut?
  /// The readings as a picture needs them.
  public let outline: SeriesOutline
  /// The course over time; nil where too few readings follow each other or they do not differ.
  public let time: StretchExamination?

  /// Readings more than three interquartile ranges below the lower or above the upper quartile.
  ///
  /// - Source: Tukey 1977, "Exploratory Data Analysis", far out values.
  public struct FarOut: Codable, Hashable, Sendable {
    /// Their number.
    public let count: Int
    /// The reading that lies farthest from the quartiles; nil without any.
    public let farthest: Float?
    /// Its row.
    public let row: Int?
  }

  /// Looks at a column of readings.
  init(_ column: Column, of series: Series, described: ColumnDescription) throws {
    name = column.name
    let values = column.map { Double($0) }
    let known = Readings(checked: values.filter(\.isFinite))
    shape = known.isConstant ? nil : try DistributionShape(known)
    histogram = known.count == 0 ? nil : try Histogram(known, mostBins: 60)
    outline = SeriesOutline(values, timestamps: series.timestamps)
    farOut = FarOut(values, described: described)
    longestMissingRun = ColumnExamination.longestMissingRun(values)
    let stretch = series.longestStretch(of: column)
    longestStretch = stretch?.count ?? 0
    time = try stretch.flatMap {
      try StretchExamination(column, stretch: $0, timestamps: series.timestamps)
    }
  }

  private static func longestMissingRun(_ values: [Double]) -> Int {
    var (run, longest) = (0, 0)
    for value in values {
      run = value.isFinite ? 0 : run + 1
      longest = max(longest, run)
    }
    return longest
  }
}

extension ColumnExamination.FarOut {
  fileprivate init?(_ values: [Double], described: ColumnDescription) {
    let levels = ColumnDescription.quantileLevels
    guard let quantiles = described.summary?.quantiles, let first = levels.firstIndex(of: 0.25),
      let third = levels.firstIndex(of: 0.75), quantiles[first] < quantiles[third]
    else { return nil }
    let (low, high) = (Double(quantiles[first]), Double(quantiles[third]))
    var count = 0
    var farthest: (distance: Double, row: Int)?
    for (row, value) in values.enumerated() where value.isFinite {
      let distance = max(low - value, value - high)
      guard distance > 3 * (high - low) else { continue }
      count += 1
      if distance > farthest?.distance ?? 0 { farthest = (distance, row) }
    }
    self.init(count: count, farthest: farthest.map { Float(values[$0.row]) }, row: farthest?.row)
  }
}
