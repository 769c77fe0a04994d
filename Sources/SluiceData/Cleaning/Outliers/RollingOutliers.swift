/// A rolling rule for one column, which takes in one reading after another.
package struct RollingOutliers: Sendable {
  /// How many later rows must have been taken in before a row is judged.
  package let rowsAhead: Int
  private let rule: Outliers
  private let needed: Int
  private var readings: RollingReadings

  /// Creates the rule for a column; nil when it is none that rolls.
  package init?(_ rule: Outliers) {
    guard let window = rule.window else { return nil }
    self.rule = rule
    rowsAhead = rule.isCausal ? 0 : window / 2
    needed = (window + 1) / 2
    readings = RollingReadings(window: window)
  }

  /// Forgets all readings: a new stretch begins.
  package mutating func reset() { readings.removeAll() }

  /// Takes in the next reading; NaN for a missing one, or a row behind the end.
  @inline(__always)
  package mutating func push(_ value: Float) { readings.push(value) }

  /// Returns what a reading becomes, by the window that lies around it now.
  package func judged(_ value: Float) -> Float {
    guard !value.isNaN, readings.count >= needed else { return value }
    let median = readings.median
    guard case .hampel(let hampel) = rule else { return Float(median) }
    // 1 over the upper quartile of the normal distribution: then the deviation is its deviation.
    let allowed = hampel.threshold * 1.482602218505602 * readings.deviation(around: median)
    let distance = Double(value) - median
    guard abs(distance) > allowed else { return value }
    return switch hampel.action {
    case .replace: Float(median)
    case .clip: Float(distance < 0 ? median - allowed : median + allowed)
    case .missing: .nan
    }
  }
}

extension Outliers {
  /// Returns the rolling rule of a column; nil when the rule has bounds, or is not for the column.
  package func rolling(for column: String) -> RollingOutliers? {
    columns?.contains(column) ?? true ? RollingOutliers(self) : nil
  }

  /// Applies a rolling rule to some columns; the others stay as they are.
  ///
  /// - Parameters:
  ///   - series: The readings.
  ///   - names: The columns that count.
  ///   - stretches: The rows that windows keep within.
  ///   - report: Where it is noted what was touched.
  /// - Throws: ``SeriesError`` when a column is missing, holds categories or an infinite reading.
  func applied(
    to series: Series, columns names: [String], stretches: [Range<Int>],
    report: inout CleaningReport
  ) throws -> Series {
    guard var rolling = RollingOutliers(self) else { return series }
    var touched = OutlierReport(self, rows: series.count)
    let changed = try names.filter { columns?.contains($0) ?? true }.map { name in
      let column = try series.column(name)
      if column.categories != nil { throw SeriesError.notReadings(column: name) }
      if let row = column.firstInfinite { throw SeriesError.infiniteValue(column: name, row: row) }
      let values = column.withUnsafeBufferPointer { values in
        [Float](unsafeUninitializedCapacity: values.count) { result, count in
          for rows in stretches {
            rolling.reset()
            for row in rows.lowerBound..<rows.upperBound + rolling.rowsAhead {
              rolling.push(row < rows.upperBound ? values[row] : .nan)
              let judged = row - rolling.rowsAhead
              if judged >= rows.lowerBound { result[judged] = rolling.judged(values[judged]) }
            }
          }
          count = values.count
        }
      }
      let cleaned = Column(name, values)
      touched.note(name, before: column, after: cleaned, timestamps: series.timestamps)
      return cleaned
    }
    report.outliers = touched
    return series.adding(changed)
  }
}
