import Testing

@testable import SluiceModels

@Suite struct SubjectTableTests {
  /// Two subjects of 3 and 5 items, and one with a single class.
  static let table: ClassTable = {
    let truth = [0, 0, 1, 0, 1, 1, 1, 1, 2, 2]
    return ClassTable(
      classes: ["a", "b", "c"], truth: truth, groups: Array(0..<10),
      subjects: ["Ann", "Ann", "Ann", "Bo", "Bo", "Bo", "Bo", "Bo", "Cy", "Cy"],
      columns: [
        VerdictClassesTests.column("network", given: [0, 0, 1, 0, 1, 1, 0, 1, 2, 0]),
        VerdictClassesTests.column("majorityClass", given: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        VerdictClassesTests.column("nearestCentroid", given: [0, 1, 1, 0, 1, 1, 1, 1, 2, 0]),
      ])
  }()

  @Test("each subject has its own scores, over the classes that it shows")
  func rows() throws {
    let ours = try #require(
      SubjectTable(of: "network", against: "nearestCentroid", in: Self.table))
    #expect(ours.rows.map(\.subject) == ["Ann", "Bo", "Cy"])
    #expect(ours.rows.map(\.items) == [3, 5, 2])
    #expect(ours.rows.map(\.model.balancedAccuracy) == [1, 0.875, 0.5])
    #expect(ours.rows.map(\.model.accuracy) == [1, 0.8, 0.5])
    #expect(ours.rows.map { $0.baselines["majorityClass"]?.balancedAccuracy } == [0.5, 0.5, 0])
    #expect(ours.rows[0].baselines.keys.sorted() == ["majorityClass", "nearestCentroid"])
  }

  @Test("subjects weigh alike in means and deviations, and a tie is not a lead")
  func summaries() throws {
    let ours = try #require(
      SubjectTable(of: "network", against: "nearestCentroid", in: Self.table))
    #expect(ours.summaries.map(\.name) == ["network", "majorityClass", "nearestCentroid"])
    let own = ours.summaries[0].balancedAccuracy
    #expect(abs(own.mean - 2.375 / 3) < 1e-12)
    // 1, 0.875 and 0.5 about their mean, over 2.
    #expect(abs(try #require(own.deviation) - 0.2602082) < 1e-6)
    #expect(abs(ours.summaries[0].accuracy.mean - 2.3 / 3) < 1e-12)
    // Better on Ann, worse on Bo, equal on Cy.
    #expect(ours.ahead == 1)
    let other = try #require(
      SubjectTable(of: "network", against: "majorityClass", in: Self.table))
    #expect(other.ahead == 3)
  }

  @Test("items of nobody have no table by subject")
  func noSubjects() {
    let table = ClassTable(
      classes: Self.table.classes, truth: Self.table.truth, groups: Self.table.groups,
      columns: Self.table.columns)
    #expect(SubjectTable(of: "network", against: "majorityClass", in: table) == nil)
  }
}
