import Testing

@testable import SluiceData

@Suite struct ReadingsTests {
  @Test("The first missing, infinite or huge number is named")
  func unusable() throws {
    for (values, row) in [
      ([1, 2, Double.infinity], 2), ([1e150, 2], 0), ([0, -1e300, .infinity], 1),
    ] {
      #expect(throws: StatisticsError.notUsable(row: row, value: values[row])) {
        try Readings(values)
      }
    }
    let error = #expect(throws: StatisticsError.self) { try Readings([1, Double.nan, .infinity]) }
    guard case .notUsable(row: 1, let value) = error else {
      Issue.record("unexpected: \(String(describing: error))")
      return
    }
    #expect(value.isNaN)
    #expect(error?.description.hasPrefix("Row 2 of the readings is nan") == true)
  }

  @Test("Columns and slices of them are read; categories are refused")
  func columns() throws {
    let column = Column("x", [1, 2.5, .nan])
    #expect(try Readings(column.rows(0..<2)).values == [1, 2.5])
    #expect(throws: StatisticsError.self) { try Readings(column) }
    #expect(try Readings([Float(0.5), 3]).values == [0.5, 3])
    #expect(throws: SeriesError.notReadings(column: "c")) {
      try Readings(Column("c", codes: [0, 0], categories: ["a"]))
    }
  }

  @Test("Mean, variance and constancy, also of one reading and of none")
  func moments() throws {
    let readings = try Readings([1.0, 3, 8])
    #expect(readings.mean == 4)
    #expect(agrees(readings.variance, 26.0 / 3))
    #expect(!readings.isConstant)
    #expect(try Readings([0.1, 0.1, 0.1]).isConstant)
    let none = try Readings([Double]())
    #expect(none.mean == 0)
    #expect(none.variance == 0)
    #expect(none.isConstant)
    #expect(try Readings([7.0]).variance == 0)
  }

  @Test("Quantiles lie between neighbours as numpy's do")
  func quantiles() {
    let sorted = [1.0, 2, 4, 8]
    #expect(Readings.quantile(0, ofSorted: sorted) == 1)
    #expect(Readings.quantile(0.5, ofSorted: sorted) == 3)
    #expect(agrees(Readings.quantile(0.9, ofSorted: sorted), 6.8))
    #expect(Readings.quantile(1, ofSorted: sorted) == 8)
    #expect(Readings.median([5, 1, 3]) == 3)
  }

  @Test("Every error says what is wrong and what was found")
  func messages() {
    let messages: [(StatisticsError, String)] = [
      (
        .tooFew(purpose: "autocorrelation", needed: 2, found: 1),
        "Too few readings for autocorrelation: 2 needed, 1 found."
      ),
      (
        .constant(purpose: "KPSS test", value: 5),
        "All readings are 5.0, of which there is no KPSS test: leave the column out."
      ),
      (
        .unequalCounts(purpose: "correlation", first: 3, second: 4),
        "The correlation compares row by row, but there are 3 and 4 readings: give the same rows of "
          + "both columns."
      ),
      (
        .outOfRange(setting: "The season", value: "1", allowed: "at least 2"),
        "The season is 1, allowed is at least 2."
      ),
    ]
    for (error, text) in messages { #expect(error.description == text) }
    #expect(
      StatisticsError.noRemainder(purpose: "a test").description.contains("without any noise"))
  }
}
