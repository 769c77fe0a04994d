extension Fill {
  /// Fills the runs of missing readings that the rule covers, never from one stretch to another.
  ///
  /// - Parameters:
  ///   - series: The readings.
  ///   - names: The columns that count.
  ///   - stretches: The rows that belong together, in order.
  ///   - report: Where it is noted how many readings were filled.
  /// - Throws: ``SeriesError`` when a column is missing, ``StatisticsError`` for readings that are beyond
  ///   all use.
  func applied(
    to series: Series, columns names: [String], stretches: [Range<Int>],
    report: inout CleaningReport
  ) throws -> Series {
    var filled: [Column] = []
    for name in names {
      let column = try series.column(name)
      guard column.missingCount > 0 else { continue }
      var values = column.values
      report.filled[name] = try fill(&values, stretches, series.timestamps)
      filled.append(Column(name, values))
    }
    return series.adding(filled)
  }

  /// Fills one column and returns how many readings were filled.
  private func fill(
    _ values: inout [Float], _ stretches: [Range<Int>], _ timestamps: Timestamps?
  ) throws -> Int {
    let known = values
    var level: LocalLevel?
    var count = 0
    for rows in stretches {
      let runs = runs(of: known, in: rows)
      if runs.isEmpty { continue }
      count += runs.reduce(0) { $0 + $1.count }
      switch self {
      case .forwardFill:
        for run in runs { for row in run { values[row] = known[run.lowerBound - 1] } }
      case .constant(let value, _): for run in runs { for row in run { values[row] = value } }
      case .linear:
        for run in runs { join(run, of: known, timestamps) { values[$0] = Float($1) } }
      case .spline:
        let spline = CubicSpline(through: known, in: rows, timestamps: timestamps)
        for run in runs { for row in run { values[row] = Float(spline.value(at: row)) } }
      case .seasonal(let season, _):
        guard rows.count >= 2 * season else {
          count -= runs.reduce(0) { $0 + $1.count }
          continue
        }
        let pattern = try Fill.season(season, of: known, in: rows, timestamps)
        let adjusted = rows.map { Float(Double(known[$0]) - pattern[$0 - rows.lowerBound]) }
        for run in runs {
          let shifted = run.lowerBound - rows.lowerBound..<run.upperBound - rows.lowerBound
          join(shifted, of: adjusted, timestamps?.rows(rows)) {
            values[$0 + rows.lowerBound] = Float($1 + pattern[$0])
          }
        }
      case .kalman:
        let model = level ?? LocalLevel(fittedTo: known, stretches: stretches)
        level = model
        let levels = model.smoothed(known, in: rows)
        for run in runs { for row in run { values[row] = Float(levels[row - rows.lowerBound]) } }
      }
    }
    return count
  }

  /// The rows to be filled, run by run: the first ones of each run, or whole runs between two readings.
  private func runs(of values: [Float], in rows: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var row = rows.lowerBound
    while row < rows.upperBound {
      guard values[row].isNaN else {
        row += 1
        continue
      }
      var end = row
      while end < rows.upperBound, values[end].isNaN { end += 1 }
      switch self {
      case .forwardFill:
        if row > rows.lowerBound { runs.append(row..<min(end, row + limit)) }
      case .constant: runs.append(row..<min(end, row + limit))
      case .linear, .spline, .seasonal, .kalman:
        if row > rows.lowerBound, end < rows.upperBound, end - row <= limit {
          runs.append(row..<end)
        }
      }
      row = end
    }
    return runs
  }

  /// Draws a straight line over a run between two readings.
  private func join(
    _ run: Range<Int>, of values: [Float], _ timestamps: Timestamps?,
    _ take: (_ row: Int, _ value: Double) -> Void
  ) {
    let first = run.lowerBound - 1
    let before = Double(values[first])
    let after = Double(values[run.upperBound])
    func moment(_ row: Int) -> Double {
      timestamps.map { Double($0[row] - $0[first]) } ?? Double(row - first)
    }
    let whole = moment(run.upperBound)
    for row in run { take(row, before + (after - before) * (moment(row) / whole)) }
  }

  /// The seasonal part of a stretch, all of whose runs are joined by lines first, by rows.
  private static func season(
    _ season: Int, of values: [Float], in rows: Range<Int>, _ timestamps: Timestamps?
  ) throws -> [Double] {
    var whole = CleaningReport(rowsBefore: rows.count)
    let stretch = Series(
      columns: [Column("x", Array(values[rows]))], stamps: timestamps?.rows(rows))
    var joined = try Fill.linear(limit: .max).applied(
      to: stretch, columns: ["x"], stretches: [0..<rows.count], report: &whole
    ).column("x").values
    // What is missing at the ends takes the nearest reading.
    guard let first = joined.firstIndex(where: { !$0.isNaN }),
      let last = joined.lastIndex(where: { !$0.isNaN })
    else { return [Double](repeating: 0, count: rows.count) }
    for row in 0..<first { joined[row] = joined[first] }
    for row in last + 1..<max(joined.count, last + 1) { joined[row] = joined[last] }
    let parts = try STL(season: season, detail: .tenthOfWindow).decomposed(Readings(joined))
    return parts.seasons[0].values
  }
}
