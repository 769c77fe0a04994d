import Foundation
import SluiceData
import SluiceTensor
import Testing

@Suite struct SeriesExaminationTests {
  private func series(_ columns: [String: [Double]]) -> Series {
    let sorted = columns.sorted { $0.key < $1.key }
    return Series(
      columns: sorted.map { Column($0.key, $0.value.map { Float($0) }) },
      timestamps: (0..<Int64(sorted[0].value.count)).map { $0 * 60_000_000 })
  }

  private func examined(_ values: [Double]) throws -> (ColumnExamination, [SeriesFinding]) {
    let found = try SeriesExamination(series(["x": values]))
    return (found.columns[0], found.findings)
  }

  @Test("A sine with noise has its season, comes back, stays, and no warning")
  func sine() throws {
    let examination = try SeriesExamination(SineGenerator(rows: 2_000, seed: 4).series())
    let column = examination.columns[0]
    let time = try #require(column.time)
    #expect(time.clearSeasons.map(\.rows) == [50])
    #expect(time.course.kind == .steady)
    #expect(try #require(time.course.level.dickeyFuller).pValue < 0.001)
    #expect(try #require(time.course.level.kpss).pValue == 0.1)
    #expect(time.course.line == nil)
    let strengths = try #require(time.decomposition)
    try #require(strengths.seasons == [50])
    #expect(strengths.seasonStrengths[0] > 0.97)
    #expect(strengths.trendStrength < 0.3)
    #expect(strengths.trend.cells.allSatisfy { abs($0.mean) < 0.1 })
    #expect(
      examination.findings == [
        .season(
          column: "value", rows: 50, strength: strengths.seasonStrengths[0])
      ])
    // A season and a quarter: 62 lags. The wave has amplitude 1, the noise a deviation of 0.1.
    try #require(time.autocorrelation.values.count == 63)
    #expect(abs(time.autocorrelation.values[50] - 0.955) < 0.03)
    #expect(time.partialAutocorrelation.count == 41)
    #expect(time.partialAutocorrelation[1] == time.autocorrelation.values[1])
    #expect(abs(try #require(column.shape).excessKurtosis + 1.5) < 0.1)
    let peak = try #require(time.spectrum.max { $0.density < $1.density })
    #expect(peak.rows == 50)
    #expect(time.spectrum.first?.rows == 2_000)
    #expect(time.spectrum.last?.rows ?? 0 < 2.1)
  }

  @Test("Random walks are said to wander, and their changes are not taken for breaks")
  func walks() throws {
    var (wandering, stepping) = (0, 0)
    for seed in 0..<30 {
      let (column, findings) = try examined(
        MadeSeries.autoregression(1_000, 1, seed: UInt64(seed)))
      let course = try #require(column.time).course
      if course.kind == .steps { stepping += 1 }
      if course.kind == .randomWalk {
        wandering += 1
        #expect(course.changes.isEmpty)
        #expect(
          findings.contains(
            .unitRoot(
              column: "x", dickeyFuller: course.level.dickeyFuller?.pValue,
              kpss: course.level.kpss?.pValue)), "seed \(seed)")
      }
    }
    #expect(stepping <= 2)
    // The test of each walk errs in one of twenty, and may not tell in some.
    #expect(wandering >= 26)
  }

  @Test("Readings that come back raise no alarm")
  func quiet() throws {
    for seed in 0..<30 {
      let values = MadeSeries.autoregression(1_000, 0.5, seed: UInt64(seed))
      #expect(try examined(values).1.isEmpty, "seed \(seed)")
    }
  }

  @Test("A break in the level is found at its row, also behind missing readings and under a season")
  func brokenLevel() throws {
    for (count, amplitude) in [(2_000, 0.0), (400, 0.0), (2_000, 20.0)] {
      let at = count * 3 / 5
      var values = MadeSeries.sum(
        MadeSeries.autoregression(count, 0.5, seed: 5),
        MadeSeries.sine(count, period: 40, amplitude: amplitude),
        (0..<count).map { $0 < at ? 10 : 17 })
      values[99] = .nan
      let (column, findings) = try examined(values)
      let time = try #require(column.time)
      #expect(time.stretch == Stretch.whole(100..<count))
      #expect(time.firstRow == 100)
      #expect(time.course.kind == .steps)
      guard case .levelBreak("x", let change, let stamp, 0)? = findings.first else {
        Issue.record("\(count), \(amplitude): \(findings)")
        continue
      }
      #expect(abs(change.row - at) <= 2)
      #expect(abs(change.before - 10) < 0.5)
      #expect(abs(change.after - 17) < 0.5)
      #expect(stamp == CivilTime(microseconds: Int64(change.row) * 60_000_000).description)
      #expect(findings.count == (amplitude > 0 ? 2 : 1))
    }
  }

  @Test("A line is told as a trend, up or down, and not as steps")
  func line() throws {
    for slope in [0.01, -0.01, 0.002] {
      let (column, findings) = try examined(
        MadeSeries.sum(
          MadeSeries.autoregression(2_000, 0.5, seed: 8), (0..<2_000).map { slope * Double($0) }))
      let course = try #require(column.time).course
      #expect(course.kind == .line)
      #expect(course.lineShare > (abs(slope) < 0.01 ? 0.3 : 0.9))
      guard case .trend("x", let change)? = findings.first else {
        Issue.record("\(findings)")
        continue
      }
      #expect(abs(change - slope * 1_999) < 0.5)
    }
  }

  @Test("Pulses that come and go are no breaks in the level")
  func pulses() throws {
    var random = RandomStream(seed: 21)
    let isHigh = (0..<40).map { _ in random.below(3) == 0 }
    let pulses = (0..<3_000).map { isHigh[$0 / 75] ? 6.0 : 0 }
    let values = MadeSeries.sum(MadeSeries.noise(3_000, seed: 4), pulses)
    let (column, findings) = try examined(values)
    let course = try #require(column.time).course
    #expect(course.kind == .steady)
    #expect(findings.isEmpty, "\(findings)")
  }

  @Test("Of a long column the latest rows are looked at over time")
  func long() throws {
    let rows = StretchExamination.mostRows + 700
    let time = try #require(try examined(MadeSeries.noise(rows, seed: 3)).0.time)
    #expect(time.rows == StretchExamination.mostRows)
    #expect(time.firstRow == 700)
    #expect(time.stretch.count == rows)
  }

  @Test("Of waves of similar length the strongest is kept")
  func spectrum() throws {
    let values = MadeSeries.sum(
      MadeSeries.noise(2_000, seed: 6), MadeSeries.sine(2_000, period: 5))
    let time = try #require(try examined(values).0.time)
    #expect(time.spectrum.max { $0.density < $1.density }?.rows == 5)
    #expect(time.spectrum.count <= 300)
    #expect(zip(time.spectrum, time.spectrum.dropFirst()).allSatisfy { $0.rows > $1.rows })
  }

  @Test("An outline keeps every extreme, and says where readings are missing")
  func outline() throws {
    var values = MadeSeries.noise(3_001, seed: 2)
    values[1_234] = 77
    for row in 500..<520 { values[row] = .nan }
    values[2_000] = .infinity
    let column = try examined(values).0
    let outline = column.outline
    #expect(column.farOut?.count == 1)
    #expect(column.farOut?.row == 1_234)
    #expect(outline.rowsPerCell == 6)
    #expect(outline.cells.count == 501 - 2)
    #expect(outline.cells.map(\.highest).max() == 77)
    #expect(outline.cells.first { $0.highest == 77 }?.row == 1_230)
    #expect(outline.cells.first { $0.highest == 77 }?.time == Int64(73_800_000_000))
    let part = values[0..<6].map { Double(Float($0)) }
    #expect(abs(outline.cells[0].mean - part.reduce(0, +) / 6) < 1e-12)
    #expect(outline.cells[0].lowest == part.min())
  }

  @Test("An examination of odd columns reads back from JSON as it was written")
  func json() throws {
    let count = 300
    var broken = MadeSeries.noise(count, seed: 1).map { Float($0) }
    broken[7] = .nan
    broken[8] = .nan
    let made = Series(
      columns: [
        Column("noise", MadeSeries.noise(count, seed: 2).map { Float($0) }),
        Column("broken", broken),
        Column("flat", [Float](repeating: 3, count: count)),
        Column("gone", [Float](repeating: .nan, count: count)),
        Column("line", (0..<count).map { Float($0) }),
        Column("wave", MadeSeries.sine(count, period: 12).map { Float($0) }),
        Column("label", texts: (0..<count).map { $0 % 2 == 0 ? "a" : "b" }),
      ])
    let found = try SeriesExamination(made)
    #expect(found.columns.map(\.name) == ["noise", "broken", "flat", "gone", "line", "wave"])
    #expect(found.columns[1].time?.firstRow == 9)
    #expect(found.columns[1].longestMissingRun == 2)
    #expect(found.columns[2].time == nil)
    #expect(found.columns[2].histogram?.counts == [count])
    #expect(found.columns[3].histogram == nil)
    #expect(found.columns[3].longestMissingRun == count)
    #expect(found.columns[5].time?.clearSeasons.map(\.rows) == [12])
    let text = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(SeriesExamination.self, from: text) == found)
  }
}

extension Stretch {
  /// Some rows that cross no gap.
  fileprivate static func whole(_ rows: Range<Int>) -> Stretch? {
    let column = Column("x", (0..<rows.upperBound).map { rows.contains($0) ? 1 : .nan })
    return Series(columns: [column]).longestStretch(of: column)
  }
}
