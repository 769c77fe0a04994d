import Foundation
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct LogisticRegressionTests {
  @Test("coefficients agree with scikit-learn to 1e-3, probabilities to 1e-4")
  func scikitLearn() throws {
    let cases = try ClassModelsFixture.read().classifiers
    #expect(cases.map(\.name) == ["four classes", "two classes", "gaps"])
    for expected in cases {
      let items = try expected.items()
      #expect(expected.logistic.count == 4)
      for fit in expected.logistic {
        let what: Comment = "\(expected.name), C \(fit.C), balanced \(fit.balanced)"
        let ours = try LogisticRegression(
          strengthWithoutValidation: 1 / (fit.C * Double(items.count)), balanced: fit.balanced
        ).fitted(to: items)
        #expect(ours.present == expected.present)
        // One row for two classes is the difference of our two.
        let rows = fit.intercepts.count
        let mirrored = rows == 1
        for (index, theirs) in fit.coefficients.enumerated() {
          let own =
            mirrored
            ? ours.weights[expected.width + index] - ours.weights[index] : ours.weights[index]
          #expect(abs(Double(own) - theirs) < 1e-3, what)
        }
        for (index, theirs) in fit.intercepts.enumerated() {
          let own =
            mirrored ? ours.intercepts[1] - ours.intercepts[0] : ours.intercepts[index]
          #expect(abs(Double(own) - theirs) < 1e-3, what)
        }
        let probabilities = ours.probabilities(features: expected.test)
        let width = expected.present.count
        for item in 0..<expected.nearest.count {
          for (place, label) in expected.present.enumerated() {
            let own = Double(probabilities[item * expected.classes + label])
            #expect(abs(own - fit.probabilities[item * width + place]) < 1e-4, what)
          }
        }
      }
    }
  }

  @Test("a class that training never saw has probability 0")
  func absentClass() throws {
    let expected = try #require(
      try ClassModelsFixture.read().classifiers.first { $0.name == "gaps" })
    let ours = try LogisticRegression().fitted(to: expected.items())
    let probabilities = ours.probabilities(features: expected.test)
    #expect(probabilities.count == expected.nearest.count * 5)
    for item in 0..<expected.nearest.count {
      let row = probabilities[item * 5..<(item + 1) * 5]
      #expect(row[item * 5] == 0 && row[item * 5 + 3] == 0)
      #expect(abs(row.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test("one class alone is certain")
  func oneClass() throws {
    let items = try LabeledFeatures(features: [1, 2, 3, 4], labels: [1, 1], classes: 3)
    let ours = try LogisticRegression().fitted(to: items)
    #expect(ours.probabilities(features: [5, 6]) == [0, 1, 0])
  }

  @Test("the strength with the lowest log loss on the validation items is taken, then both train")
  func strength() throws {
    let training = try overlappingClasses(61, width: 23, classes: 3, seed: 1)
    let validation = try overlappingClasses(97, width: 23, classes: 3, seed: 2)
    let settings = LogisticRegression(strengths: [1e-4, 1e-1, 1e3])
    let fitted = try settings.fitted(to: training, validation: validation)
    let losses = try settings.strengths.map { strength in
      let alone = try LogisticRegression(strengthWithoutValidation: strength).fitted(to: training)
      return ClassificationMetrics(
        truth: validation.labels, probabilities: alone.probabilities(features: validation.features),
        classes: ["a", "b", "c"]
      ).logLoss
    }
    #expect(losses[1] < losses[0] && losses[1] < losses[2])
    #expect(fitted.strength == 1e-1)
    let both = try LogisticRegression(strengthWithoutValidation: 1e-1).fitted(
      to: training.joined(with: validation))
    #expect(fitted == both)
  }

  @Test("the weights do not depend on the number of threads")
  func threads() throws {
    let items = try overlappingClasses(1_307, width: 11, classes: 3, seed: 3)
    let before = Threads.count
    defer { Threads.count = before }
    let fits = try [1, 3].map { threads in
      Threads.count = threads
      return try LogisticRegression().fitted(to: items)
    }
    #expect(fits[0] == fits[1])
  }

  @Test("a fitted classifier comes back from JSON; weights that do not fit are refused")
  func coding() throws {
    let items = try overlappingClasses(50, width: 5, classes: 3, seed: 4)
    let fitted = try LogisticRegression().fitted(to: items)
    let data = try JSONEncoder().encode(fitted)
    #expect(try JSONDecoder().decode(FittedLogisticRegression.self, from: data) == fitted)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for (key, value) in [
      ("weights", [1, 2]), ("intercepts", [1]), ("present", [2, 1, 0]), ("present", [0, 1, 3]),
    ] {
      let kept = object[key]
      object[key] = value
      let broken = try JSONSerialization.data(withJSONObject: object)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(FittedLogisticRegression.self, from: broken)
      }
      object[key] = kept
    }
  }

  @Test("settings take their defaults, and strengths that are not above 0 are refused")
  func settings() throws {
    func decode(_ text: String) throws -> LogisticRegression {
      try JSONDecoder().decode(LogisticRegression.self, from: Data(text.utf8))
    }
    #expect(try decode("{}") == LogisticRegression())
    #expect(try decode(#"{"balanced": true}"#) == LogisticRegression(balanced: true))
    #expect(throws: DecodingError.self) { try decode(#"{"strengths": []}"#) }
    #expect(throws: DecodingError.self) { try decode(#"{"strengths": [0.1, 0]}"#) }
    #expect(throws: DecodingError.self) { try decode(#"{"strengthWithoutValidation": -1}"#) }
  }

  @Test("no items and features that are not numbers are refused, with counts and places")
  func badInput() {
    #expect(throws: ClassifierError.noItems) {
      try LabeledFeatures(features: [], labels: [], classes: 2)
    }
    #expect(throws: ClassifierError.notFinite(feature: 1, item: 1, count: 2)) {
      try LabeledFeatures(
        features: [1, 2, 3, .infinity, 5, .nan], labels: [0, 1, 1], classes: 2)
    }
    #expect(
      "\(ClassifierError.notFinite(feature: 1, item: 1, count: 2))".contains(
        "number 1 of window 1: its readings are too large"))
  }
}
