import SluiceTensor

/// All that the statistics of this module say of a series, and what one should know before training.
///
/// It takes a second or so a column, where ``SeriesDescription`` takes a part of one for all.
public struct SeriesExamination: Codable, Hashable, Sendable {
  /// The short description: ranges, missing readings, the clock.
  public let description: SeriesDescription
  /// The columns of readings, in order; those of categories are only described.
  public let columns: [ColumnExamination]
  /// What one should know: of the clock, of each column, of pairs of columns.
  public let findings: [SeriesFinding]

  /// Examines a series; columns are looked at by all threads.
  ///
  /// - Throws: ``StatisticsError``, which a series that was read from a file gives no cause for.
  public init(_ series: Series) throws {
    let description = SeriesDescription(series)
    let numbered = series.columns.indices.filter { series.columns[$0].categories == nil }
    let columns = try Threads.map(numbered.count) { place in
      Result {
        try ColumnExamination(
          series.columns[numbered[place]], of: series,
          described: description.columns[numbered[place]])
      }
    }.map { try $0.get() }
    var findings: [SeriesFinding] = []
    if let share = series.regularShare, share < SeriesFinding.leastRegular {
      findings.append(.irregularClock(regularShare: share))
    }
    for (column, place) in zip(columns, numbered) {
      findings += SeriesFinding.found(
        in: column, described: description.columns[place], timestamps: series.timestamps)
    }
    findings += try ColumnLikeness.found(among: numbered.map { series.columns[$0] })
      .map { .alike($0) }
    self.description = description
    self.columns = columns
    self.findings = findings
  }
}

extension Series {
  /// The share of the steps of the clock that lie within a tenth of the usual one; nil without one.
  ///
  /// Gaps, and steps back or of no time, are counted elsewhere.
  fileprivate var regularShare: Double? {
    guard let timestamps, let interval else { return nil }
    var (regular, steps) = (0, 0)
    timestamps.withUnsafeBufferPointer { stamps in
      for row in stamps.indices.dropFirst() {
        let step = stamps[row] &- stamps[row - 1]
        guard step > 0, step <= interval + interval / 2 else { continue }
        steps += 1
        if abs(step - interval) <= interval / 10 { regular += 1 }
      }
    }
    return steps == 0 ? nil : Double(regular) / Double(steps)
  }
}
