import SluiceData
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

  @Test("undersampling does not make another class the most frequent one")
  func beforeUndersampling() throws {
    // 16 windows of each class: run, sit, walk.
    let whole = try SmallClassification().training
    func thinned(_ frame: WindowFrame, keeping isKept: (Int, Int) -> Bool) -> WindowFrame {
      frame.selecting((0..<frame.count).filter { isKept($0, frame.windows.label($0) ?? -1) })
    }
    let everything = thinned(whole) { $1 == 0 || $0 % 4 == 0 }
    #expect(everything.windowsOfClasses() == [16, 4, 4])
    let few = thinned(everything) { $1 != 0 || $0 % 8 == 0 }
    #expect(few.windowsOfClasses()[0] < 4)
    func shares(_ baselines: FittedBaselines) -> [Float]? {
      guard case .majorityClass(let ours) = baselines["majorityClass"] else { return nil }
      return ours.shares
    }
    let ours = try Baselines().fitted(to: few, beforeUndersampling: everything)
    #expect(shares(ours) == [Float(16.0 / 24), Float(4.0 / 24), Float(4.0 / 24)])
    let alone = try Baselines().fitted(to: few)
    #expect(try #require(shares(alone))[0] < 0.3)
    #expect(ours["nearestCentroid"] == alone["nearestCentroid"])
    #expect(ours["logisticRegression"] == alone["logisticRegression"])
  }
}
