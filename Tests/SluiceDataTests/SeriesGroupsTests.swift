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
