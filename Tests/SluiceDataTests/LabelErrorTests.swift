import SluiceData
import Testing

@Suite struct LabelErrorTests {
  private let three = WindowOptions(lookback: 3)

  @Test("Rows without a label are counted, and the first is named")
  func missing() {
    let rows = labeledRows("AAA BB A")
    let error = LabelError.missing(column: "label", rows: 2, firstRow: 3)
    #expect(throws: error) { try rows.labeledWindows(three) }
    #expect(throws: error) { try rows.labeledWindows(three, part: 2..<8) }
    #expect(
      error.description == """
        2 rows have no label in "label", the first is row 4 of the data: give such rows a class of their own, and \
        leave it out with label.without if it is not to be learnt.
        """)
  }

  @Test("Labels that training never saw are named with the number of their rows")
  func unknown() {
    let error = LabelError.unknown(
      column: "label", found: ["D", "E"], rows: 3, classes: ["A", "B", "C"])
    #expect(throws: error) { try labeledRows("AAADEDAAA").labeledWindows(three) }
    #expect(
      error.description == """
        3 rows have in "label" "D", "E", which the training part does not have (its classes are: A, B, \
        C). Remove these rows from the file; or, to train anew, give training such rows, or leave \
        them out with label.without.
        """)
    let misspelt = LabelError.unknown(
      column: "label", found: ["Walk", "swim"], rows: 2, classes: ["run", "walk"])
    #expect(misspelt.description.contains("Did you mean \"walk\" instead of \"Walk\"? Otherwise"))
    let rule = LabelOptions(without: ["D", "E"])
    #expect(throws: Never.self) { try labeledRows("AAADEDAAA").labeledWindows(three, rule) }
  }

  @Test("A label column of readings, and a background that is no class, are refused")
  func rules() {
    let numbers = Series(columns: [Column("x", [0, 1, 2]), Column("label", [0, 1, 1])])
    #expect(throws: LabelError.notCategories(column: "label")) {
      try numbers.labeledWindows(three)
    }
    let rule = LabelOptions(rule: .any, background: "a", crossesChanges: true)
    #expect(
      throws: LabelError.noSuchClass(
        name: "a", key: "label.background", classes: ["A", "B", "C"])
    ) { try labeledRows("AAABBB").labeledWindows(three, rule) }
  }

  @Test("When not one window fits, the longest stretch is named")
  func noWindow() {
    let error = LabelError.noWindow(needed: 3, rows: 8, stretches: 5, longest: 2)
    #expect(throws: error) { try labeledRows("AABBABCC").labeledWindows(three) }
    #expect(error.description.contains("the 8 rows stand in 5 stretches, the longest of 2 rows"))
    #expect(error.description.contains("label.crossesChanges"))
    // Who validates can be changed; a lookback that fits training need not.
    #expect(
      error.naming(part: "validation").description.hasPrefix(
        "Not one window of the validation part"))
    #expect(error.naming(part: "validation").description.contains("give the validation part other"))
    #expect(!error.naming(part: "training").description.contains("(split)"))
    #expect(error.naming(part: "test").naming(part: "training") == error.naming(part: "test"))
    let without = LabelOptions(without: ["A"])
    let none = LabelError.noWindow(needed: 3, rows: 4, stretches: 0, longest: 0)
    #expect(throws: none) {
      try labeledRows("AAAA").labeledWindows(three, without, classes: ["B", "C"])
    }
    #expect(none.description.contains("All 4 rows have labels that are left out"))
  }

  @Test("More classes than 16 bits can number are numbered")
  func manyClasses() throws {
    let count = 40_000
    let names = (0..<count).map { "c\($0)" }
    let series = Series(columns: [
      Column("x", (0..<count).map(Float.init)),
      Column("label", codes: (0..<count).map(Float.init), categories: names),
    ])
    let windows = try series.labeledWindows(WindowOptions(lookback: 1), classes: names)
    #expect(windows.label(count - 1) == count - 1)
  }
}
