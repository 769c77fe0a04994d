import Testing

@testable import SluiceModels

@Suite struct MajorityClassTests {
  @Test("every item has the shares of the training part, of which the highest is given")
  func shares() throws {
    let ours = try MajorityClass(labels: [2, 0, 2, 2, 0, 2, 2, 2], classes: 4)
    #expect(ours.shares == [0.25, 0, 0.75, 0])
    #expect(ours.probabilities(count: 2) == [0.25, 0, 0.75, 0, 0.25, 0, 0.75, 0])
    #expect(
      ClassificationMetrics.mostProbable(ours.probabilities(count: 3), classes: 4) == [2, 2, 2])
    #expect(throws: ClassifierError.noItems) { try MajorityClass(labels: [], classes: 2) }
  }
}
