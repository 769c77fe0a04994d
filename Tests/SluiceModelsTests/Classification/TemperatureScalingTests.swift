import Foundation
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct TemperatureScalingTests {
  @Test("the temperature is the one that scipy finds, near the one that was planted")
  func scipy() throws {
    let cases = try ClassModelsFixture.read().temperatures
    #expect(cases.map(\.outputs) == [5, 3, 1])
    for expected in cases {
      let ours = TemperatureScaling(
        logits: expected.logits, labels: expected.labels, outputs: expected.outputs)
      #expect(abs(ours.temperature / expected.temperature - 1) < 1e-6)
      #expect(abs(ours.temperature / expected.planted - 1) < 0.1)
      let classes = max(2, expected.outputs)
      let loss = ClassificationMetrics.logLoss(
        truth: expected.labels,
        probabilities: ours.probabilities(logits: expected.logits, outputs: expected.outputs),
        classes: classes)
      #expect(abs(loss - expected.loss) < 1e-6)
    }
  }

  @Test("where all items are right, or all wrong, the end of the range is the temperature")
  func ends() {
    let right = TemperatureScaling(logits: [1, -1, -1, 1], labels: [0, 1], outputs: 2)
    #expect(abs(right.temperature - 0.01) < 1e-9)
    let wrong = TemperatureScaling(logits: [1, -1, -1, 1], labels: [1, 0], outputs: 2)
    #expect(abs(wrong.temperature - 100) < 1e-6)
  }

  @Test("logits that are all alike leave the temperature in its range")
  func flat() {
    let ours = TemperatureScaling(logits: [2, 2, 2, 2], labels: [0, 1], outputs: 2)
    #expect(TemperatureScaling.range.contains(ours.temperature))
    #expect(ours.probabilities(logits: [2, 2], outputs: 2) == [0.5, 0.5])
  }

  @Test("no temperature changes the class that is given, not even of logits one digit apart")
  func order() {
    var random = RandomStream(seed: 4)
    var logits = (0..<70).map { _ in Float(8 * random.normalDouble()) }
    logits += [3, 5, Float(5).nextUp, 1, 5, 5, 5]
    let labels = ClassificationMetrics.mostProbable(logits, classes: 7)
    for temperature in [0.01, 0.7, 1, 3, 100] {
      let probabilities = TemperatureScaling(temperature: temperature).probabilities(
        logits: logits, outputs: 7)
      #expect(ClassificationMetrics.mostProbable(probabilities, classes: 7) == labels)
    }
  }

  @Test("one logit is the second of two, the first being 0")
  func oneLogit() {
    let ours = TemperatureScaling(temperature: 2)
    let one = ours.probabilities(logits: [1.5, -0.25], outputs: 1)
    #expect(one == ours.probabilities(logits: [0, 1.5, 0, -0.25], outputs: 2))
    #expect(abs(one[1] - 0.679179) < 1e-6)
    #expect(
      TemperatureScaling(logits: [1.5, -0.25, 2], labels: [1, 0, 0], outputs: 1)
        == TemperatureScaling(
          logits: [0, 1.5, 0, -0.25, 0, 2], labels: [1, 0, 0], outputs: 2))
  }

  @Test("a temperature comes back from JSON, and one outside its range is refused")
  func coding() throws {
    let ours = TemperatureScaling(temperature: 1.25)
    let data = try JSONEncoder().encode(ours)
    #expect(try JSONDecoder().decode(TemperatureScaling.self, from: data) == ours)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        TemperatureScaling.self, from: Data(#"{"temperature": 0}"#.utf8))
    }
  }
}
