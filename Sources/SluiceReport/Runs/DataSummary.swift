import SluiceData

/// The readings that a run was made with, as its report tells of them.
public struct DataSummary: Sendable {
  /// A part of the split: what it is for, and where it lies.
  public struct Part: Sendable {
    /// "training", "validation", "test".
    public var name: String
    /// Its number of rows.
    public var rows: Int
    /// Time of its first row in microseconds since 1970 UTC; nil without a clock.
    public var from: Int64?
    /// Time of its last row.
    public var to: Int64?
    /// The number of windows or forecasts made from it; nil where it is not told.
    public var windows: Int?

    /// A part of the split.
    public init(name: String, rows: Int, from: Int64?, to: Int64?, windows: Int? = nil) {
      self.name = name
      self.rows = rows
      self.from = from
      self.to = to
      self.windows = windows
    }

    /// A part from its rows.
    public init(_ name: String, _ series: Series, windows: Int? = nil) {
      let (from, to) = series.span
      self.init(name: name, rows: series.count, from: from, to: to, windows: windows)
    }
  }

  /// Where the readings come from: the name of a file, without its folders.
  public var source: String
  /// The number of rows.
  public var rows: Int
  /// Names of the columns.
  public var columns: [String]
  /// Time of the first row in microseconds since 1970 UTC; nil without a clock.
  public var from: Int64?
  /// Time of the last row.
  public var to: Int64?
  /// The usual time between two rows in microseconds.
  public var interval: Int64?
  /// How many times the clock jumps.
  public var gaps: Int
  /// The longest of these jumps in microseconds.
  public var longestGap: Int64?
  /// The number of missing readings of each column that misses any.
  public var missing: [String: Int]
  /// What was done about outliers and missing readings.
  public var cleaning: CleaningReport?
  /// The parts of the split in the order of time.
  public var parts: [Part]
  /// What is in no window, a clause each.
  public var leftOut: [String]
  /// How the windows of a classification are spread; nil for a forecast.
  public var labels: LabelSpread?

  /// The summary of readings as they were read, before they were cleaned.
  public init(
    source: String, series: Series, cleaning: CleaningReport? = nil, parts: [Part] = [],
    leftOut: [String] = [], labels: LabelSpread? = nil
  ) {
    self.source = source
    rows = series.count
    columns = series.columnNames
    (from, to) = series.span
    interval = series.interval
    let gaps = series.gaps
    self.gaps = gaps.count
    longestGap = gaps.map(\.duration).max()
    missing = [:]
    for column in series.columns where column.missingCount > 0 {
      missing[column.name] = column.missingCount
    }
    self.cleaning = cleaning
    self.parts = parts
    self.leftOut = leftOut
    self.labels = labels
  }
}

extension Series {
  /// Times of the first and the last row.
  fileprivate var span: (from: Int64?, to: Int64?) {
    guard let timestamps, count > 0 else { return (nil, nil) }
    return (timestamps[0], timestamps[count - 1])
  }
}

// MARK: Facts

extension DataSummary {
  /// What there is to say, a line each.
  var facts: [Fact] {
    var facts = [
      Fact("source", source), Fact("rows", NumberText.count(rows)),
      Fact("columns", columns.joined(separator: ", ")),
    ]
    if let from, let to {
      let span = "\(Self.stamp(from)) to \(Self.stamp(to))"
      facts.append(Fact("time (UTC)", "\(span), \(TimeSpan.text(to - from)) in all"))
    }
    if let interval { facts.append(Fact("a row every", TimeSpan.text(interval))) }
    if let longestGap {
      let text = "\(NumberText.count(gaps)), the longest \(TimeSpan.text(longestGap))"
      facts.append(Fact("gaps in the clock", text + "; no window crosses one unless told to"))
    } else if from != nil {
      facts.append(Fact("gaps in the clock", "none"))
    }
    facts.append(Fact("missing readings", Self.list(missing, of: "readings")))
    if let grid = cleaning?.resampled { facts.append(Fact("grid of time", grid.sentence)) }
    if let outliers = cleaning?.outliers { facts.append(Fact("outliers", outliers.fact)) }
    if let cleaning { facts.append(Fact("cleaning", Self.sentence(cleaning))) }
    if !leftOut.isEmpty { facts.append(Fact("in no window", leftOut.joined(separator: "; "))) }
    return facts
  }

  /// The parts of the split with their times.
  var partsTable: Table {
    let hasWindows = parts.contains { $0.windows != nil }
    var columns: [Table.Column] = [
      .init("part", .leading), .init("rows"), .init("from (UTC)"), .init("to (UTC)"),
    ]
    if hasWindows { columns.append(.init("windows")) }
    let rows: [[Table.Cell]] = parts.map { part in
      var row: [Table.Cell] = [
        .init(part.name), .init(NumberText.count(part.rows)),
        .init(part.from.map(Self.stamp) ?? "–"), .init(part.to.map(Self.stamp) ?? "–"),
      ]
      if hasWindows { row.append(.init(part.windows.map(NumberText.count) ?? "–")) }
      return row
    }
    return Table(columns, rows: rows)
  }

  private static func stamp(_ time: Int64) -> String { CivilTime(microseconds: time).stamp }

  private static func list(_ counts: [String: Int], of what: String) -> String {
    guard !counts.isEmpty else { return "none" }
    if counts.count > 4 || Set(counts.values).count == 1 && counts.count > 1 {
      let total = counts.values.reduce(0, +)
      return "\(NumberText.count(total)) \(what) in \(counts.count) columns"
    }
    return counts.sorted { $0.key < $1.key }
      .map { "\($0.key): \(NumberText.count($0.value))" }.joined(separator: ", ")
  }

  private static func sentence(_ report: CleaningReport) -> String {
    var steps: [String] = []
    let filled = report.filled.filter { $0.value > 0 }
    if !filled.isEmpty { steps.append("filled " + list(filled, of: "readings")) }
    if report.rowsDropped > 0 {
      let share = Double(report.rowsDropped) / Double(max(report.rowsBefore, 1))
      let counts = [report.rowsDropped, report.rowsBefore].map(NumberText.count)
      let waiting = report.rowsDroppedForFeatures ?? 0
      steps.append(
        "dropped \(counts[0]) of \(counts[1]) rows (\(NumberText.percent(share, 2))) with missing "
          + "readings"
          + (waiting > 0 ? ", \(NumberText.count(waiting)) of them for derived features only" : ""))
    }
    if let future = report.futureRows, future > 0 {
      steps.append("left out \(NumberText.count(future)) rows that hold only readings known ahead")
    }
    let remaining = report.remaining.filter { $0.value > 0 }
    if !remaining.isEmpty { steps.append("left missing: " + list(remaining, of: "readings")) }
    if let masked = report.maskedTargets, masked > 0 {
      steps.append("left \(NumberText.count(masked)) missing targets out of loss and figures")
    }
    return steps.isEmpty ? "nothing to do" : steps.joined(separator: "; ")
  }
}
