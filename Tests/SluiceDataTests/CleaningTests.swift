import Foundation
import SluiceData
import Testing

@Suite struct CleaningTests {
  private func series(_ values: [Float], _ stamps: [Int64]? = nil) -> Series {
    Series(
      columns: [Column("x", values), Column("y", values.map { _ in 7 })],
      timestamps: stamps ?? (0..<values.count).map { Int64($0) * 60_000_000 })
  }

  private func filled(_ fill: Fill, _ series: Series) throws -> (values: [Float], CleaningReport) {
    let (cleaned, report) = try Cleaning(fill: fill, dropsMissing: false).applied(to: series)
    return (try cleaned.column("x").values.map { $0.isNaN ? -1 : $0 }, report)
  }

  @Test("Rows with a missing reading are dropped and counted, and leave gaps in the clock")
  func drop() throws {
    let holes = series([0, .nan, 2, 3, .nan, .nan, 6])
    let (cleaned, report) = try Cleaning().applied(to: holes)
    #expect(cleaned["x"]?.values == [0, 2, 3, 6])
    #expect(cleaned["y"]?.count == 4)
    #expect(cleaned.timestamps?.values == [0, 2, 3, 6].map { $0 * 60_000_000 })
    #expect(report.rowsBefore == 7)
    #expect(report.rowsDropped == 3)
    #expect(report.remaining.isEmpty)
    let onlyY = try Cleaning().applied(to: holes, columns: ["y"])
    #expect(onlyY.series.count == 7)
    #expect(onlyY.report.rowsDropped == 0)
  }

  @Test("A forward fill repeats the last reading for a stated number of rows, from the past alone")
  func forwardFill() throws {
    let (values, report) = try filled(
      .forwardFill(limit: 2), series([.nan, 1, .nan, .nan, .nan, 5, .nan]))
    #expect(values == [-1, 1, 1, 1, -1, 5, 5])
    #expect(report.filled == ["x": 3])
    #expect(report.remaining == ["x": 2])
  }

  @Test(
    "A straight line joins the readings around a short run, in time; a longer run is left whole")
  func linear() throws {
    let (values, report) = try filled(
      .linear(limit: 2), series([.nan, 1, .nan, .nan, 4, .nan, .nan, .nan, 8, .nan]))
    #expect(values == [-1, 1, 2, 3, 4, -1, -1, -1, 8, -1])
    #expect(report.filled == ["x": 2])
    let uneven = try filled(
      .linear(limit: 2),
      series([0, .nan, 8, 9, 10, 11], [0, 1, 2, 3, 4, 5].map { Int64($0) * 60_000_000 }))
    #expect(uneven.values == [0, 4, 8, 9, 10, 11])
    let skewed = try filled(
      .linear(limit: 2),
      series([0, .nan, 8, 9, 10], [0, 30, 120, 210, 300].map { $0 * 1_000_000 }))
    #expect(skewed.values == [0, 2, 8, 9, 10])
  }

  @Test("Nothing is filled across a gap of the clock")
  func gaps() throws {
    let stamps = [0, 1, 2, 60, 61, 62, 63, 64].map { Int64($0) * 60_000_000 }
    let holes = series([0, 1, .nan, .nan, 4, .nan, 6, 7], stamps)
    #expect(try filled(.linear(limit: 3), holes).values == [0, 1, -1, -1, 4, 5, 6, 7])
    #expect(try filled(.forwardFill(limit: 3), holes).values == [0, 1, 1, -1, 4, 4, 6, 7])
  }

  @Test("A gap longer than allowed is an error that says where")
  func maximumGap() throws {
    let stamps = [0, 1, 2, 60, 61].map { Int64($0) * 60_000_000 }
    let cleaning = Cleaning(maximumGap: "30 min")
    let error = SeriesError.gapTooLong(
      row: 3, from: stamps[2], to: stamps[3], allowed: 1_800_000_000)
    #expect(throws: error) { try cleaning.applied(to: series([0, 1, 2, 3, 4], stamps)) }
    #expect(
      error.description == "There are no readings from 1970-01-01 00:02:00 to 1970-01-01 "
        + "01:00:00 (before row 4 of the data): the gap of 58 min is longer than the 30 min allowed."
    )
    #expect(
      try Cleaning(maximumGap: "1 h").applied(to: series([0, 1, 2, 3, 4], stamps)).series.count == 5
    )
  }

  @Test("A longest gap below the usual interval is an error that names both")
  func maximumGapBelowInterval() throws {
    let rows = series([0, 1, 2, 3], [0, 1, 2, 3].map { Int64($0) * 60_000_000 })
    let error = SeriesError.gapBelowInterval(allowed: 59_000_000, interval: 60_000_000)
    #expect(throws: error) { try Cleaning(maximumGap: "59 s").applied(to: rows) }
    #expect(
      error.description == """
        The rows lie 1 min apart, so that no two of them keep within the 59 s allowed between rows: \
        allow more, or no limit at all.
        """)
    #expect(try Cleaning(maximumGap: "60 s").applied(to: rows).series.count == 4)
  }

  @Test("The rules are read from and written to experiment files")
  func coding() throws {
    let rules = Cleaning(fill: .linear(limit: 3), dropsMissing: false, maximumGap: "2 h")
    let json = try JSONEncoder().encode(rules)
    #expect(try JSONDecoder().decode(Cleaning.self, from: json) == rules)
    #expect(try JSONDecoder().decode(Cleaning.self, from: Data("{}".utf8)) == Cleaning())
    for bad in [
      "{\"maximumGap\": \"soon\"}", "{\"fill\": {\"linear\": {\"limit\": 0}}}",
      "{\"fill\": {\"polynomial\": {\"limit\": 1}}}",
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(Cleaning.self, from: Data(bad.utf8))
      }
    }
  }
}
