import Foundation
import Testing

@testable import SluiceModels

@Suite struct ConfusionMatrixTests {
  /// The published digit sums: 2,000 test series, 183 of them below 100.
  static let published = ConfusionMatrix(
    truth: [Int](repeating: 0, count: 183) + [Int](repeating: 1, count: 1817),
    predicted: [0, 1].flatMap { [Int](repeating: $0, count: $0 == 0 ? 181 : 2) }
      + [0, 1].flatMap { [Int](repeating: $0, count: $0 == 0 ? 14 : 1803) },
    classes: ["below 100", "100 or more"])

  @Test("rows are true classes, columns those that were given")
  func counts() throws {
    let matrix = Self.published
    #expect(matrix.counts == [[181, 2], [14, 1803]])
    #expect(matrix.trueTotals == [183, 1817])
    #expect(matrix.predictedTotals == [195, 1805])
    #expect(matrix.count == 2000)
    #expect(matrix.accuracy == 0.992)
    let balanced = try #require(matrix.balancedAccuracy)
    #expect(abs(balanced - 0.990683) < 1e-6)
    #expect(matrix.shares[0] == [181.0 / 183, 2.0 / 183])
  }

  @Test("a class without items has no shares and leaves the balanced accuracy alone")
  func absentClass() throws {
    let matrix = ConfusionMatrix(
      truth: [0, 0, 0, 2], predicted: [0, 0, 1, 2], classes: ["a", "b", "c"])
    #expect(matrix.shares[1] == nil)
    let balanced = try #require(matrix.balancedAccuracy)
    #expect(abs(balanced - 5.0 / 6) < 1e-15)
  }

  @Test("kappa is 0 for a guess by totals and not defined where only one class is ever named")
  func kappa() {
    let guessed = ConfusionMatrix(
      truth: [0, 0, 1, 1], predicted: [0, 1, 0, 1], classes: ["a", "b"])
    #expect(guessed.kappa == 0)
    let alone = ConfusionMatrix(truth: [1, 1], predicted: [1, 1], classes: ["a", "b"])
    #expect(alone.kappa == nil)
    #expect(alone.balancedAccuracy == 1)
  }

  @Test("no items leave nothing to say")
  func empty() {
    let matrix = ConfusionMatrix(truth: [], predicted: [], classes: ["a", "b"])
    #expect(matrix.accuracy == nil)
    #expect(matrix.balancedAccuracy == nil)
    #expect(matrix.kappa == nil)
  }

  @Test("a matrix comes back from JSON, and one whose rows do not fit its classes is refused")
  func coding() throws {
    let data = try JSONEncoder().encode(Self.published)
    #expect(try JSONDecoder().decode(ConfusionMatrix.self, from: data) == Self.published)
    let broken = Data(#"{"classes": ["a", "b"], "counts": [[1, 2], [3]]}"#.utf8)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ConfusionMatrix.self, from: broken)
    }
  }
}
