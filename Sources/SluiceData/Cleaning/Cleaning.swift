import SluiceTensor

/// What is done about missing readings before anything is learnt.
///
/// First short runs of missing readings are filled, then the rows that still miss one (or a feature
/// derived from them) are dropped, then the clock is checked. Nothing is bridged in silence: ``CleaningReport`` counts all of it, and a
/// row dropped leaves a gap in the clock, which windows do not cross.
public struct Cleaning: Codable, Hashable, Sendable {
  /// How short runs are filled; nil fills nothing.
  public var fill: Fill?
  /// Whether rows that still have a missing reading are dropped.
  public var dropsMissing: Bool
  /// The longest time allowed between two rows, such as `2 h`; nil allows any.
  public var maximumGap: String?

  /// Creates the rules: drop rows with missing readings, unless told otherwise.
  public init(fill: Fill? = nil, dropsMissing: Bool = true, maximumGap: String? = nil) {
    self.fill = fill
    self.dropsMissing = dropsMissing
    self.maximumGap = maximumGap
  }

  /// Decodes the rules; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fill = try container.decodeIfPresent(Fill.self, forKey: .fill)
    dropsMissing = try container.setting(.dropsMissing, default: true)
    maximumGap = try container.decodeIfPresent(String.self, forKey: .maximumGap)
    if let maximumGap, TimeSpan.microseconds(maximumGap) == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .maximumGap, in: container,
        debugDescription:
          "must be a length of time such as \"90 s\", \"2 h\" or \"3 d\", found \"\(maximumGap)\"")
    }
  }

  /// Returns the cleaned series and what was done to it.
  ///
  /// - Parameters:
  ///   - series: The readings as they were read.
  ///   - columns: The columns that count; nil means all. The other columns are left as they are.
  /// - Throws: ``SeriesError``.
  public func applied(
    to series: Series, columns: [String]? = nil
  ) throws -> (series: Series, report: CleaningReport) {
    let names = columns ?? series.columnNames
    var report = CleaningReport(rowsBefore: series.count)
    let filled = try filled(series, columns: names, report: &report)
    return (try dropped(filled, columns: names, report: &report), report)
  }

  /// The first half: returns the series with short runs of missing readings filled.
  ///
  /// What is derived from the readings comes between the halves, so that it sees what was filled, and
  /// rows that have no value of it are dropped.
  package func filled(
    _ series: Series, columns: [String], report: inout CleaningReport
  ) throws -> Series {
    try fill?.applied(to: series, columns: columns, report: &report) ?? series
  }

  /// The second half: returns the series without the rows that still miss a value, its clock checked.
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
  /// The number of rows before.
  public var rowsBefore: Int
  /// The number of rows dropped because a reading was missing.
  public var rowsDropped = 0
  /// How many of them miss nothing but a feature that is not known yet; nil when none is derived.
  public var rowsDroppedForFeatures: Int?
  /// The number of readings filled, by column.
  public var filled: [String: Int] = [:]
  /// The number of readings still missing, by column.
  public var remaining: [String: Int] = [:]

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
      columns: columns.map { column in
        column.withUnsafeBufferPointer { values in
          column.replacing(Series.compacted(values, keeps, kept))
        }
      },
      stamps: timestamps?.withUnsafeBufferPointer { stamps in
        Timestamps(Series.compacted(stamps, keeps, kept))
      })
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
