import Foundation
import Testing

@testable import SluiceData

@Suite struct OutlierTests {
  private struct Fixture: Decodable {
    let minutes: [Int64]
    let trainingRows: Int
    let columns: [String: [Float?]]
    let bounds: [String: [String: [Double]]]
    let results: [String: [String: [Double?]]]
  }

  private let fixture: Fixture
  /// The fixture's rows: a gap in the clock before row 101, missing readings, readings far off.
  private let series: Series

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "outliers", withExtension: "json", subdirectory: "Fixtures"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    self.fixture = fixture
    series = Series(
      columns: fixture.columns.sorted { $0.key < $1.key }.map { name, values in
        Column(name, values.map { $0 ?? .nan })
      }, timestamps: fixture.minutes.map { $0 * 60_000_000 })
  }

  /// The rule that a key of the fixture names, such as `hampel 7 3.0 clip causal`.
  private func rule(_ key: String) throws -> Outliers {
    let words = key.split(separator: " ").map(String.init)
    let numbers = words.compactMap(Double.init)
    let action = words.compactMap(Outliers.Action.init).first ?? .clip
    let centered = words.last == "centered"
    return switch words[0] {
    case "hampel":
      .hampel(
        .init(
          window: Int(numbers[0]), threshold: numbers[1], action: action, centered: centered))
    case "medianFilter": .medianFilter(.init(window: Int(numbers[0]), centered: centered))
    case "interquartile": .interquartile(.init(factor: numbers[0], action: action))
    case "zScore": .zScore(.init(threshold: numbers[0], action: action))
    default: .winsorize(.init(lower: numbers[0], upper: numbers[1]))
    }
  }

  private func cleaned(_ rule: Outliers, _ series: Series? = nil) throws -> (Series, OutlierReport)
  {
    let series = series ?? self.series
    guard rule.isFitted else {
      let (cleaned, report) = try Cleaning(outliers: rule, dropsMissing: false).applied(to: series)
      return (cleaned, try #require(report.outliers))
    }
    let split = try Split(
      series, train: 0..<fixture.trainingRows, test: fixture.trainingRows..<series.count)
    let fitted = try #require(
      try rule.fitted(to: split.train, columns: series.columnNames))
    return (fitted.applied(to: series), fitted.report(on: series))
  }

  @Test("Every rule gives the readings of pandas, numpy and scipy, and counts what it touched")
  func reference() throws {
    #expect(fixture.results.count == 26)
    for (key, columns) in fixture.results {
      let rule = try rule(key)
      let (cleaned, report) = try cleaned(rule)
      for (name, expected) in columns {
        let column = try cleaned.column(name)
        let before = try series.column(name)
        var touched: [Int] = []
        for (row, expected) in expected.enumerated() {
          let found = Double(column[row])
          let isSame =
            expected.map { abs(found - $0) <= 1e-6 * max(1, abs($0)) } ?? found.isNaN
          #expect(isSame, "\(key), \(name), row \(row): \(found), not \(expected ?? .nan)")
          if !before[row].isNaN, expected.map({ Float($0) != before[row] }) ?? true {
            touched.append(row)
          }
        }
        #expect(report.columns[name]?.count == touched.count, "\(key), \(name)")
        #expect(report.columns[name]?.first.map(\.row) == Array(touched.prefix(5)))
        #expect(
          report.columns[name]?.first.map(\.time)
            == touched.prefix(5).map { fixture.minutes[$0] * 60_000_000 })
      }
    }
  }

  @Test("Bounds are those of the training rows, whatever comes later")
  func trainingRows() throws {
    let later = series.adding([
      Column("noise", try series.column("noise").enumerated().map { $0 < 140 ? $1 : 1000 + $1 })
    ])
    for (key, expected) in fixture.bounds {
      for series in [series, later] {
        let split = try Split(series, train: 0..<140, test: 140..<181)
        let fitted = try #require(
          try rule(key).fitted(to: split.train, columns: series.columnNames))
        for (name, bounds) in expected {
          let found = try #require(fitted.bounds(of: name))
          #expect(abs(found.lower - bounds[0]) < 1e-9 * abs(bounds[0]), "\(key), \(name)")
          #expect(abs(found.upper - bounds[1]) < 1e-9 * abs(bounds[1]), "\(key), \(name)")
        }
      }
    }
    #expect(
      try Outliers.hampel().fitted(to: TrainingPart(unsplit: series), columns: ["walk"]) == nil)
  }

  @Test("Only the columns that a rule names are touched")
  func columns() throws {
    for rule in [
      Outliers.hampel(.init(window: 7, columns: ["ties"])),
      .winsorize(.init(lower: 0.1, upper: 0.9, columns: ["ties"])),
    ] {
      let (cleaned, report) = try cleaned(rule)
      #expect(Array(report.columns.keys) == ["ties"])
      for name in ["noise", "walk"] {
        #expect(
          try cleaned.column(name).map(\.bitPattern) == series.column(name).map(\.bitPattern))
      }
    }
  }

  @Test("What is marked as missing is filled or dropped like other missing readings")
  func missing() throws {
    let values: [Float] = [1, 2, 1, 2, 90, 2, 1, 2]
    let spike = Series(
      columns: [Column("x", values)], timestamps: values.indices.map { Int64($0) * 1_000_000 })
    let rule = Outliers.hampel(.init(window: 5, action: .missing))
    let (dropped, report) = try Cleaning(outliers: rule).applied(to: spike)
    #expect(dropped["x"]?.values == [1, 2, 1, 2, 2, 1, 2])
    #expect(report.rowsDropped == 1)
    #expect(report.outliers?.count == 1)
    let (filled, both) = try Cleaning(outliers: rule, fill: .forwardFill(limit: 1))
      .applied(to: spike)
    #expect(filled["x"]?.values == [1, 2, 1, 2, 2, 2, 1, 2])
    #expect(both.filled == ["x": 1])
  }

  @Test("Readings and rows that a rule cannot use are refused")
  func refused() throws {
    let few = series.rows(0..<24)
    #expect(throws: OutlierError.windowTooLong(rule: "hampel", window: 25, rows: 24)) {
      try Cleaning(outliers: .hampel()).applied(to: few)
    }
    #expect(
      OutlierError.windowTooLong(rule: "hampel", window: 25, rows: 24).description == """
        The window of cleaning.outliers.hampel is 25 rows long, but there are only 24: take a shorter \
        window.
        """)
    let mostlyZero = Series(columns: [Column("rain", [0, 0, 3, 0, 0, 0, 0, 0])])
    let error = OutlierError.noSpread(rule: "interquartile", column: "rain", value: 0)
    #expect(throws: error) {
      try Outliers.interquartile().fitted(
        to: TrainingPart(unsplit: mostlyZero), columns: ["rain"])
    }
    #expect(error.description.contains("leave the column out of cleaning.outliers.interquartile"))
    let infinite = Series(columns: [Column("x", [1, 2, .infinity, 4])])
    for rule in [Outliers.medianFilter(.init(window: 3)), .zScore()] {
      #expect(throws: SeriesError.infiniteValue(column: "x", row: 2)) {
        _ = try Cleaning(outliers: rule).applied(to: infinite)
        _ = try rule.fitted(to: TrainingPart(unsplit: infinite), columns: ["x"])
      }
    }
    let one = Series(columns: [Column("x", [1, 2, 3, 4])])
    let stray = SeriesError.missingColumn(name: "y", nearest: "x", available: ["x"])
    #expect(throws: stray) {
      try Cleaning(outliers: .hampel(.init(window: 3, columns: ["y"]))).applied(to: one)
    }
    #expect(throws: stray) {
      try Outliers.zScore(.init(columns: ["y"])).fitted(
        to: TrainingPart(unsplit: one), columns: ["x"])
    }
    let texts = Series(columns: [Column("who", codes: [0, 1, 0], categories: ["ann", "bob"])])
    #expect(throws: SeriesError.notReadings(column: "who")) {
      try Cleaning(outliers: .medianFilter(.init(window: 3))).applied(to: texts)
    }
  }

  @Test(
    "Rules are read by name or with settings, and written back",
    arguments: [
      ("\"hampel\"", Outliers.hampel()), ("{\"hampel\": {}}", .hampel()),
      (
        "{\"hampel\": {\"window\": 7, \"threshold\": 2, \"action\": \"missing\", \"centered\": true}}",
        .hampel(.init(window: 7, threshold: 2, action: .missing, centered: true))
      ),
      ("{\"medianFilter\": {\"window\": 4}}", .medianFilter(.init(window: 4))),
      (
        "{\"interquartile\": {\"factor\": 3, \"columns\": [\"x\"]}}",
        .interquartile(.init(factor: 3, columns: ["x"]))
      ),
      ("{\"zScore\": {\"action\": \"replace\"}}", .zScore(.init(action: .replace))),
      ("\"winsorize\"", .winsorize()),
      ("{\"winsorize\": {\"lower\": 0, \"upper\": 0.5}}", .winsorize(.init(lower: 0, upper: 0.5))),
    ])
  func coding(text: String, rule: Outliers) throws {
    #expect(try JSONDecoder().decode(Outliers.self, from: Data(text.utf8)) == rule)
    #expect(try JSONDecoder().decode(Outliers.self, from: JSONEncoder().encode(rule)) == rule)
  }
}
