import SluiceData

extension SeriesDescription {
  /// The description as text for a terminal: the clock, what is worth a second look, each column.
  public func text(style: TerminalStyle = .plain) -> String {
    var parts = [opening]
    if !notes.isEmpty { parts.append(notes.map { style.warning($0) }.joined(separator: "\n")) }
    parts += tables.map { $0.text(style) }
    return parts.joined(separator: "\n\n")
  }

  /// How many rows there are, from when to when.
  var opening: String {
    let rows = "\(NumberText.count(self.rows)) \(self.rows == 1 ? "row" : "rows")"
    guard let clock else { return "\(rows) without time stamps." }
    return "\(rows) from \(clock.from) to \(clock.to) (UTC)\(clock.intervalText)."
  }

  /// What is worth a second look, a line each.
  var notes: [String] { (clock?.notes ?? []) + columns.compactMap(\.note) }

  /// The columns of readings in one table, then a table for each column of categories.
  var tables: [Table] {
    (columns.contains { $0.categories == nil } ? [table] : [])
      + columns.compactMap(\.categoryTable)
  }

  /// Some rows as a length of time, such as `1 d`; nil without a clock.
  func span(rows: Int) -> String? {
    clock?.intervalSeconds.map { ClockDescription.text($0 * Double(rows)) }
  }

  private var table: Table {
    let levels = ColumnDescription.quantileLevels
    let median = levels.firstIndex(of: 0.5)
    let headings: [Table.Column] = [
      .init("column", .leading), .init("readings"), .init("missing"), .init("min"), .init("5 %"),
      .init("median"), .init("95 %"), .init("max"), .init("mean"), .init("deviation"),
    ]
    let rows: [[Table.Cell]] = columns.filter { $0.categories == nil }.map { column in
      func quantile(_ index: Int?) -> Double? {
        guard let index, let summary = column.summary else { return nil }
        return Double(summary.quantiles[index])
      }
      let numbers: [Double?] = [
        column.summary.map { Double($0.min) }, quantile(levels.firstIndex(of: 0.05)),
        quantile(median), quantile(levels.firstIndex(of: 0.95)),
        column.summary.map { Double($0.max) }, column.summary?.mean, column.summary?.deviation,
      ]
      let cells: [Table.Cell] = numbers.map { .init($0.map { NumberText.significant($0) } ?? "–") }
      return [
        .init(column.name), .init(NumberText.count(column.count)),
        .init(NumberText.count(column.missing)),
      ] + cells
    }
    return Table(headings, rows: rows)
  }
}

extension ClockDescription {
  fileprivate var intervalText: String {
    intervalSeconds.map { ", one every \(Self.text($0))" } ?? ""
  }

  /// What is worth a second look.
  fileprivate var notes: [String] {
    var notes: [String] = []
    if gaps > 0 {
      notes.append(
        "\(NumberText.count(gaps)) \(gaps == 1 ? "gap" : "gaps") in the clock; the longest:")
      notes += longestGaps.map { "  \(Self.text($0.seconds)) from \($0.from) to \($0.to)" }
    }
    if duplicates > 0 {
      let verb = duplicates == 1 ? "row repeats" : "rows repeat"
      notes.append("\(NumberText.count(duplicates)) \(verb) the time stamp of the row above.")
    }
    if backward > 0 {
      let verb = backward == 1 ? "row goes" : "rows go"
      notes.append("\(NumberText.count(backward)) \(verb) back in time.")
    }
    return notes
  }

  fileprivate static func text(_ seconds: Double) -> String {
    TimeSpan.text(Int64((seconds * 1e6).rounded()))
  }
}

extension ColumnDescription {
  /// The categories with their shares: in order, or the most frequent ones of many.
  fileprivate var categoryTable: Table? {
    guard let categories else { return nil }
    let shown = 30
    let isShort = categories.count <= shown
    let listed =
      isShort ? categories : Array(categories.sorted { $0.count > $1.count }.prefix(shown))
    var rows: [[Table.Cell]] = listed.map {
      [.init($0.name), .init(NumberText.count($0.count)), .init(NumberText.percent($0.share))]
    }
    if !isShort {
      let rest = categories.count - shown
      let count = self.count - listed.reduce(0) { $0 + $1.count }
      rows.append([
        .init("\(NumberText.count(rest)) more"), .init(NumberText.count(count)),
        .init(NumberText.percent(Double(count) / Double(self.count))),
      ])
    }
    if missing > 0 { rows.append([.init("missing"), .init(NumberText.count(missing)), .init("")]) }
    return Table([.init(name, .leading), .init("rows"), .init("share")], rows: rows)
  }

  /// What is worth a second look.
  fileprivate var note: String? {
    if count == 0 { return "Column \(name) has no readings." }
    if isConstant { return "Column \(name) is constant." }
    return nil
  }
}
