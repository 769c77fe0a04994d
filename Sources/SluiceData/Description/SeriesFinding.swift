/// Something that one should know of a series before a network is trained with it.
public enum SeriesFinding: Codable, Hashable, Sendable {
  /// The steps of the clock, apart from gaps, are unlike each other.
  ///
  /// - `regularShare`: the share of steps within a tenth of the usual one, from 0 to 1.
  case irregularClock(regularShare: Double)
  /// More than ``mostMissing`` of a column's readings are missing.
  case manyMissing(column: String, share: Double, longestRun: Int)
  /// More than half of a column's readings are 0.
  case mostlyZero(column: String, share: Double)
  /// Some readings lie far from the rest, and the distribution has heavy tails.
  case outliers(column: String, farOut: ColumnExamination.FarOut, excessKurtosis: Double)
  /// Fewer rows than ``StretchExamination/leastRows`` follow each other without a missing reading.
  case tooShort(column: String, rows: Int)
  /// A column wanders like a random walk: the p-values of both tests around a level.
  case unitRoot(column: String, dickeyFuller: Double?, kpss: Double?)
  /// A column follows a line, which rises by `change` over the rows looked at.
  case trend(column: String, change: Double)
  /// The level of a column jumps: its largest jump, and how many others there are.
  case levelBreak(column: String, change: ChangePoints.Change, time: String?, others: Int)
  /// A column repeats itself after some rows; the strength is that of MSTL, from 0 to 1.
  case season(column: String, rows: Int, strength: Double)
  /// Two columns tell nearly the same.
  case alike(ColumnLikeness)

  /// The share of missing readings from which on they are many.
  public static let mostMissing = 0.05
  /// The excess kurtosis from which on tails are heavy; that of a Laplace distribution is 3.
  public static let heavyTails = 5.0
  /// The share of steps near the usual one below which a clock is irregular.
  public static let leastRegular = 0.9

  /// What is found of one column.
  static func found(
    in column: ColumnExamination, described: ColumnDescription, timestamps: Timestamps?
  ) -> [SeriesFinding] {
    let name = column.name
    var found: [SeriesFinding] = []
    guard described.count > 0 else { return found }
    let missing = Double(described.missing) / Double(described.count + described.missing)
    if missing > mostMissing {
      found.append(
        .manyMissing(column: name, share: missing, longestRun: column.longestMissingRun))
    }
    if described.isConstant { return found }
    let zeros = Double(described.zeros) / Double(described.count)
    if zeros > 0.5 {
      found.append(.mostlyZero(column: name, share: zeros))
    } else if let shape = column.shape, shape.excessKurtosis > heavyTails,
      let farOut = column.farOut, farOut.count > 0
    {
      found.append(
        .outliers(column: name, farOut: farOut, excessKurtosis: shape.excessKurtosis))
    }
    guard let time = column.time else {
      let rows = column.longestStretch
      return rows < StretchExamination.leastRows
        ? found + [.tooShort(column: name, rows: rows)] : found
    }
    return found + time.findings(column: name, timestamps: timestamps)
  }
}

extension StretchExamination {
  fileprivate func findings(column: String, timestamps: Timestamps?) -> [SeriesFinding] {
    var found: [SeriesFinding] = []
    switch course.kind {
    case .randomWalk:
      found.append(
        .unitRoot(
          column: column, dickeyFuller: course.level.dickeyFuller?.pValue,
          kpss: course.level.kpss?.pValue))
    case .line: found.append(.trend(column: column, change: course.lineChange))
    case .steps:
      let changes = course.changes
      if let largest = changes.max(by: { abs($0.after - $0.before) < abs($1.after - $1.before) }) {
        found.append(
          .levelBreak(
            column: column, change: largest,
            time: timestamps.map { CivilTime(microseconds: $0[largest.row]).description },
            others: changes.count - 1))
      }
    case .steady, .unclear: break
    }
    if let decomposition {
      for (rows, strength) in zip(decomposition.seasons, decomposition.seasonStrengths) {
        found.append(.season(column: column, rows: rows, strength: strength))
      }
    }
    return found
  }
}
