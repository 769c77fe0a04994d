import SluiceData

extension SeriesExamination {
  /// The examination as text for a terminal: what one should know first, then the numbers.
  public func text(style: TerminalStyle = .plain) -> String {
    let sentences = FindingSentences(self)
    var parts = [description.opening]
    parts += sentences.warnings.map { style.warning($0) }
    parts += sentences.notes
    parts += (description.tables + numberTables).map { $0.text(style) }
    if let rowsSentence { parts.append(rowsSentence) }
    return parts.joined(separator: "\n\n")
  }

  /// The numbers that the short description leaves out; none without columns of readings.
  var numberTables: [Table] { columns.isEmpty ? [] : [shapeTable, timeTable] }

  /// Which rows the statistics of time looked at; nil when there are none.
  var rowsSentence: String? {
    let examined = columns.compactMap(\.time)
    guard !examined.isEmpty else { return nil }
    var text =
      "What depends on time is measured on the longest stretch without a missing reading or a gap"
    if examined.contains(where: { $0.rows < $0.stretch.count }) {
      text += ", at most on its latest \(NumberText.count(StretchExamination.mostRows)) rows"
    }
    text += "."
    if examined.contains(where: \.stretch.crossesGaps) {
      text +=
        " Where the clock jumps all the time, gaps were passed over and rows taken as equally spaced."
    }
    return text
  }

  private var shapeTable: Table {
    Table(
      [
        .init("column", .leading), .init("distribution", .leading), .init("skewness"),
        .init("excess kurtosis"), .init("far out"), .init("missing in a row"),
      ],
      rows: columns.map { column in
        let counts = column.histogram?.counts.map(Double.init) ?? []
        return [
          .init(column.name), .init(Sparkline.text(counts, width: 20)),
          .init(Self.number(column.shape?.skewness)),
          .init(Self.number(column.shape?.excessKurtosis)),
          .init(column.farOut.map { NumberText.count($0.count) } ?? "–"),
          .init(NumberText.count(column.longestMissingRun)),
        ]
      })
  }

  private var timeTable: Table {
    Table(
      [
        .init("column", .leading), .init("level", .leading), .init("rows looked at"),
        .init("ACF at 1"),
        .init("seasons (strength)"), .init("trend strength"), .init("ADF p"), .init("KPSS p"),
      ],
      rows: columns.map { column in
        guard let time = column.time else {
          return [.init(column.name)] + [Table.Cell](repeating: "–", count: 7)
        }
        let tests = time.course.level
        return [
          .init(column.name), .init(time.course.words),
          .init(
            "\(NumberText.count(time.firstRow + 1)) to \(NumberText.count(time.firstRow + time.rows))"
          ),
          .init(NumberText.fixed(time.autocorrelation.values[1], 3)),
          .init(time.decomposition.map(Self.seasons) ?? "none"),
          .init(time.decomposition.map { NumberText.fixed($0.trendStrength, 2) } ?? "–"),
          .init(PValueText.cell(tests.dickeyFuller?.pValue)),
          .init(PValueText.cell(tests.kpss?.pValue, limits: KPSSTest.pValueLimits)),
        ]
      })
  }

  private static func number(_ value: Double?) -> String {
    value.map { NumberText.significant($0, 3) } ?? "–"
  }

  private static func seasons(_ decomposition: StretchExamination.Decomposition) -> String {
    zip(decomposition.seasons, decomposition.seasonStrengths).map {
      "\(NumberText.count($0)) (\(NumberText.fixed($1, 2)))"
    }.joined(separator: ", ")
  }
}

extension LevelCourse {
  /// What the level does, in a few words.
  var words: String {
    switch kind {
    case .steady: "stays"
    case .line: lineChange < 0 ? "falls on a line" : "rises on a line"
    case .steps:
      changes.count == 1 ? "jumps once" : "jumps \(NumberText.count(changes.count)) times"
    case .randomWalk: "wanders"
    case .unclear: "not clear"
    }
  }
}
