import Foundation
import Testing

@testable import SluiceModels

@Suite struct ClassificationMetricsTests {
  /// What `scripts/reference/class_metrics.py` writes.
  struct Fixture: Decodable {
    struct Case: Decodable {
      var name: String
      var classes: Int
      var truth: [Int]
      var probabilities: [Float]
      var accuracy: Double
      var balancedAccuracy: Double
      var macro: [Double]
      var weighted: [Double]
      var precision: [Double?]
      var recall: [Double?]
      var f1: [Double?]
      var support: [Int]
      var rocAUCs: [Double?]
      var prAUCs: [Double?]
      var rocAUC: Double
      var prAUC: Double
      var logLoss: Double
      var calibrationError: Double
      var kappa: Double
      var top2: Double?
      var top3: Double?
      var confusion: [[Int]]

      var metrics: ClassificationMetrics {
        ClassificationMetrics(
          truth: truth, probabilities: probabilities,
          classes: (0..<classes).map { "class \($0)" })
      }
    }
    var cases: [Case]
  }

  /// Expects two values to be absent together, or to agree to 1e-6.
  private func expectEqual(_ ours: Double?, _ theirs: Double?, _ what: String) {
    switch (ours, theirs) {
    case (nil, nil): break
    case (let ours?, let theirs?): #expect(abs(ours - theirs) < 1e-6, "\(what)")
    default: Issue.record("\(what): \(String(describing: ours)), not \(String(describing: theirs))")
    }
  }

  @Test("all metrics agree with scikit-learn to 1e-6")
  func scikitLearn() throws {
    let cases = try JSONFixture.read("class-metrics", as: Fixture.self).cases
    #expect(
      cases.map(\.name) == ["binary", "ties", "never occurs", "never given", "neither"])
    for expected in cases {
      let (ours, name) = (expected.metrics, expected.name)
      #expect(ours.count == expected.truth.count)
      #expect(ours.confusion.counts == expected.confusion, "\(name)")
      #expect(ours.classes.map(\.support) == expected.support, "\(name)")
      expectEqual(ours.accuracy, expected.accuracy, "\(name): accuracy")
      expectEqual(ours.balancedAccuracy, expected.balancedAccuracy, "\(name): balanced accuracy")
      for (place, mean) in [ours.precision, ours.recall, ours.f1].enumerated() {
        expectEqual(mean.macro, expected.macro[place], "\(name): macro \(place)")
        expectEqual(mean.weighted, expected.weighted[place], "\(name): weighted \(place)")
      }
      for (place, scores) in ours.classes.enumerated() {
        expectEqual(scores.precision, expected.precision[place], "\(name): precision \(place)")
        expectEqual(scores.recall, expected.recall[place], "\(name): recall \(place)")
        expectEqual(scores.f1, expected.f1[place], "\(name): F1 \(place)")
        expectEqual(scores.rocAUC, expected.rocAUCs[place], "\(name): ROC AUC \(place)")
        expectEqual(scores.prAUC, expected.prAUCs[place], "\(name): PR AUC \(place)")
      }
      expectEqual(ours.rocAUC, expected.rocAUC, "\(name): ROC AUC")
      expectEqual(ours.prAUC, expected.prAUC, "\(name): PR AUC")
      expectEqual(ours.logLoss, expected.logLoss, "\(name): log loss")
      expectEqual(
        ours.expectedCalibrationError, expected.calibrationError, "\(name): calibration error")
      expectEqual(ours.kappa, expected.kappa, "\(name): kappa")
      expectEqual(ours.top2Accuracy, expected.top2, "\(name): top 2")
      expectEqual(ours.top3Accuracy, expected.top3, "\(name): top 3")
    }
  }

  @Test("of equal probabilities the first class is given")
  func ties() {
    #expect(
      ClassificationMetrics.mostProbable([0.25, 0.5, 0.25, 0.4, 0.2, 0.4], classes: 3) == [1, 0])
  }

  @Test("a certain error costs a finite log loss, a certain truth nothing")
  func certainty() {
    let metrics = ClassificationMetrics(
      truth: [0, 1], probabilities: [1, 0, 1, 0], classes: ["a", "b"])
    #expect(abs(metrics.logLoss - 7.971192576439371) < 1e-9)
    #expect(abs(metrics.expectedCalibrationError - 0.5) < 1e-15)
  }

  @Test("a probability on the edge of two bins belongs to the lower one")
  func binEdges() {
    // 0.6 = 9/15 ends the ninth bin; errors of opposite sign in one bin would cancel.
    let apart = ClassificationMetrics.calibrationError(of: [0.6, 0.61], isRight: [true, false])
    #expect(abs(apart - 0.505) < 1e-12)
    let together = ClassificationMetrics.calibrationError(
      of: [0.6, 0.59], isRight: [true, false])
    #expect(abs(together - 0.095) < 1e-12)
  }

  @Test("items of one class alone leave areas and kappa undefined")
  func oneClass() {
    let metrics = ClassificationMetrics(
      truth: [1, 1, 1], probabilities: [0.2, 0.8, 0.1, 0.9, 0.4, 0.6], classes: ["a", "b"])
    #expect(metrics.rocAUC == nil)
    #expect(metrics.kappa == nil)
    #expect(metrics.prAUC == 1)
    #expect(metrics.balancedAccuracy == 1)
    #expect(metrics.classes[0].recall == nil)
    #expect(metrics.classes[0].f1 == nil)
  }

  @Test("metrics come back from JSON under names that read well")
  func coding() throws {
    let cases = try JSONFixture.read("class-metrics", as: Fixture.self).cases
    let metrics = try #require(cases.first { $0.name == "never occurs" }).metrics
    let data = try JSONEncoder().encode(metrics)
    #expect(try JSONDecoder().decode(ClassificationMetrics.self, from: data) == metrics)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "count", "accuracy", "balancedAccuracy", "precision", "recall", "f1", "rocAUC", "prAUC",
        "logLoss", "expectedCalibrationError", "kappa", "top2Accuracy", "top3Accuracy", "classes",
        "confusion",
      ])
    let scores = try #require((object["classes"] as? [[String: Any]])?.last)
    #expect(scores["class"] as? String == "class 4")
  }
}
