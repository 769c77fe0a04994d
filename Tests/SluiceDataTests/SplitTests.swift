import SluiceData
import Testing

@Suite struct SplitTests {
  private func series(_ count: Int) -> Series {
    Series(
      columns: [Column("x", (0..<count).map(Float.init))],
      timestamps: (0..<count).map { Int64($0) * 60_000_000 })
  }

  @Test("A fraction is rounded down, and the parts share the readings")
  func fraction() throws {
    let split = try Split(series(17), trainFraction: 0.8)
    #expect(split.train.rows == 0..<13)
    #expect(split.test.rows == 13..<17)
    #expect(split.test.series["x"]?.values == [13, 14, 15, 16])
    #expect(split.test.series.timestamps?.first == Int64(780_000_000))
  }

  @Test("A split by time tests from the first row that is not before it")
  func time() throws {
    let split = try Split(series(10), testFrom: 6 * 60_000_000 - 1)
    #expect(split.train.rows == 0..<6)
    #expect(split.test.rows == 6..<10)
    let short = try Split(series(10), testFrom: 6 * 60_000_000, testRows: 2)
    #expect(short.test.rows == 6..<8)
    #expect(throws: SeriesError.self) {
      try Split(series(10), testFrom: 6 * 60_000_000, testRows: 5)
    }
    #expect(throws: SplitError.emptyPart(name: "training", rows: 10)) {
      try Split(series(10), testFrom: 0)
    }
    #expect(throws: SplitError.emptyPart(name: "test", rows: 10)) {
      try Split(series(10), testFrom: .max)
    }
    #expect(throws: SeriesError.noTimestamps(purpose: "a split by time")) {
      try Split(Series(columns: [Column("x", [1, 2])]), testFrom: 0)
    }
  }

  @Test("A test that does not come after the training, or a fraction that is none, is an error")
  func bad() {
    #expect(throws: SplitError.overlap(train: 0..<6, test: 5..<10)) {
      try Split(series(10), train: 0..<6, test: 5..<10)
    }
    #expect(throws: SplitError.outside(name: "test", rows: 5..<11, count: 10)) {
      try Split(series(10), train: 0..<5, test: 5..<11)
    }
    for fraction in [0, 1, -0.5, 2, Double.nan] {
      #expect(throws: SplitError.self) { try Split(series(10), trainFraction: fraction) }
    }
    #expect(throws: SplitError.emptyPart(name: "training", rows: 1)) {
      try Split(series(1), trainFraction: 0.5)
    }
  }

  @Test("Rows held out for validation are the last of the training rows")
  func heldOut() throws {
    let split = try Split(series(20), train: 2..<12, test: 15..<20)
    let (train, held) = try split.train.holdingOut(fraction: 0.2)
    #expect(train.rows == 2..<10)
    #expect(held.rows == 10..<12)
    #expect(held.series["x"]?.values == [10, 11])
  }

  @Test("A transformed series keeps the parts")
  func mapping() throws {
    let split = try Split(series(10), trainFraction: 0.5).mappingSeries { series in
      series.adding([Column("y", series["x"]?.map { $0 * 2 } ?? [])])
    }
    #expect(split.test.series["y"]?.values == [10, 12, 14, 16, 18])
  }

  @Test("Folds move forward, end with the series and keep their distance")
  func rollingOrigin() throws {
    let growing = try RollingOrigin(folds: 3, testRows: 4, purge: 2).splits(of: series(23))
    #expect(growing.map(\.train.rows) == [0..<9, 0..<13, 0..<17])
    #expect(growing.map(\.test.rows) == [11..<15, 15..<19, 19..<23])
    let sliding = try RollingOrigin(folds: 2, testRows: 5, trainRows: 6).splits(of: series(23))
    #expect(sliding.map(\.train.rows) == [7..<13, 12..<18])
    let even = try RollingOrigin(folds: 4).splits(of: series(23))
    #expect(even.map(\.test.rows) == [7..<11, 11..<15, 15..<19, 19..<23])
    #expect(throws: SplitError.folds(needed: 25, found: 23)) {
      try RollingOrigin(folds: 3, testRows: 8).splits(of: series(23))
    }
    for origin in [
      RollingOrigin(folds: .max), RollingOrigin(folds: .max, testRows: 2),
      RollingOrigin(folds: 2, testRows: .max), RollingOrigin(folds: 2, purge: .max),
    ] {
      #expect(throws: SplitError.folds(needed: .max, found: 23)) {
        try origin.splits(of: series(23))
      }
    }
    #expect(throws: SplitError.self) { try RollingOrigin(folds: -1).splits(of: series(23)) }
  }
}
