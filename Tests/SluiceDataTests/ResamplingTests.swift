import Foundation
import Testing

@testable import SluiceData

@Suite struct ResamplingTests {
  private struct Fixture: Decodable {
    struct Readings: Decodable {
      let times: [Int64]
      let values: [Float?]
    }
    struct Case: Decodable {
      let series: String
      let every: String
      let zone: String
      let aggregate: Resampling.Aggregate
      let times: [Int64]
      let values: [Double?]
    }
    let series: [String: Readings]
    let cases: [Case]
  }

  private static let minute: Int64 = 60_000_000

  private func rows(_ minutes: [Int64], _ values: [Float]) -> Series {
    Series(columns: [Column("x", values)], timestamps: minutes.map { $0 * Self.minute })
  }

  @Test("Cells, their times and their readings are those of pandas, over both changes of the clock")
  func pandas() throws {
    let url = try #require(
      Bundle.module.url(forResource: "resampling", withExtension: "json", subdirectory: "Fixtures"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    #expect(fixture.cases.count == 50)
    for one in fixture.cases {
      let readings = try #require(fixture.series[one.series])
      let series = Series(
        columns: [Column("x", readings.values.map { $0 ?? .nan })],
        timestamps: readings.times.map { $0 * 1_000_000 })
      let grid = try Resampling(every: one.every, aggregate: one.aggregate, zone: one.zone)
      let (cells, report) = try grid.applied(to: series)
      let name = "\(one.series), \(one.every), \(one.zone), \(one.aggregate)"
      #expect(cells.timestamps?.values == one.times.map { $0 * 1_000_000 }, "\(name)")
      #expect(report.cells == one.times.count)
      #expect(report.rowsBefore == series.count)
      for (found, expected) in zip(try cells.column("x"), one.values) {
        let isSame =
          expected.map { abs(Double(found) - $0) <= 1e-6 * max(1, abs($0)) } ?? found.isNaN
        #expect(isSame, "\(name): \(found), not \(expected ?? .nan)")
      }
    }
  }

  @Test("Days have 23 and 25 hours where the clock changes")
  func civilDays() throws {
    let grid = try Resampling(every: "1 d", zone: "Europe/Paris")
    for (month, day, hours) in [(3, 31, 23), (10, 27, 25), (7, 1, 24)] {
      let noon = CivilTime(year: 2024, month: month, day: day, hour: 12).microseconds
      let start = grid.start(of: noon)
      #expect(grid.start(after: start) - start == Int64(hours) * 3_600_000_000)
    }
  }

  @Test("Columns may have an aggregate of their own, and empty cells are counted and missing")
  func columns() throws {
    let series = Series(
      columns: [Column("a", [1, 2, 3, 4, .nan, 6]), Column("b", [1, 2, 3, 4, 5, 6])],
      timestamps: [0, 5, 10, 40, 45, 50].map { $0 * Self.minute })
    let grid = try Resampling(every: "15 min", aggregate: .mean, columns: ["b": .sum])
    let (cells, report) = try grid.applied(to: series)
    #expect(cells.timestamps?.values == [0, 15, 30].map { $0 * Self.minute })
    #expect(cells["a"]?.map { $0.isNaN ? -1 : $0 } == [2, -1, 4])
    #expect(cells["b"]?.map { $0.isNaN ? -1 : $0 } == [6, -1, 4])
    #expect(report == ResamplingReport(every: "15 min", rowsBefore: 6, cells: 3, empty: 1))
  }

  @Test("Cells at the ends that are covered in part are left out, whole ones are kept")
  func ends() throws {
    let whole = try Resampling(every: "10 min").applied(
      to: rows([0, 5, 10, 15], [1, 2, 3, 4])
    ).series
    #expect(whole["x"]?.values == [1.5, 3.5])
    let part = try Resampling(every: "10 min").applied(
      to: rows([5, 10, 15, 20], [2, 3, 4, 5])
    ).series
    #expect(part.timestamps?.values == [10 * Self.minute])
    #expect(part["x"]?.values == [3.5])
  }

  @Test("Cleaning brings readings to the grid before all else")
  func order() throws {
    let series = rows([0, 1, 2, 3, 4, 5, 6, 7], [1, 3, .nan, .nan, 5, 7, 7, 7])
    let (cells, report) = try Cleaning(
      resample: Resampling(every: "2 min"), fill: .forwardFill(limit: 1)
    ).applied(to: series)
    #expect(cells["x"]?.values == [2, 2, 6, 7])
    #expect(report.filled == ["x": 1])
    #expect(report.rowsBefore == 4)
    #expect(report.resampled?.rowsBefore == 8)
  }

  @Test("Readings that no grid fits are refused")
  func refused() throws {
    let grid = try Resampling(every: "1 min")
    #expect(throws: SeriesError.noTimestamps(purpose: "cleaning.resample")) {
      try grid.applied(to: Series(columns: [Column("x", [1, 2])]))
    }
    let error = ResamplingError.tooFine(every: "1 min", interval: 5 * Self.minute)
    #expect(throws: error) { try grid.applied(to: rows([0, 5, 10], [1, 2, 3])) }
    #expect(
      error.description.hasPrefix(
        "cleaning.resample.every is 1 min, but the readings lie 5 min apart"))
    #expect(throws: ResamplingError.self) {
      try grid.applied(to: rows([0, 1, 2, 3, 400_000_000], [1, 2, 3, 4, 5]))
    }
    #expect(throws: ResamplingError.self) {
      try Resampling(every: "1 d").applied(to: rows([1, 2, 3], [1, 2, 3]))
    }
    let texts = Series(
      columns: [Column("who", codes: [0, 1], categories: ["a", "b"])], timestamps: [0, Self.minute])
    #expect(throws: SeriesError.notReadings(column: "who")) { try grid.applied(to: texts) }
    for every in ["soon", "7 min", "25 h", "0 s", "367 d"] {
      #expect(throws: ResamplingError.notALength(every)) { try Resampling(every: every) }
    }
    #expect(throws: CalendarError.self) { try Resampling(every: "1 h", zone: "Europe/Pariss") }
  }

  @Test("A grid is read and written")
  func coding() throws {
    let grid = try Resampling(
      every: "6 h", aggregate: .max, columns: ["y": .last], zone: "Europe/Paris")
    #expect(
      try JSONDecoder().decode(Resampling.self, from: JSONEncoder().encode(grid)) == grid)
    let short = try JSONDecoder().decode(
      Resampling.self, from: Data("{\"every\": \"1 h\"}".utf8))
    #expect(short == (try Resampling(every: "1 h")))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Resampling.self, from: Data("{\"every\": \"7 h\"}".utf8))
    }
  }
}
