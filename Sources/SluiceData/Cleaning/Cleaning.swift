import SluiceTensor

/// What is done about outliers and missing readings before anything is learnt.
///
/// The order is fixed. Readings are brought to a grid of time first. A rolling rule for outliers follows,
/// then it is noted where readings are missing (``indicators``), short runs of them are filled, the rows
/// that still miss one (or a feature derived from them) are dropped, and the clock is checked. Nothing is
/// bridged in silence: ``CleaningReport`` counts all of it, and a row dropped leaves a gap in the clock,
/// which windows do not cross. Bounds for outliers that are learnt from training rows are applied later,
/// where columns are scaled.
public struct Cleaning: Codable, Hashable, Sendable {
  /// The regular grid of time that readings are brought to; nil leaves the rows as they are.
  public var resample: Resampling?
  /// What is done about readings far from the others; nil keeps them.
  public var outliers: Outliers?
  /// How short runs are filled; nil fills nothing.
  public var fill: Fill?
  /// Which features have a further input that says where they were missing before they were filled; nil
  /// for none.
  public var indicators: Indicators?
  /// What is done about rows without a reading of the target.
  public var missingTargets: MissingTargets
  /// Whether rows that still have a missing reading are dropped.
  public var dropsMissing: Bool
  /// The longest time allowed between two rows, such as `2 h`; nil allows any.
  public var maximumGap: String?

  package enum CodingKeys: String, CodingKey {
    case resample, outliers, fill, indicators, missingTargets, dropsMissing, maximumGap
  }

  /// Creates the rules: drop rows with missing readings, unless told otherwise.
  public init(
    resample: Resampling? = nil, outliers: Outliers? = nil, fill: Fill? = nil,
    indicators: Indicators? = nil, missingTargets: MissingTargets = .drop,
    dropsMissing: Bool = true, maximumGap: String? = nil
  ) {
    self.resample = resample
    self.outliers = outliers
    self.fill = fill
    self.indicators = indicators
    self.missingTargets = missingTargets
    self.dropsMissing = dropsMissing
    self.maximumGap = maximumGap
  }

  /// Decodes the rules; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    resample = try container.decodeIfPresent(Resampling.self, forKey: .resample)
    outliers = try container.decodeIfPresent(Outliers.self, forKey: .outliers)
    fill = try container.decodeIfPresent(Fill.self, forKey: .fill)
    let hasNone = (try? container.decode(Bool.self, forKey: .indicators)) == false
    indicators =
      hasNone ? nil : try container.decodeIfPresent(Indicators.self, forKey: .indicators)
    missingTargets = try container.setting(.missingTargets, default: .drop)
    dropsMissing = try container.setting(.dropsMissing, default: true)
    maximumGap = try container.decodeIfPresent(String.self, forKey: .maximumGap)
    if let maximumGap, TimeSpan.microseconds(maximumGap) == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .maximumGap, in: container,
        debugDescription:
          "must be a length of time such as \"90 s\", \"2 h\" or \"3 d\", found \"\(maximumGap)\"")
    }
  }

  /// Encodes the rules; ``missingTargets``, which labels do not have, only where it masks.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(resample, forKey: .resample)
    try container.encodeIfPresent(outliers, forKey: .outliers)
    try container.encodeIfPresent(fill, forKey: .fill)
    try container.encodeIfPresent(indicators, forKey: .indicators)
    if missingTargets != .drop { try container.encode(missingTargets, forKey: .missingTargets) }
    try container.encode(dropsMissing, forKey: .dropsMissing)
    try container.encodeIfPresent(maximumGap, forKey: .maximumGap)
  }

  /// Returns the cleaned series and what was done to it; a rule for outliers that learns its bounds is
  /// left aside.
  ///
  /// - Parameters:
  ///   - series: The readings as they were read.
  ///   - columns: The columns that count; nil means all. The other columns are left as they are.
  /// - Throws: ``SeriesError``, ``OutlierError``.
  public func applied(
    to series: Series, columns: [String]? = nil
  ) throws -> (series: Series, report: CleaningReport) {
    let names = columns ?? series.columnNames
    var report = CleaningReport(rowsBefore: series.count)
    let series = try resampled(series, report: &report)
    try outliers?.check(rows: series.count, columns: names)
    let judged = try withoutOutliers(
      series, columns: names, windows: series.segments, report: &report)
    let filled = try filled(
      judged.addingIndicators(of: indicators?.columns(of: names) ?? []), columns: names,
      stretches: series.segments, report: &report)
    return (try dropped(filled, columns: names, report: &report), report)
  }

  /// The beginning: returns the series on the grid of time.
  package func resampled(_ series: Series, report: inout CleaningReport) throws -> Series {
    guard let resample else { return series }
    let (cells, resampled) = try resample.applied(to: series)
    report.resampled = resampled
    report.rowsBefore = cells.count
    return cells
  }

  /// Returns the series without the outliers that a rolling rule finds.
  ///
  /// - Parameters:
  ///   - series: The readings.
  ///   - columns: The columns that count.
  ///   - windows: The rows that windows keep within.
  ///   - report: Where it is noted what was done.
  /// - Throws: ``SeriesError``.
  package func withoutOutliers(
    _ series: Series, columns: [String], windows: @autoclosure () -> [Range<Int>],
    report: inout CleaningReport
  ) throws -> Series {
    guard let outliers, !outliers.isFitted else { return series }
    return try outliers.applied(
      to: series, columns: columns, stretches: windows(), report: &report)
  }

  /// Returns the series with short runs of missing readings filled.
  ///
  /// What is derived from the readings comes next, so that it sees what was filled, and rows that have no
  /// value of it are dropped.
  ///
  /// - Parameters:
  ///   - series: The readings.
  ///   - columns: The columns that count.
  ///   - stretches: The rows without a gap, of one subject and sequence.
  ///   - report: Where it is noted what was done.
  /// - Throws: ``SeriesError``, ``StatisticsError``.
  package func filled(
    _ series: Series, columns: [String], stretches: @autoclosure () -> [Range<Int>],
    report: inout CleaningReport
  ) throws -> Series {
    try fill?.applied(
      to: series, columns: columns, stretches: stretches(), report: &report) ?? series
  }

  /// The end: returns the series without the rows that still miss a value, its clock checked.
  package func dropped(
    _ series: Series, columns: [String], report: inout CleaningReport
  ) throws -> Series {
    let cleaned = dropsMissing ? try series.droppingMissing(in: columns) : series
    report.rowsDropped = series.count - cleaned.count
    report.remaining = try columns.reduce(into: [:]) { remaining, name in
      let missing = try cleaned.column(name).missingCount
      if missing > 0 { remaining[name] = missing }
    }
    if let maximumGap, let allowed = TimeSpan.microseconds(maximumGap) {
      try cleaned.checkGaps(allowed: allowed)
    }
    return cleaned
  }
}

/// What cleaning did to a series.
public struct CleaningReport: Codable, Hashable, Sendable {
  /// The number of rows before; of cells, where readings were brought to a grid.
  ///
  /// Those of the future do not count.
  public var rowsBefore: Int
  /// The number of rows behind them that hold nothing but readings known ahead; nil where no column is.
  public var futureRows: Int?
  /// What bringing readings to a grid did; nil without a grid.
  public var resampled: ResamplingReport?
  /// What was done about outliers; nil without a rule.
  public var outliers: OutlierReport?
  /// The number of rows dropped because a reading was missing.
  public var rowsDropped = 0
  /// How many of them miss nothing but a feature that is not known yet; nil when none is derived.
  public var rowsDroppedForFeatures: Int?
  /// The number of readings filled, by column.
  public var filled: [String: Int] = [:]
  /// The number of readings still missing, by column.
  public var remaining: [String: Int] = [:]
  /// The number of rows that stay without a reading of the target; nil where they are dropped.
  public var maskedTargets: Int?

  package init(rowsBefore: Int) {
    self.rowsBefore = rowsBefore
  }
}

extension Series {
  /// Returns the series without the rows that miss a reading in one of the columns.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``.
  public func droppingMissing(in names: [String]? = nil) throws -> Series {
    let keeps = try isComplete(in: names ?? columnNames)
    let kept = keeps.reduce(0) { $0 + ($1 ? 1 : 0) }
    if kept == count { return self }
    return Series(
      columns: Threads.map(columns.count) { place in
        columns[place].withUnsafeBufferPointer { values in
          columns[place].replacing(Series.compacted(values, keeps, kept))
        }
      },
      stamps: timestamps?.withUnsafeBufferPointer { stamps in
        Timestamps(Series.compacted(stamps, keeps, kept))
      }, origins: origins?.arranged(keeps.indices.lazy.filter { keeps[$0] }))
  }

  /// Returns the number of rows that have a reading in each of some columns.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``.
  package func completeRows(in names: [String]) throws -> Int {
    try isComplete(in: names).reduce(0) { $0 + ($1 ? 1 : 0) }
  }

  private func isComplete(in names: [String]) throws -> [Bool] {
    let checked = try names.map(column)
    var keeps = [Bool](repeating: true, count: count)
    keeps.withUnsafeMutableBufferPointer { keeps in
      for column in checked {
        column.withUnsafeBufferPointer { values in
          for row in 0..<values.count { keeps[row] = keeps[row] && values[row] == values[row] }
        }
      }
    }
    return keeps
  }

  private static func compacted<Element>(
    _ values: UnsafeBufferPointer<Element>, _ keeps: [Bool], _ kept: Int
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: kept) { result, count in
      for row in 0..<values.count where keeps[row] {
        result.initializeElement(at: count, to: values[row])
        count += 1
      }
    }
  }
}
