import Foundation
import SluiceData
import Testing

@Suite struct SubjectSplitTests {
  /// Rows of subjects in blocks; b comes twice, each time with another sequence.
  private let rows = labeledRows(
    "ABABABABABAB", subjects: "aabbccbbddee", sequences: "aabbccxxddee")

  private func split(_ split: SubjectSplit, _ series: Series? = nil) throws -> Split {
    try split.split(series ?? rows, by: "subject", sequence: "sequence")
  }

  @Test("Rows are put in the order training, validation, test, and keep their order within each")
  func order() throws {
    let three = try split(SubjectSplit(test: ["c", "a"], validation: ["d"]))
    #expect(three.train.series["x"]?.values == [2, 3, 6, 7, 10, 11])
    #expect(three.validation?.series["x"]?.values == [8, 9])
    #expect(three.test.series["x"]?.values == [0, 1, 4, 5])
    #expect(three.test.series["subject"]?.category(0) == "a")
    #expect(three.test.rows == 8..<12)
    let two = try split(SubjectSplit(test: ["e"]))
    #expect(two.validation == nil)
    #expect(two.train.rows == 0..<10)
    #expect(two.test.series["x"]?.values == [10, 11])
    try three.checkSubjects("subject")
    try two.checkSubjects("subject")
  }

  @Test("The clock moves with the rows")
  func clock() throws {
    let timed = labeledRows("ABABAB", subjects: "aabbcc", minutes: [0, 1, 0, 1, 0, 1])
    let split = try SubjectSplit(test: ["a"]).split(timed, by: "subject")
    #expect(split.train.whole.timestamps?.values == [0, 1, 0, 1, 0, 1].map { $0 * 60_000_000 })
    #expect(split.test.series["x"]?.values == [0, 1])
  }

  @Test("Rows of a subject that come together must be told apart by sequence or clock")
  func scattered() throws {
    let error = SubjectError.scattered(subject: "b", row: 6)
    // Without c between them the two blocks of b would be one.
    #expect(throws: error) { try SubjectSplit(test: ["c"]).split(rows, by: "subject") }
    #expect(error.description.contains("from row 7 of the data on"))
    _ = try SubjectSplit(test: ["a"]).split(rows, by: "subject")
    // A clock that goes on tells them apart, one that begins anew does not.
    let forward = labeledRows("ABABAB", subjects: "bbccbb", minutes: [0, 1, 0, 1, 5, 6])
    let split = try SubjectSplit(test: ["c"]).split(forward, by: "subject")
    #expect(split.train.whole.stretches(within: ["subject"]) == [0..<2, 2..<4, 4..<6])
    let anew = labeledRows("ABABAB", subjects: "bbccbb", minutes: [0, 1, 0, 1, 0, 1])
    #expect(throws: SubjectError.scattered(subject: "b", row: 4)) {
      try SubjectSplit(test: ["c"]).split(anew, by: "subject")
    }
  }

  @Test("Each fault of a cut is named")
  func faults() throws {
    let everybody = ["a", "b", "c", "d", "e"]
    #expect(throws: SubjectError.noSuchSubject(name: "f", subjects: everybody)) {
      try split(SubjectSplit(test: ["a", "f"]))
    }
    #expect(throws: SubjectError.noSuchSubject(name: "g", subjects: everybody)) {
      try split(SubjectSplit(test: ["a"], validation: ["g"]))
    }
    // A category without rows is nobody.
    #expect(throws: SubjectError.noSuchSubject(name: "e", subjects: ["a", "b", "c", "d"])) {
      try split(SubjectSplit(test: ["e"]), rows.rows(0..<10))
    }
    #expect(throws: SubjectError.nobodyTrains(subjects: everybody)) {
      try split(SubjectSplit(test: ["a", "b", "c"], validation: ["d", "e"]))
    }
    #expect(throws: SubjectError.missing(column: "subject", row: 2)) {
      try SubjectSplit(test: ["a"]).split(
        labeledRows("AAAA", subjects: "ab b"), by: "subject")
    }
    #expect(throws: SubjectError.notCategories(column: "x")) {
      try SubjectSplit(test: ["a"]).split(rows, by: "x")
    }
    #expect(throws: SeriesError.self) { try SubjectSplit(test: ["a"]).split(rows, by: "person") }
  }

  @Test("A cut is read as a list of who tests, and nobody may stand on two sides")
  func coding() throws {
    func read(_ text: String) throws -> SubjectSplit {
      try JSONDecoder().decode(SubjectSplit.self, from: Data(text.utf8))
    }
    #expect(try read(#"{"test": ["1"]}"#) == SubjectSplit(test: ["1"]))
    let both = SubjectSplit(test: ["1", "2"], validation: ["3"])
    #expect(try read(String(decoding: JSONEncoder().encode(both), as: UTF8.self)) == both)
    for bad in [#"{"test": []}"#, #"{"test": ["1", "2"], "validation": ["3", "2"]}"#] {
      #expect(throws: DecodingError.self) { try read(bad) }
    }
  }

  @Test("Each subject is left out once, and those who follow validate")
  func leavingOneOut() throws {
    let plain = try SubjectSplit.leavingOneOut(of: rows, by: "subject")
    #expect(plain == ["a", "b", "c", "d", "e"].map { SubjectSplit(test: [$0]) })
    let validated = try SubjectSplit.leavingOneOut(of: rows, by: "subject", validating: 2)
    #expect(validated.map(\.test) == [["a"], ["b"], ["c"], ["d"], ["e"]])
    #expect(
      validated.map(\.validation) == [
        ["b", "c"], ["c", "d"], ["d", "e"], ["e", "a"], ["a", "b"],
      ])
    let some = rows.rows(0..<6)
    #expect(
      try SubjectSplit.leavingOneOut(of: some, by: "subject").map(\.test) == [["a"], ["b"], ["c"]])
    #expect(throws: SubjectError.tooFewSubjects(needed: 4, subjects: ["a", "b", "c"])) {
      try SubjectSplit.leavingOneOut(of: some, by: "subject", validating: 2)
    }
    #expect(throws: SubjectError.notCategories(column: "x")) {
      try SubjectSplit.leavingOneOut(of: rows, by: "x")
    }
  }

  @Test("A cut in time moves back to where a group begins, wherever the clock has gaps")
  func keepingTogether() throws {
    let series = labeledRows(
      "AAAAAAAAAA", subjects: "aaaabbbbbb", sequences: "aabbccccdd",
      minutes: [0, 1, 2, 3, 4, 5, 60, 61, 62, 63])
    let cut = try Split(series, trainFraction: 0.75)
    #expect(cut.train.rows == 0..<7)
    // Row 6 comes behind a gap, but in the middle of its sequence.
    let sequences = try cut.keepingTogether(["sequence"])
    #expect(sequences.train.rows == 0..<4)
    #expect(sequences.test.rows == 4..<10)
    #expect(try cut.keepingTogether(["subject"]).train.rows == 0..<4)
    let even = try Split(series, trainFraction: 0.8)
    #expect(try even.keepingTogether(["sequence"]).train.rows == 0..<8)
    #expect(try even.keepingTogether(["sequence", "nobody"]).train.rows == 0..<8)
    #expect(try cut.keepingTogether(["nobody"]).train.rows == 0..<7)
    #expect(throws: SplitError.emptyPart(name: "training", rows: 4)) {
      try Split(series.rows(0..<4), trainFraction: 0.5).keepingTogether(["subject"])
    }
  }

  @Test("A subject in two parts, and a row that is nobody's, are refused")
  func checkSubjects() throws {
    let series = labeledRows("AAAAAAAA", subjects: "aabbbccc")
    let cut = try Split(series, train: 0..<3, validation: 3..<6, test: 6..<8)
    let error = SubjectError.onTwoSides(subjects: ["b", "c"], column: "subject")
    #expect(throws: error) { try cut.checkSubjects("subject") }
    try Split(series, train: 0..<2, validation: 2..<5, test: 5..<8).checkSubjects("subject")
    let nobody = try Split(
      labeledRows("AAAAAAAA", subjects: "aa bbb  "), train: 0..<3, test: 3..<8)
    #expect(throws: SubjectError.missing(column: "subject", row: 2)) {
      try nobody.checkSubjects("subject")
    }
    #expect(throws: SubjectError.notCategories(column: "x")) { try cut.checkSubjects("x") }
  }

  @Test("A moment cuts no rows whose clock begins anew")
  func severalClocks() throws {
    let series = labeledRows("AAAA", subjects: "aabb", minutes: [3, 4, 0, 1])
    let error = SplitError.severalClocks(row: 2)
    #expect(throws: error) { try Split(series, testFrom: 60_000_000) }
    #expect(error.description.contains("split.subjects"))
    let together = labeledRows("AAAA", subjects: "abab", minutes: [0, 0, 1, 1])
    #expect(try Split(together, testFrom: 60_000_000).test.rows == 2..<4)
  }
}
