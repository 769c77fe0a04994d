import SluiceData
import Testing

@Suite struct SeriesTests {
  private let minute: Int64 = 60_000_000

  @Test("Slices and slices of slices show the right rows and share the readings")
  func slices() throws {
    let series = Series(
      columns: [Column("x", (0..<19).map(Float.init))], timestamps: (0..<19).map { Int64($0) })
    let slice = series.rows(3..<17).rows(2..<5)
    #expect(slice["x"]?.values == [5, 6, 7])
    #expect(slice.timestamps?.values == [5, 6, 7])
    #expect(slice["x"]?[1] == 6)
    let whole = try series.column("x").withUnsafeBufferPointer { $0.baseAddress }
    let part = try slice.column("x").withUnsafeBufferPointer { $0.baseAddress }
    #expect(part == whole.map { $0 + 5 })
  }

  @Test("Rows from a moment on, with a limit, or too few of them")
  func rowsFrom() throws {
    let series = Series(
      columns: [Column("x", [0, 1, 2, 3, 4])], timestamps: [10, 20, 30, 40, 50])
    #expect(try series.rows(from: 20, limit: 2)["x"]?.values == [1, 2])
    #expect(try series.rows(from: 21)["x"]?.values == [2, 3, 4])
    #expect(throws: SeriesError.self) { try series.rows(from: 40, limit: 3) }
    #expect(throws: SeriesError.self) { try series.rows(from: 51) }
  }

  @Test("The interval is what most neighbouring rows have, and gaps are what is longer")
  func clock() {
    let stamps: [Int64] = [0, 1, 2, 3, 63, 64, 65, 66, 67, 70]
    let series = Series(
      columns: [Column("x", [Float](repeating: 0, count: 10))],
      timestamps: stamps.map { $0 * minute })
    #expect(series.interval == minute)
    #expect(series.gaps.map(\.row) == [4, 9])
    #expect(series.gaps[0].duration == 60 * minute)
    #expect(series.segments == [0..<4, 4..<9, 9..<10])
    #expect(
      throws: SeriesError.gapTooLong(row: 4, from: 3 * minute, to: 63 * minute, allowed: minute * 5)
    ) {
      try series.checkGaps(allowed: minute * 5)
    }
    let bare = Series(columns: [Column("x", [1, 2])])
    #expect(bare.interval == nil)
    #expect(bare.segments == [0..<2])
  }

  @Test("An irregular clock has the median as its interval, months have no gaps")
  func irregularClock() {
    let irregular = Series(
      columns: [Column("x", [Float](repeating: 0, count: 6))], timestamps: [0, 5, 11, 20, 27, 37])
    #expect(irregular.interval == 7)
    let months = (0..<36).map {
      CivilTime(year: 2020 + $0 / 12, month: $0 % 12 + 1, day: 1).microseconds
    }
    let monthly = Series(
      columns: [Column("x", [Float](repeating: 0, count: 36))], timestamps: months)
    #expect(monthly.gaps.isEmpty)
  }

  @Test("A missing column is named with the nearest that there is")
  func missingColumn() {
    let series = Series(columns: [Column("Voltage", [1]), Column("Power", [2])])
    let expected = SeriesError.missingColumn(
      name: "Votlage", nearest: "Voltage", available: ["Voltage", "Power"])
    #expect(throws: expected) { try series.selecting(["Power", "Votlage"]) }
    #expect(
      expected.description == "There is no column \"Votlage\". Did you mean \"Voltage\"? "
        + "The columns are: Voltage, Power.")
  }

  @Test("The fingerprint tells apart what differs in a name, a time or a reading")
  func fingerprint() {
    let series = Series(columns: [Column("x", [1, .nan, 3])], timestamps: [1, 2, 3])
    let same = Series(columns: [Column("x", [0, 1, -Float.nan, 3])], timestamps: [0, 1, 2, 3])
      .rows(1..<4)
    let others = [
      Series(columns: [Column("y", [1, .nan, 3])], timestamps: [1, 2, 3]),
      Series(columns: [Column("x", [1, .nan, 3])], timestamps: [1, 2, 4]),
      Series(columns: [Column("x", [1, .nan, 3.0000002])], timestamps: [1, 2, 3]),
      Series(columns: [Column("x", [1, .nan, 3])]),
    ]
    #expect(series == same)
    #expect(series.fingerprint == same.fingerprint)
    #expect(series.fingerprint.count == 16)
    for other in others { #expect(other.fingerprint != series.fingerprint) }
  }

  @Test("The fingerprint is the XXH64 of counts, times, names and readings, lowest byte first")
  func fingerprintDigits() {
    let series = Series(columns: [Column("x", [1, .nan, 3])], timestamps: [1, 2, 3])
    // Of 3 rows, 1 for a clock, three times, 1 letter, "x", 1, 0x7FC00000 and 3, by a program in Python.
    #expect(series.fingerprint == "739194d7560d0c49")
    // More rows than are taken in at once.
    let long = (0..<10_000).map { Float($0) }
    var changed = long
    changed[9_999] = 7
    #expect(
      Series(columns: [Column("x", long)]).fingerprint
        != Series(columns: [Column("x", changed)]).fingerprint)
  }
}
