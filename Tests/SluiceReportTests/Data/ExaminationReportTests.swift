import SluiceData
import SluiceTensor
import Testing

@testable import SluiceReport

@Suite struct ExaminationReportTests {
  private func wave(_ rows: Int) -> [Float] {
    SineGenerator(rows: rows, seed: 6).series().columns[0].values
  }

  private func walk(_ rows: Int) -> [Float] {
    var random = RandomStreams(seed: 9).stream("walk")
    var level: Float = 0
    return (0..<rows).map { _ in
      level += random.uniform() - 0.5
      return level
    }
  }

  /// Noise from 2 to 3, and from 8 to 9 behind 300 of 500 rows.
  private func stepped() -> [Float] {
    var random = RandomStreams(seed: 10).stream("steps")
    return (0..<500).map { random.uniform() + ($0 < 300 ? 2 : 8) }
  }

  private func examination(
    _ columns: [Column], minutes: Int64 = 1
  ) throws -> SeriesExamination {
    try SeriesExamination(
      Series(
        columns: columns,
        timestamps: (0..<Int64(columns[0].count)).map { $0 * 60_000_000 * minutes }))
  }

  @Test func `one sentence tells the same of several columns, the season as a length of time`()
    throws
  {
    var holes = wave(600)
    for row in 100..<160 { holes[row] = .nan }
    let found = try examination([Column("a", wave(600)), Column("b", holes)], minutes: 6)
    let sentences = FindingSentences(found)
    #expect(
      sentences.warnings == [
        "Many readings are missing: b (10.0 %, at most 60 in a row). Short runs can be filled; "
          + "windows leave out the rows that stay missing.",
        "Columns that tell nearly the same: a and b (correlation 1.0000). One of each pair is enough.",
      ])
    #expect(sentences.notes.count == 1)
    let note = try #require(sentences.notes.first)
    #expect(note.hasPrefix("A season of 50 rows = 5 h: a (strength 0.9"), "\(note)")
    #expect(note.contains("; b (strength 0.9"))
  }

  @Test func `a random walk, outliers, zeros and a dead column are told in plain words`() throws {
    var spiked = wave(600)
    spiked[76] = 999
    var quiet = wave(600).map { abs($0) < 0.8 ? 0 : $0 }
    quiet[0] = 0
    let found = try examination([
      Column("walk", walk(600)), Column("spiked", spiked), Column("quiet", quiet),
      Column("dead", [Float](repeating: 4, count: 600)),
    ])
    let warnings = FindingSentences(found).warnings
    try #require(warnings.count == 4)
    #expect(warnings[0] == "Column dead is constant.")
    #expect(warnings[1].hasPrefix("Most readings are 0: quiet (5"), "\(warnings[1])")
    #expect(
      warnings[2].hasPrefix(
        "Readings far from the rest: spiked (1, the farthest 999 in row 77, excess kurtosis 59"),
      "\(warnings[2])")
    #expect(
      warnings[3].hasPrefix("Wandering like a random walk (a unit root): walk (ADF p = 0."),
      "\(warnings[3])")
    #expect(warnings[3].contains("KPSS p ≤ 0.01)"), "\(warnings[3])")
  }

  @Test func `a break names levels, row and time; an irregular clock its usual step`() throws {
    let stepped = self.stepped()
    var seconds: [Int64] = []
    for row in 0..<Int64(500) { seconds.append(row * 60 + row % 3 * 20) }
    let stamps = seconds.map { $0 * 1_000_000 }
    let found = try SeriesExamination(
      Series(columns: [Column("x", stepped)], timestamps: stamps))
    let warnings = FindingSentences(found).warnings
    #expect(
      warnings.first
        == "The clock is irregular: only 66.7 % of its steps are near the usual 1 min 20 s. "
        + "Statistics, windows and forecasts count rows, not time: bring the rows to a regular grid.",
      "\(warnings)")
    let last = try #require(warnings.last)
    #expect(last.hasPrefix("A break in the level: x goes from 2."), "\(last)")
    #expect(
      last.hasSuffix(
        " at row 301, 1970-01-01 05:00:00. What was learnt before a break may not hold behind it."),
      "\(last)")
  }

  @Test func `p-values say where their table ends`() {
    #expect(PValueText.equation(0.0421) == "= 0.042")
    #expect(PValueText.equation(0.0001) == "≤ 0.001")
    #expect(PValueText.equation(0.01, limits: 0.01...0.1) == "≤ 0.01")
    #expect(PValueText.equation(0.1, limits: 0.01...0.1) == "≥ 0.1")
    #expect(PValueText.equation(nil) == "unknown")
    #expect(PValueText.cell(0.0421) == "0.042")
    #expect(PValueText.cell(0.0001) == "≤ 0.001")
    #expect(PValueText.cell(nil) == "–")
  }

  @Test func `the text has all numbers in two more tables, and says which rows they are of`() throws
  {
    var holes = wave(600)
    holes[99] = .nan
    let text = try examination([
      Column("x", holes), Column("gone", [Float](repeating: .nan, count: 600)),
    ]).text()
    #expect(text.hasPrefix("600 rows from 1970-01-01 00:00:00"))
    #expect(text.contains("Column gone has no readings."))
    let lines = text.split(separator: "\n").map(String.init)
    let row = try #require(lines.last { $0.hasPrefix("x  ") })
    #expect(row.contains("101 to 600"), "\(row)")
    #expect(row.contains("50 (0.9"), "\(row)")
    #expect(
      row.contains("x       stays      101 to 600") && row.hasSuffix("≤ 0.001   ≥ 0.1"), "\(row)")
    #expect(lines.contains { $0.hasPrefix("x  ") && $0.contains("█") && $0.contains("  −1.4") })
    #expect(text.hasSuffix("the longest stretch without a missing reading or a gap."), "\(text)")
  }

  @Test func `the page has a section a column with five pictures, each well formed`() throws {
    var holes = wave(2_000)
    for row in 500..<620 { holes[row] = .nan }
    let page = ExaminationPage(
      try examination([
        Column("power", holes), Column("gone", [Float](repeating: .nan, count: 2_000)),
        Column("flat", [Float](repeating: 1, count: 2_000)),
      ]), name: "a<b.csv")
    let html = page.html
    #expect(html.contains("Readings of a&lt;b.csv"))
    #expect(html.contains("3 things to look at before training."))
    for title in [
      "power over time", "How often power has which reading", "ACF of power", "PACF of power",
      "Periodogram of power", "flat over time", "There are no readings.", "What the words mean",
    ] { #expect(html.contains(title), "\(title)") }
    #expect(!html.contains("ACF of flat"))
    #expect(!html.lowercased().contains("nan"))
    let sections = page.page.sections
    #expect(
      sections.map(\.heading) == [
        nil, "In numbers", "power", "gone", "flat", "What the words mean",
      ])
    let charts = sections[2].blocks.compactMap { block -> Chart? in
      if case .chart(let chart, _) = block { return chart }
      return nil
    }
    try #require(charts.count == 5)
    try #require(charts.map(\.marks.count) == [3, 1, 3, 2, 2])
    for chart in charts { #expect(XMLChecker.fault(in: SVGRenderer().render(chart)) == nil) }
    // The readings: area, mean, trend; the area has a hole where readings are missing.
    let area = try #require(charts[0].marks[0] as? BandMark)
    #expect(area.lower.contains { $0.isNaN })
    #expect((charts[0].marks[2] as? LineMark)?.label == "trend")
    // The band, the bars from lag 1 on, and the season that was found.
    #expect((charts[2].marks[1] as? BarMark)?.places.first == 1)
    #expect(charts[2].marks.contains { ($0 as? RuleMark)?.name == "50 min" })
    #expect(charts[4].marks.contains { ($0 as? RuleMark)?.name == "50 min" })
    #expect(charts[0].x.kind == .time)
  }

  @Test func `good readings are called good`() throws {
    let html = ExaminationPage(try examination([Column("x", wave(600))]), name: "x").html
    #expect(html.contains("Nothing was found that speaks against training with these readings."))
  }

  @Test func `a clock that goes back is drawn by rows, and breaks are dashed lines`() throws {
    let stepped = self.stepped()
    var stamps = (0..<500).map { Int64($0) * 60_000_000 }
    stamps[10] = 0
    let found = try SeriesExamination(Series(columns: [Column("x", stepped)], timestamps: stamps))
    let chart = try #require(
      ColumnCharts(found.columns[0], description: found.description).charts.first
    ).chart
    #expect(chart.x.kind == .linear)
    let rules = chart.marks.compactMap { $0 as? RuleMark }
    #expect(rules.count == 1)
    guard case .vertical(301)? = rules.first?.place else {
      Issue.record("\(rules)")
      return
    }
  }
}
