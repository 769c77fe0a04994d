import Foundation
import SluiceData
import SluiceTensor
import Testing

@testable import SluiceData

@Suite struct SeriesDescriptionTests {
  @Test("Columns are counted and measured without their missing readings")
  func columns() throws {
    let series = Series(
      columns: [
        Column("x", [0, .nan, 4, 2, 0, .nan]), Column("flat", [5, 5, 5, 5, .nan, 5]),
        Column("gone", [Float](repeating: .nan, count: 6)),
      ])
    let description = SeriesDescription(series)
    #expect(description.rows == 6)
    #expect(description.clock == nil)
    let x = description.columns[0]
    #expect(x.count == 4)
    #expect(x.missing == 2)
    #expect(x.zeros == 2)
    #expect(x.summary?.min == 0)
    #expect(x.summary?.max == 4)
    #expect(x.summary?.mean == 1.5)
    #expect(x.summary?.deviation == (11.0 / 4).squareRoot())
    #expect(x.summary?.quantiles[3] == 1)
    #expect(!x.isConstant)
    #expect(description.columns[1].isConstant)
    #expect(description.columns[2].summary == nil)
    let json = try JSONEncoder().encode(description)
    #expect(try JSONDecoder().decode(SeriesDescription.self, from: json) == description)
  }

  @Test("Categories are counted, with their shares of the rows that have one")
  func categories() throws {
    let texts = ["b", "a", "", "b", "b"]
    let series = Series(
      columns: [Column("label", texts: texts), Column("one", texts: ["x", "x", "", "x", ""])])
    let description = SeriesDescription(series)
    let label = description.columns[0]
    #expect(label.count == 4)
    #expect(label.missing == 1)
    #expect(label.summary == nil)
    #expect(!label.isConstant)
    #expect(label.categories?.map(\.name) == ["a", "b"])
    #expect(label.categories?.map(\.count) == [1, 3])
    #expect(label.categories?.map(\.share) == [0.25, 0.75])
    #expect(description.columns[1].isConstant)
    let json = try JSONEncoder().encode(description)
    #expect(try JSONDecoder().decode(SeriesDescription.self, from: json) == description)
  }

  @Test("The clock shows its span, its interval, its gaps, longest first, and what is wrong")
  func clock() throws {
    let minutes: [Int64] = [0, 1, 2, 2, 3, 10, 9, 11, 12, 13, 100, 101]
    let series = Series(
      columns: [Column("x", [Float](repeating: 1, count: 12))],
      timestamps: minutes.map { $0 * 60_000_000 })
    let clock = try #require(SeriesDescription(series).clock)
    #expect(clock.from == "1970-01-01 00:00:00")
    #expect(clock.to == "1970-01-01 01:41:00")
    #expect(clock.intervalSeconds == 60)
    #expect(clock.gaps == 3)
    #expect(clock.longestGaps.map(\.seconds) == [5220, 420, 120])
    #expect(clock.duplicates == 1)
    #expect(clock.backward == 1)
  }

  @Test("Quantiles are written with the digits of a reading, not of its double")
  func quantileDigits() throws {
    let described = SeriesDescription(Series(columns: [Column("x", [0.1, 0.1, 0.1])]))
    let json = String(decoding: try JSONEncoder().encode(described), as: UTF8.self)
    #expect(json.contains("\"quantiles\":[0.1,0.1,0.1,0.1,0.1,0.1,0.1]"), "\(json)")
  }

  @Test("Quantiles are exact: those of the sorted readings, interpolated")
  func quantiles() {
    var random = RandomStreams(seed: 2).stream("quantiles")
    for count in [1, 2, 7, 64, 1000] {
      let values = (0..<count).map { _ in (random.uniform() - 0.5) * Float(random.next() % 1000) }
      let sorted = values.map { Double($0) }.sorted()
      let levels = [0, 0.01, 0.25, 0.5, 0.77, 1]
      let found = values.withUnsafeBufferPointer { Quantiles.of($0, at: levels) }
      for (level, value) in zip(levels, found) {
        let place = Double(count - 1) * level
        let low = sorted[Int(place)]
        let high = sorted[min(Int(place) + 1, count - 1)]
        #expect(value == low + (high - low) * (place - Double(Int(place))))
      }
    }
  }
}
