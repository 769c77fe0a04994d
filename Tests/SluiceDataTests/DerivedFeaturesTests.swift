import Foundation
import Testing

@testable import SluiceData

@Suite struct DerivedFeaturesTests {
  private struct Fixture: Decodable {
    let minutes: [Int64]
    let columns: [String: [Float?]]
    let derived: [String: [Double?]]
  }

  private let fixture: Fixture
  /// The fixture's rows: a gap in the clock before row 173, missing readings of `power`.
  private let series: Series

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "features", withExtension: "json", subdirectory: "Fixtures"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    self.fixture = fixture
    series = Series(
      columns: fixture.columns.sorted { $0.key < $1.key }.map { name, values in
        Column(name, values.map { $0 ?? .nan })
      }, timestamps: fixture.minutes.map { $0 * 60_000_000 })
  }

  /// Every rule, in all the ways of the fixture.
  static func everything() throws -> DerivedFeatures {
    let shift = DerivedFeature.Shift(column: "power", by: [1, 24])
    var entries: [DerivedFeature] = [
      .lag(shift), .difference(shift), .percentChange(shift), .logReturn(shift),
    ]
    for name in ["power", "level", "ties"] {
      for window in [2, 13] {
        entries.append(
          .rolling(
            .init(
              column: name, window: window,
              statistics: DerivedFeature.Rolling.Statistic.allCases,
              quantiles: [0, 0.5, 0.9, 1])))
      }
    }
    entries += [
      .detrend(.init(column: "power", window: 13)),
      .detrend(.init(column: "level", window: 13)),
      .exponentialMean(.init(column: "power", span: 20)),
      .product(.init(columns: ["power", "level"])),
      .product(.init(columns: ["power", "level", "ties"])),
      .rsi(.init(column: "power")), .rsi(.init(column: "close", window: 5)),
      .macd(.init(column: "power")),
      .macd(.init(column: "close", fast: 3, slow: 7, signal: 4)),
      .bollinger(.init(column: "close")),
      .bollinger(.init(column: "power", window: 5, deviations: 1.5)),
      .atr(.init(high: "high", low: "low", close: "close")),
      .sinceLast(.init(column: "power")),
      .fourier(try #require(.init(period: "90 min", terms: 2))),
      .rolling(.init(column: "power difference 1", window: 4, statistics: [.mean])),
    ]
    return try DerivedFeatures(entries)
  }

  private func applied(_ features: DerivedFeatures, to series: Series? = nil) throws -> Series {
    let series = series ?? self.series
    return try features.applied(to: series, stretches: series.stretches(within: []))
  }

  @Test("Every column is that of pandas, value for value and missing for missing")
  func pandas() throws {
    let features = try Self.everything()
    let derived = try applied(features)
    #expect(Set(features.columnNames) == Set(fixture.derived.keys))
    #expect(Array(derived.columnNames.dropFirst(6)) == features.columnNames)
    for (name, expected) in fixture.derived {
      let column = try derived.column(name)
      #expect(column.count == expected.count)
      // Float's digits of the largest reading that goes into a value.
      let scale = expected.reduce(1e-3) { max($0, abs($1 ?? 0)) }
      for (row, pair) in zip(column, expected).enumerated() {
        guard let expected = pair.1 else {
          #expect(pair.0.isNaN, "\(name), row \(row): \(pair.0) where nothing is known")
          continue
        }
        #expect(
          abs(Double(pair.0) - expected) <= 1e-6 * scale, "\(name), row \(row): \(pair.0)")
      }
    }
  }

  private static func bits(_ column: Column) -> [UInt32] {
    column.values.map { (value: Float) in value.bitPattern }
  }

  /// The derived values of rows that come one by one.
  private func streamed(_ features: DerivedFeatures, _ series: Series) throws -> [[Float]] {
    var stream = DerivedRow(features, columns: series.columnNames)
    let starts = Set(series.stretches(within: []).map(\.lowerBound))
    let width = series.columns.count
    return (0..<series.count).map { row in
      var values = series.columns.map { $0[row] }
      values += [Float](repeating: 0, count: features.columnNames.count)
      stream.push(&values, time: series.timestamps?[row], startsStretch: starts.contains(row))
      return Array(values[width...])
    }
  }

  @Test("Rows that come one by one give the same bits, across a gap, too")
  func streaming() throws {
    let features = try Self.everything()
    let derived = try applied(features)
    let rows = try streamed(features, series)
    for (place, name) in features.columnNames.enumerated() {
      let bits = Self.bits(try derived.column(name))
      #expect(rows.map { $0[place].bitPattern } == bits, "\(name)")
    }
  }

  @Test("What a window says does not depend on the rows before it, to the last bit")
  func noMemory() throws {
    // Readings from a millionth to a million: sums in one Double would keep what went out.
    let sizes: [Float] = [1e-6, 1, 1e4]
    let level = try series.column("level").values
    let wild: [Float] = level.enumerated().map { row, value in
      value * sizes[row * 7 % 3] - 200
    }
    let series = Series(columns: [Column("x", wild), try self.series.column("ties").renamed("y")])
    let rolled = ["x", "y"].map { name in
      DerivedFeature.rolling(
        .init(
          column: name, window: 13, statistics: DerivedFeature.Rolling.Statistic.allCases,
          quantiles: [0.3]))
    }
    let features = try DerivedFeatures(
      rolled + [.bollinger(.init(column: "x", window: 13)), .lag(.init(column: "x", by: [12]))])
    let whole = try applied(features, to: series)
    for first in [1, 5, 100, 317] {
      let later = try applied(features, to: series.rows(first..<331))
      for name in features.columnNames {
        let expected = try whole.column(name).rows(first + 12..<331)
        let found = try later.column(name).rows(12..<331 - first)
        #expect(Self.bits(found) == Self.bits(expected), "\(name) from row \(first)")
      }
    }
  }

  @Test("Readings that do not change have no deviation, however large they are")
  func constant() throws {
    let values = [Float](repeating: 1e7, count: 7) + [Float](repeating: 16_777_215, count: 20)
    let series = Series(columns: [Column("x", values)])
    let features = try DerivedFeatures([
      .rolling(.init(column: "x", window: 5, statistics: [.deviation, .slope])),
      .rsi(.init(column: "x", window: 3)),
    ])
    let derived = try applied(features, to: series)
    #expect(derived["x deviation 5"]?[6] == 0)
    #expect(derived["x slope 5"]?[26] == 0)
    #expect(derived["x deviation 5"]?[26] == 0)
    // Neither rise nor fall is the middle of the index.
    #expect(derived["x rsi 3"]?[3] == 50)
  }

  @Test("Each subject's rows are a stretch of their own")
  func subjects() throws {
    let series = Series(
      columns: [
        Column("x", [1, 2, 4, 8, 16, 32]),
        Column("who", texts: ["a", "a", "a", "b", "b", "b"]),
      ])
    let features = try DerivedFeatures([.difference(.init(column: "x"))])
    let derived = try features.applied(to: series, stretches: series.stretches(within: ["who"]))
    let values = try derived.column("x difference 1").values
    #expect(values[0].isNaN && values[3].isNaN)
    #expect(values[1...2] == [1, 2] && values[4...5] == [8, 16])
  }

  @Test("A change from 0 and a logarithm of nothing are missing, and can be found beforehand")
  func ratios() throws {
    let series = Series(columns: [Column("x", [1, 0, 2, .nan, -3, 4])])
    let features = try DerivedFeatures([
      .percentChange(.init(column: "x")), .logReturn(.init(column: "x")),
    ])
    let derived = try applied(features, to: series)
    let changes = try derived.column("x percentChange 1").values
    #expect(changes[1] == -1 && changes[2].isNaN && changes[5] == Float(-7.0 / 3))
    #expect(try derived.column("x logReturn 1").values.allSatisfy { $0.isNaN })
    #expect(features.takesRatios)
    #expect(
      throws: FeatureError.noRatio(
        column: "x", derived: "x percentChange 1", wanted: "other than 0", value: 0, row: 1)
    ) { try features.checkRatios(in: derived) }
    let logarithm = try DerivedFeatures([.logReturn(.init(column: "x"))])
    let above = Series(columns: [Column("x", [1, .nan, 2, -3])])
    #expect(
      throws: FeatureError.noRatio(
        column: "x", derived: "x logReturn 1", wanted: "above 0", value: -3, row: 3)
    ) { try logarithm.checkRatios(in: applied(logarithm, to: above)) }
    try logarithm.checkRatios(in: applied(logarithm, to: above.rows(0..<3)))
  }

  @Test("What is needed is known: columns to read, rows until all is known, the time")
  func needs() throws {
    let features = try DerivedFeatures([
      .lag(.init(column: "a", by: [5])),
      .rolling(.init(column: "a lag 5", window: 4, statistics: [.mean])),
      .product(.init(columns: ["b", "a lag 5 mean 4"])),
    ])
    #expect(features.columnNames == ["a lag 5", "a lag 5 mean 4", "b * a lag 5 mean 4"])
    #expect(features.sources == ["a", "b"])
    #expect(features.rowsNeeded == 9)
    #expect(!features.needsTime && !features.takesRatios)
    #expect(try DerivedFeatures([.sinceLast(.init(column: "a"))]).needsTime)
    #expect(try DerivedFeatures([]).rowsNeeded == 1)
    let x = Series(columns: [
      Column("a", (0..<20).map { Float($0) }), Column("b", [Float](repeating: 2, count: 20)),
    ])
    let products = try applied(features, to: x).column("b * a lag 5 mean 4").values
    #expect(products.firstIndex { !$0.isNaN } == 8)
    #expect(products[8] == 2 * 1.5)
  }

  @Test("Names that clash, and columns used before they are derived, are refused")
  func names() throws {
    let lag = DerivedFeature.lag(.init(column: "x", by: [1, 2]))
    let mean = DerivedFeature.rolling(.init(column: "x lag 2", window: 3, statistics: [.mean]))
    #expect(throws: FeatureError.duplicateName("x lag 2")) {
      try DerivedFeatures([lag, .lag(.init(column: "x", by: [2]))])
    }
    #expect(throws: FeatureError.laterSource("x lag 2", of: "x lag 2 mean 3")) {
      try DerivedFeatures([mean, lag])
    }
    _ = try DerivedFeatures([lag, mean])
    let taken = Series(columns: [Column("x", [1, 2, 3]), Column("x lag 2", [1, 2, 3])])
    #expect(throws: FeatureError.duplicateName("x lag 2")) {
      try applied(try DerivedFeatures([lag]), to: taken)
    }
  }

  @Test("Rows that a rule cannot use are refused with the reason")
  func rows() throws {
    let lag = try DerivedFeatures([.lag(.init(column: "power", by: [200]))])
    #expect(throws: FeatureError.tooShort(column: "power lag 200", needed: 201, longest: 173)) {
      try applied(lag)
    }
    let close = try DerivedFeatures([.lag(.init(column: "powr"))])
    #expect(
      throws: SeriesError.missingColumn(
        name: "powr", nearest: "power", available: series.columnNames)
    ) { try applied(close) }
    let x = try DerivedFeatures([.rolling(.init(column: "x", window: 2, statistics: [.mean]))])
    #expect(throws: SeriesError.infiniteValue(column: "x", row: 2)) {
      try applied(x, to: Series(columns: [Column("x", [1, 2, -.infinity])]))
    }
    #expect(throws: SeriesError.notReadings(column: "x")) {
      try applied(x, to: Series(columns: [Column("x", texts: ["a", "b"])]))
    }
    let since = try DerivedFeatures([.sinceLast(.init(column: "x"))])
    #expect(throws: SeriesError.noTimestamps(purpose: "features of the time")) {
      try applied(since, to: Series(columns: [Column("x", [1, 2])]))
    }
    let empty = Series(columns: [Column("x", [])])
    #expect(try applied(x, to: empty).columnNames == ["x", "x mean 2"])
  }

  @Test("All rules come back from JSON, and short ways of writing them are read")
  func coding() throws {
    let all = try Self.everything()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(all)
    #expect(try JSONDecoder().decode(DerivedFeatures.self, from: data) == all)
    let short = """
      [{"lag": {"column": "x"}}, {"difference": {"column": "x", "by": 7}}, {"macd": {"column": "x"}},
       {"fourier": {"period": "1 d"}}, {"rolling": {"column": "x", "window": 3, "quantiles": [0.5]}},
       {"bollinger": {"column": "x"}}, {"rsi": {"column": "x"}}]
      """
    #expect(
      try JSONDecoder().decode(DerivedFeatures.self, from: Data(short.utf8)).columnNames == [
        "x lag 1", "x difference 7", "x macd 12 26", "x macd signal 12 26 9",
        "x macd histogram 12 26 9", "fourier 1 d sin", "fourier 1 d cos", "x quantile 0.5 3",
        "x bollinger upper 20 2", "x bollinger lower 20 2", "x rsi 14",
      ])
  }

  @Test(
    "Settings that make no sense are refused",
    arguments: [
      (#"{"lag": {"column": "x", "by": [0]}}"#, "from 1 to"),
      (#"{"lag": {"column": "x", "by": []}}"#, "from 1 to"),
      (
        #"{"rolling": {"column": "x", "window": 1, "statistics": ["mean"]}}"#,
        "at least 2, found 1"
      ),
      (#"{"rolling": {"column": "x", "window": 3}}"#, "must name at least one of mean, deviation"),
      (
        #"{"rolling": {"column": "x", "window": 3, "quantiles": [1.5]}}"#, "numbers from 0 to 1"
      ),
      (#"{"exponentialMean": {"column": "x", "span": 1}}"#, "at least 2, found 1"),
      (#"{"product": {"columns": ["x"]}}"#, "two or three columns, found 1"),
      (#"{"fourier": {"period": "0 h"}}"#, "must be a length of time"),
      (#"{"fourier": {"period": "1 h", "terms": 101}}"#, "from 1 to 100, found 101"),
      (#"{"macd": {"column": "x", "fast": 26}}"#, "must be below the slow span (26), found 26"),
      (#"{"bollinger": {"column": "x", "deviations": 0}}"#, "must be above 0"),
      (#"{"rsi": {"column": "x", "window": 1}}"#, "at least 2, found 1"),
      (#"{"atr": {"high": "h", "low": "l", "close": "c", "window": 0}}"#, "at least 2, found 0"),
      (#"{"lagg": {"column": "x"}}"#, "no derived feature is named \"lagg\""),
      (#"{"lag": {"column": "x"}, "rsi": {"column": "x"}}"#, "found 2 names"),
    ])
  func settings(text: String, words: String) {
    do {
      let found = try JSONDecoder().decode(DerivedFeatures.self, from: Data("[\(text)]".utf8))
      Issue.record("decoded: \(found)")
    } catch {
      #expect("\(error)".contains(words))
    }
  }
}
