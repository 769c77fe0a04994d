import Foundation
import Testing

@testable import SluiceModels

@Suite struct NearestCentroidTests {
  @Test("the classes are those of scikit-learn's NearestCentroid")
  func scikitLearn() throws {
    for expected in try ClassModelsFixture.read().classifiers {
      let ours = NearestCentroid(fittedTo: try expected.items())
      let probabilities = ours.probabilities(features: expected.test)
      #expect(
        ClassificationMetrics.mostProbable(probabilities, classes: expected.classes)
          == expected.nearest, "\(expected.name)")
    }
  }

  @Test("probabilities are the softmax of the negative distances, 0 for a class never seen")
  func probabilities() throws {
    // Mean 0, deviation 2; the centroids lie at -1 and 1 deviations.
    let items = try LabeledFeatures(
      features: [-2, -2, 2, 2], labels: [0, 0, 2, 2], classes: 3)
    let ours = NearestCentroid(fittedTo: items)
    #expect(ours.centroids == [-1, 1])
    // A reading of 1 is half a deviation: 1.5 from the first, 0.5 from the second.
    let probabilities = ours.probabilities(features: [1])
    #expect(abs(probabilities[0] - 0.26894143) < 1e-6)
    #expect(probabilities[1] == 0)
    #expect(abs(probabilities[2] - 0.7310586) < 1e-6)
  }

  @Test("centroids come back from JSON, and such that do not fit their classes are refused")
  func coding() throws {
    let ours = NearestCentroid(
      fittedTo: try overlappingClasses(40, width: 3, classes: 2, seed: 5))
    let data = try JSONEncoder().encode(ours)
    #expect(try JSONDecoder().decode(NearestCentroid.self, from: data) == ours)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["centroids"] = [1, 2, 3]
    let broken = try JSONSerialization.data(withJSONObject: object)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(NearestCentroid.self, from: broken)
    }
  }
}
