import Foundation
import Testing

@testable import SluiceData

@Suite struct IndicatorTests {
  private let series = Series(
    columns: [
      Column("x", [1, 2, 1, 2, 90, 2, .nan, 2, .nan, .nan]),
      Column("y", [5, .nan, 7, 8, 9, 8, 7, 8, 7, 8]),
    ], timestamps: (0..<10).map { Int64($0) * 1_000_000 })

  @Test("An indicator is 1 where a reading was missing, or marked as missing, before it was filled")
  func marks() throws {
    let rule = Outliers.hampel(.init(window: 5, action: .missing))
    let (cleaned, _) = try Cleaning(
      outliers: rule, fill: .forwardFill(limit: 1), indicators: .all
    ).applied(to: series)
    // The last row still misses x and is dropped.
    #expect(cleaned.columnNames == ["x", "y", "x_missing", "y_missing"])
    #expect(cleaned["x"]?.values == [1, 2, 1, 2, 2, 2, 2, 2, 2])
    #expect(cleaned["x_missing"]?.values == [0, 0, 0, 0, 1, 0, 1, 0, 1])
    #expect(cleaned["y_missing"]?.values == [0, 1, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test("Only the columns that are named have an indicator; one that is replaced was not missing")
  func named() throws {
    let (cleaned, _) = try Cleaning(
      outliers: .hampel(.init(window: 5)), fill: .forwardFill(limit: 1), indicators: .columns(["x"])
    ).applied(to: series)
    #expect(cleaned.columnNames == ["x", "y", "x_missing"])
    #expect(cleaned["x_missing"]?.values == [0, 0, 0, 0, 0, 0, 1, 0, 1])
  }

  @Test("A column of an indicator's name, or none of the name given, is refused")
  func refused() throws {
    let taken = series.adding([Column("x_missing", [Float](repeating: 3, count: 10))])
    #expect(throws: FeatureError.duplicateName("x_missing")) {
      try Cleaning(fill: .forwardFill(limit: 1), indicators: .columns(["x"])).applied(to: taken)
    }
    #expect(throws: SeriesError.self) {
      try Cleaning(fill: .forwardFill(limit: 1), indicators: .columns(["z"])).applied(to: series)
    }
  }

  @Test(
    "Indicators and the rule for missing targets are read, and written where they count",
    arguments: [
      ("{}", nil, MissingTargets.drop), ("{\"indicators\": false}", nil, .drop),
      ("{\"indicators\": true}", Indicators.all, .drop),
      ("{\"indicators\": [\"x\", \"y\"]}", .columns(["x", "y"]), .drop),
      ("{\"missingTargets\": \"mask\"}", nil, .mask),
      ("{\"missingTargets\": \"drop\"}", nil, .drop),
    ] as [(String, Indicators?, MissingTargets)])
  func coding(text: String, indicators: Indicators?, missingTargets: MissingTargets) throws {
    let read = try JSONDecoder().decode(Cleaning.self, from: Data(text.utf8))
    #expect(read.indicators == indicators)
    #expect(read.missingTargets == missingTargets)
    let written = try JSONEncoder().encode(read)
    #expect(try JSONDecoder().decode(Cleaning.self, from: written) == read)
    let words = String(decoding: written, as: UTF8.self)
    #expect(words.contains("missingTargets") == (missingTargets == .mask))
    #expect(words.contains("indicators") == (indicators != nil))
  }

  @Test(
    "Indicators and rules that make no sense are refused",
    arguments: [
      "{\"indicators\": []}", "{\"indicators\": [\"x\", \"x\"]}", "{\"indicators\": 3}",
      "{\"missingTargets\": \"keep\"}",
    ])
  func misread(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Cleaning.self, from: Data(text.utf8))
    }
  }
}
