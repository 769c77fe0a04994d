import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct VerdictClassesTests {
  /// Stretches of ten items, each of one of three classes, of which every model has some right.
  ///
  /// - Parameter right: How many of the ten items of a stretch each model has right, by its number.
  static func table(
    stretches: Int = 60, _ right: KeyValuePairs<String, (Int) -> Int>, subjects: Int? = nil
  ) -> ClassTable {
    let truth = (0..<stretches).flatMap { [Int](repeating: $0 % 3, count: 10) }
    return ClassTable(
      classes: ["a", "b", "c"], truth: truth,
      groups: (0..<stretches).flatMap { [Int](repeating: $0, count: 10) },
      subjects: subjects.map { count in truth.indices.map { "subject \($0 / 10 % count)" } },
      columns: right.map { name, right in
        column(
          name,
          given: truth.enumerated().map { item, label in
            item % 10 < right(item / 10) ? label : (label + 1) % 3
          })
      })
  }

  /// A model that is sure of the classes that it gives.
  static func column(_ name: String, given: [Int]) -> ClassTable.Column {
    ClassTable.Column(
      name: name,
      probabilities: given.flatMap { label in (0..<3).map { $0 == label ? 0.8 : 0.1 } })
  }

  static func verdict(_ table: ClassTable, seed: UInt64 = 1) -> Verdict {
    Verdict(comparing: "network", in: table, streams: RandomStreams(seed: seed))
  }

  @Test("a network that is clearly better is said to be, with its lead over the best baseline")
  func better() throws {
    let verdict = Self.verdict(
      Self.table([
        "network": { _ in 9 }, "majorityClass": { $0 % 3 == 0 ? 10 : 0 },
        "logisticRegression": { 6 + $0 % 5 % 2 },
      ]))
    #expect(verdict.outcome == .better)
    #expect(verdict.bestBaseline == "logisticRegression")
    // Two of five stretches have seven right.
    #expect(abs(verdict.difference - 0.26) < 1e-12)
    #expect(abs(try #require(verdict.skill) - 0.26 / 0.36) < 1e-12)
    let (lower, upper) = (try #require(verdict.lower), try #require(verdict.upper))
    #expect(lower > 0.24 && lower < 0.26 && upper > 0.26 && upper < 0.28)
    #expect(verdict.blockLength == nil)
    #expect(
      verdict.sentence.hasPrefix(
        "The network labels 90.0 % of each class right on average, the best simple method "
          + "(logistic regression on window statistics) 64.0 %; the difference of 26 points has a "
          + "95 % interval of "))
    #expect(verdict.sentence.hasSuffix(": it is better."))
  }

  @Test("a network that is clearly worse is said to be")
  func worse() {
    let verdict = Self.verdict(
      Self.table(["network": { 5 + $0 % 2 }, "nearestCentroid": { _ in 8 }]))
    #expect(verdict.outcome == .worse)
    #expect(verdict.sentence.contains("the difference of −25 points"))
    #expect(verdict.sentence.hasSuffix(": it is worse."))
  }

  @Test("an interval that includes zero decides nothing")
  func undecided() throws {
    let verdict = Self.verdict(
      Self.table(["network": { $0 % 2 == 0 ? 9 : 4 }, "nearestCentroid": { $0 % 4 < 2 ? 9 : 4 }]))
    #expect(verdict.outcome == .undecided)
    #expect(try #require(verdict.lower) < 0 && 0 < (try #require(verdict.upper)))
    #expect(verdict.sentence.hasSuffix(": which of the two is better is not decided."))
  }

  @Test("a network that gives the same labels is exactly as good")
  func same() {
    let verdict = Self.verdict(
      Self.table(["network": { 5 + $0 % 3 }, "nearestCentroid": { 5 + $0 % 3 }]))
    #expect(verdict.outcome == .undecided)
    #expect(verdict.skill == 0)
    #expect(
      verdict.sentence
        == "The network labels 60.0 % of each class right on average, exactly as much as the best "
        + "simple method (the nearest centroid of window statistics).")
  }

  @Test("the best baseline is the one with the highest balanced accuracy, not accuracy")
  func bestBaseline() {
    // 94 of 100 items are of class 0.
    let truth = (0..<100).map { $0 < 94 ? 0 : $0 % 2 + 1 }
    let table = ClassTable(
      classes: ["a", "b", "c"], truth: truth, groups: Array(0..<100),
      columns: [
        Self.column("network", given: truth),
        Self.column("majorityClass", given: [Int](repeating: 0, count: 100)),
        Self.column("nearestCentroid", given: (0..<100).map { $0 < 30 ? 1 : truth[$0] }),
      ])
    #expect(Self.verdict(table).bestBaseline == "nearestCentroid")
  }

  @Test("items of one stretch count once: taken one by one they would seem to tell more")
  func wholeStretches() throws {
    let whole = Self.table(["network": { $0 % 2 == 0 ? 10 : 2 }, "nearestCentroid": { _ in 5 }])
    let single = ClassTable(
      classes: whole.classes, truth: whole.truth, groups: Array(whole.truth.indices),
      columns: whole.columns)
    let (wide, narrow) = (Self.verdict(whole), Self.verdict(single))
    #expect(wide.difference == narrow.difference)
    let width = try #require(wide.upper) - (try #require(wide.lower))
    let narrowWidth = try #require(narrow.upper) - (try #require(narrow.lower))
    #expect(width > 2 * narrowWidth)
    // 60 stretches whose leads are 0.5 and -0.3: a deviation of 0.4, the mean's 0.4 / sqrt(60).
    #expect(abs(width / (2 * 1.96 * 0.4 / 60.squareRoot()) - 1) < 0.1)
  }

  @Test("stretches of the same number of different subjects are different stretches")
  func subjects() throws {
    let table = Self.table(["network": { 5 + $0 % 4 }, "nearestCentroid": { _ in 5 }], subjects: 6)
    let numbered = ClassTable(
      classes: table.classes, truth: table.truth, groups: table.groups.map { $0 / 6 },
      subjects: table.subjects, columns: table.columns)
    #expect(Self.verdict(numbered) == Self.verdict(table))
  }

  @Test("few stretches give no interval, and the sentence says so")
  func few() {
    let verdict = Self.verdict(
      Self.table(stretches: 4, ["network": { _ in 9 }, "nearestCentroid": { _ in 5 }]))
    #expect(verdict.outcome == .undecided)
    #expect(verdict.lower == nil)
    #expect(
      verdict.sentence
        == "The network labels 90.0 % of each class right on average, the best simple method (the "
        + "nearest centroid of window statistics) 50.0 %; 4 stretches are too few to tell whether "
        + "the difference of 40 points would hold on others.")
  }

  @Test("the same seed gives the same interval, another one another")
  func deterministic() {
    let table = Self.table(["network": { 4 + $0 % 7 }, "nearestCentroid": { _ in 6 }])
    #expect(Self.verdict(table) == Self.verdict(table))
    #expect(Self.verdict(table).lower != Self.verdict(table, seed: 2).lower)
  }

  @Test("a baseline without error leaves no skill to state")
  func noError() {
    let lost = Self.verdict(Self.table(["network": { _ in 9 }, "nearestCentroid": { _ in 10 }]))
    #expect(lost.skill == nil)
    #expect(lost.outcome == .worse)
  }
}
