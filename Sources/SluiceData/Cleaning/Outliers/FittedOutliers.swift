/// The bounds of one column, and what becomes of readings beyond them.
public struct ColumnBounds: Codable, Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// The lowest reading that is none, in the column's unit.
  public let lower: Double
  /// The highest reading that is none, in the column's unit.
  public let upper: Double
  /// What a reading beyond them becomes; nil for the bound itself.
  public let replacement: Double?

  /// Returns what a reading becomes; NaN stays NaN.
  @inline(__always)
  public func bounded(_ value: Float) -> Float {
    let reading = Double(value)
    if reading < lower { return Float(replacement ?? lower) }
    if reading > upper { return Float(replacement ?? upper) }
    return value
  }
}

/// A rule for outliers with its bounds, learnt from training rows.
public struct FittedOutliers: Codable, Hashable, Sendable {
  /// The rule.
  public let rule: Outliers
  /// The bounds of each column that the rule is for.
  public let columns: [ColumnBounds]

  /// Returns the bounds of a column; nil for one that the rule is not for.
  public func bounds(of column: String) -> ColumnBounds? {
    columns.first { $0.column == column }
  }

  /// Returns a prepared series with its readings bounded; columns that it does not have are passed over.
  public func applied(to series: Series) -> Series {
    series.adding(
      columns.compactMap { bounds in
        series[bounds.column]?.withUnsafeBufferPointer { values in
          Column(
            bounds.column,
            [Float](unsafeUninitializedCapacity: values.count) { result, count in
              for row in 0..<values.count { result[row] = bounds.bounded(values[row]) }
              count = values.count
            })
        }
      })
  }

  /// Returns which readings of a prepared series lie beyond the bounds.
  public func report(on series: Series) -> OutlierReport {
    let bounded = applied(to: series)
    var report = OutlierReport(rule, rows: series.count)
    for bounds in columns {
      guard let before = series[bounds.column], let after = bounded[bounds.column] else { continue }
      report.note(bounds.column, before: before, after: after, timestamps: series.timestamps)
    }
    return report
  }
}

extension Outliers {
  /// Learns the bounds from training rows; nil for a rolling rule, which has none.
  ///
  /// - Parameters:
  ///   - part: The rows to learn from; missing readings are passed over.
  ///   - names: The columns that are numbers.
  /// - Throws: ``OutlierError/noSpread(rule:column:value:)``, ``ScalerError/noValues(column:)``,
  ///   ``SeriesError``, also for a column that is none of them.
  public func fitted(to part: TrainingPart, columns names: [String]) throws -> FittedOutliers? {
    guard isFitted else { return nil }
    try check(rows: part.count, columns: names)
    let series = part.series
    return FittedOutliers(
      rule: self,
      columns: try names.filter { columns?.contains($0) ?? true }.map { name in
        let column = try series.column(name)
        if let row = column.firstInfinite {
          throw SeriesError.infiniteValue(column: name, row: row)
        }
        return try column.withUnsafeBufferPointer { try bounds(of: $0, column: name) }
      })
  }

  private func bounds(
    of values: UnsafeBufferPointer<Float>, column: String
  ) throws -> ColumnBounds {
    guard values.contains(where: { !$0.isNaN }) else { throw ScalerError.noValues(column: column) }
    let lower: Double
    let upper: Double
    switch self {
    case .interquartile(let rule):
      let quartiles = Quantiles.of(values, at: [0.25, 0.75])
      let distance = (quartiles[1] - quartiles[0]) * rule.factor
      (lower, upper) = (quartiles[0] - distance, quartiles[1] + distance)
    case .zScore(let rule):
      let moments = Moments(of: values)
      let distance = moments.deviation * rule.threshold
      (lower, upper) = (moments.mean - distance, moments.mean + distance)
    case .winsorize(let rule):
      let quantiles = Quantiles.of(values, at: [rule.lower, rule.upper])
      (lower, upper) = (quantiles[0], quantiles[1])
    case .hampel, .medianFilter:
      preconditionFailure("Outliers: \(name) learns no bounds")
    }
    guard lower < upper else {
      throw OutlierError.noSpread(rule: name, column: column, value: lower)
    }
    return ColumnBounds(
      column: column, lower: lower, upper: upper,
      replacement: action == .replace ? Quantiles.of(values, at: [0.5])[0] : nil)
  }
}
