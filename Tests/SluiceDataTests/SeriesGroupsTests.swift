import SluiceData
import Testing

@Suite struct SeriesGroupsTests {
  @Test("Stretches end at gaps and where a column changes; missing columns are passed over")
  func stretches() {
    let series = labeledRows("AAAAAAAA", subjects: "aab  bbb", minutes: [0, 1, 2, 3, 4, 5, 9, 10])
    #expect(series.stretches(within: []) == [0..<6, 6..<8])
    #expect(series.stretches(within: ["subject"]) == [0..<2, 2..<3, 3..<5, 5..<6, 6..<8])
    #expect(
      series.stretches(within: ["subject", "nobody"]) == series.stretches(within: ["subject"]))
    #expect(
      series.stretches(within: ["subject"], interval: .max / 2)
        == [0..<2, 2..<3, 3..<5, 5..<8])
    #expect(series.rows(0..<0).stretches(within: ["subject"]).isEmpty)
  }

  @Test("The clock may begin anew with a subject, but not within one")
  func timeOrder() throws {
    let anew = labeledRows("AAAA", subjects: "aabb", minutes: [7, 8, 0, 1])
    try anew.checkTimeOrder(within: ["subject"])
    let backward = SeriesError.backwardTimestamp(row: 2, time: 0, previous: 480_000_000)
    #expect(throws: backward) { try anew.checkTimeOrder() }
    #expect(throws: backward) { try anew.checkTimeOrder(within: ["sequence"]) }
    let within = labeledRows("AAAA", subjects: "aabb", minutes: [7, 8, 3, 2])
    #expect(
      throws: SeriesError.backwardTimestamp(row: 3, time: 120_000_000, previous: 180_000_000)
    ) { try within.checkTimeOrder(within: ["subject"]) }
  }

  @Test(
    "Somebody whose rows lie closer or further apart than all is named, but nobody where all do")
  func intervals() throws {
    let minute: Int64 = 60_000_000
    func check(_ minutes: [Int], expected: Int64 = 2) throws {
      try labeledRows("AAAAAAAA", subjects: "aaaabbbb", minutes: minutes)
        .checkIntervals(within: ["subject"], expected: expected * minute)
    }
    func error(_ name: String, _ found: Int64, expected: Int64 = 2) -> SeriesError {
      .otherIntervalOf(
        group: name, column: "subject", rows: 4, expected: expected * minute, found: found * minute)
    }
    try check([0, 2, 4, 6, 0, 2, 4, 6])
    // A gap is none of the clock's pace, nor is the jump from one to the other.
    try check([0, 2, 4, 6, 90, 92, 94, 194])
    // Three minutes are just within one and a half times two, and four are not.
    try check([0, 2, 4, 6, 0, 3, 6, 9])
    #expect(throws: error("b", 4)) { try check([0, 2, 4, 6, 0, 4, 8, 12]) }
    #expect(throws: error("a", 1)) { try check([0, 1, 2, 3, 0, 2, 4, 6]) }
    try check([0, 2, 4, 6, 0, 2, 4, 6], expected: 3)
    try check([0, 9, 18, 27, 0, 9, 18, 27])
    let rows = labeledRows("AAAAAAAA", subjects: "aaaabbbb", minutes: [0, 2, 4, 6, 0, 9, 18, 27])
    try rows.checkIntervals(within: ["nobody"], expected: 2 * minute)
    #expect(throws: error("b", 9)) {
      try rows.checkIntervals(within: ["nobody", "subject"], expected: 2 * minute)
    }
    #expect(
      error("b", 9).description == """
        The 4 rows of "b" (subject) lie 9 min apart, where 2 min is usual: its windows would span another \
        time, or none would fit. Bring all rows to one interval, or take these out of the file; where the \
        clock does not matter, let windows cross gaps (window.crossesGaps: true).
        """)
  }

  @Test("Rows in another order keep names, categories and times")
  func arranged() {
    let series = labeledRows("ABC", minutes: [0, 1, 2]).arranged([2, 0])
    #expect(series["x"]?.values == [2, 0])
    #expect(series["label"]?.category(0) == "C")
    #expect(series["label"]?.categories == ["A", "B", "C"])
    #expect(series.timestamps?.values == [120_000_000, 0])
  }

  @Test("Categories are numbered by value where all are whole numbers, else by their letters")
  func order() {
    #expect(Column("c", texts: ["10", "9", "", "-1", "9"]).categories == ["-1", "9", "10"])
    #expect(Column("c", texts: ["10", "9", "b", "B"]).categories == ["10", "9", "B", "b"])
    let column = Column("c", texts: ["10", "9", "", "9"])
    #expect(column.map { $0.isNaN ? -1 : $0 } == [1, 0, -1, 0])
    #expect(column.category(2) == nil)
    #expect(Column("x", [1]).category(0) == nil)
  }

  @Test("The categories that occur are those of some row")
  func occurring() {
    let column = Column("c", codes: [3, .nan, 1, 3], categories: ["w", "x", "y", "z"])
    #expect(column.occurring == ["x", "z"])
    #expect(column.rows(1..<2).occurring.isEmpty)
    #expect(Column("x", [1, 2]).occurring.isEmpty)
  }
}
