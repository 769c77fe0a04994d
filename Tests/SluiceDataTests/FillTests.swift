import Foundation
import Testing

@testable import SluiceData

@Suite struct FillTests {
  private struct Fixture: Decodable {
    let season: Int
    let limit: Int
    let milliseconds: [String: [Int64]]
    let variances: [String: [Double]]
    let columns: [String: [Float?]]
    let results: [String: [String: [Double?]]]
  }

  private let fixture: Fixture

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "fills", withExtension: "json", subdirectory: "Fixtures"))
    fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  private func series(_ clock: String) throws -> Series {
    Series(
      columns: fixture.columns.sorted { $0.key < $1.key }.map { name, values in
        Column(name, values.map { $0 ?? .nan })
      }, timestamps: try #require(fixture.milliseconds[clock]).map { $0 * 1000 })
  }

  private func rule(_ name: Substring) -> Fill {
    switch name {
    case "spline": .spline(limit: fixture.limit)
    case "seasonal": .seasonal(season: fixture.season, limit: fixture.limit)
    default: .kalman(limit: fixture.limit)
    }
  }

  @Test("Splines, seasons and levels are those of scipy and statsmodels; longer runs stay missing")
  func reference() throws {
    #expect(fixture.results.count == 4)
    for (key, columns) in fixture.results {
      let words = key.split(separator: " ")
      let series = try series(String(words[1]))
      let (filled, report) = try Cleaning(fill: rule(words[0]), dropsMissing: false)
        .applied(to: series)
      // The likelihood is flat at its peak, so that two searches agree to fewer digits.
      let tolerance = words[0] == "kalman" ? 1e-4 : 1e-5
      for (name, expected) in columns {
        let column = try filled.column(name)
        for (row, expected) in expected.enumerated() {
          let found = Double(column[row])
          let isSame =
            expected.map { abs(found - $0) <= tolerance * max(1, abs($0)) } ?? found.isNaN
          #expect(isSame, "\(key), \(name), row \(row): \(found), not \(expected ?? .nan)")
        }
        #expect(report.filled[name] == 18)
        #expect(report.remaining[name] == 12)
      }
    }
  }

  @Test("The variances of a level are those of the greatest likelihood")
  func variances() throws {
    for (name, expected) in fixture.variances {
      let values = try series("even").column(name).values
      let model = LocalLevel(fittedTo: values, stretches: [0..<values.count])
      let share = expected[1] / (expected[0] + expected[1])
      #expect(abs(model.share - share) < 1e-3, "\(name): \(model.share), not \(share)")
    }
  }

  @Test("A level without noise is joined by lines, one without steps is the mean")
  func extremes() {
    let values: [Float] = [1, .nan, .nan, 7, 3, .nan, 5]
    let walk = LocalLevel(share: 1).smoothed(values, in: 0..<7)
    for (found, expected) in zip(walk, [1.0, 3, 5, 7, 3, 4, 5]) {
      #expect(abs(found - expected) < 1e-9)
    }
    for level in LocalLevel(share: 0).smoothed(values, in: 0..<7) { #expect(abs(level - 4) < 1e-9) }
  }

  @Test(
    "A constant takes the place of the first readings of each run, also where none is before it")
  func constant() throws {
    let column = Column("x", [.nan, 1, .nan, .nan, .nan, 5, .nan])
    let (filled, report) = try Cleaning(
      fill: .constant(value: -3, limit: 2), dropsMissing: false
    ).applied(to: Series(columns: [column]))
    let values = try filled.column("x").values
    #expect(values.map { $0.isNaN ? 99 : $0 } == [-3, 1, -3, -3, 99, 5, -3])
    #expect(report.filled == ["x": 4])
  }

  @Test(
    "No rule fills from one stretch to another",
    arguments: [
      Fill.linear(limit: 3), .spline(limit: 3), .seasonal(season: 2, limit: 3), .kalman(limit: 3),
    ])
  func gaps(fill: Fill) throws {
    let values: [Float] = [0, 1, 2, 3, .nan, 5, 6, .nan, .nan, 9, 10, .nan, 12, 13, 14]
    let minutes = values.indices.map { Int64($0 + ($0 >= 8 ? 100 : 0)) * 60_000_000 }
    let (filled, report) = try Cleaning(fill: fill, dropsMissing: false).applied(
      to: Series(columns: [Column("x", values)], timestamps: minutes))
    let found = try filled.column("x").values
    #expect(found.indices.filter { found[$0].isNaN } == [7, 8])
    #expect(report.filled == ["x": 2])
    // Each of the rules continues a straight line; the season takes the ends, which bend it, into account.
    let tolerance: Float = fill.name == "seasonal" ? 0.2 : 1e-3
    #expect(abs(found[4] - 4) < tolerance)
    #expect(abs(found[11] - 11) < tolerance)
  }

  @Test("Stretches of less than two seasons stay as they are under the seasonal rule")
  func fewSeasons() throws {
    let values: [Float] = [0, 1, .nan, 3, 4, 5, 6]
    let (filled, report) = try Cleaning(
      fill: .seasonal(season: 4, limit: 3), dropsMissing: false
    ).applied(to: Series(columns: [Column("x", values)]))
    #expect(filled["x"]?[2].isNaN == true)
    #expect(report.filled == ["x": 0])
    #expect(report.remaining == ["x": 1])
  }

  @Test(
    "Rules are read and written",
    arguments: [
      ("{\"constant\": {\"limit\": 3}}", Fill.constant(value: 0, limit: 3)),
      ("{\"constant\": {\"value\": -1.5, \"limit\": 3}}", .constant(value: -1.5, limit: 3)),
      ("{\"spline\": {\"limit\": 2}}", .spline(limit: 2)),
      ("{\"seasonal\": {\"season\": 24, \"limit\": 2}}", .seasonal(season: 24, limit: 2)),
      ("{\"kalman\": {\"limit\": 2}}", .kalman(limit: 2)),
      ("{\"forwardFill\": {\"limit\": 2}}", .forwardFill(limit: 2)),
    ])
  func coding(text: String, fill: Fill) throws {
    #expect(try JSONDecoder().decode(Fill.self, from: Data(text.utf8)) == fill)
    #expect(try JSONDecoder().decode(Fill.self, from: JSONEncoder().encode(fill)) == fill)
  }

  @Test(
    "Rules that make no sense are refused",
    arguments: [
      "{\"constant\": {\"value\": 1}}", "{\"seasonal\": {\"limit\": 2}}",
      "{\"seasonal\": {\"season\": 1, \"limit\": 2}}", "{\"kalman\": {\"limit\": 0}}",
      "{\"linear\": {\"limit\": 1}, \"spline\": {\"limit\": 1}}",
    ])
  func refused(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Fill.self, from: Data(text.utf8))
    }
  }
}
