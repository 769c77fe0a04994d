import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct NetworkModelTests {
  private func rows(_ values: [Float], of classes: Int) -> [[Float]] {
    stride(from: 0, to: values.count, by: classes).map { Array(values[$0..<$0 + classes]) }
  }

  private func winner(_ row: [Float]) -> Int {
    row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
  }

  @Test("Each window's probabilities sum to 1 and are the softmax of its logits")
  func probabilities() throws {
    let task = try SmallClassification()
    let logits: [Float] = [0.2, -1, 0.7]
    let all = try NetworkModel(task.constant(logits)).outputs(for: task.test)
    #expect(all.count == 24 * 3)
    // By PyTorch's softmax in float64.
    let expected: [Float] = [0.33899277, 0.10210266, 0.55890458]
    for row in rows(all, of: 3) {
      #expect(zip(row, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    let trained = try NetworkModel(task.network()).outputs(for: task.test)
    #expect(rows(trained, of: 3).allSatisfy { abs($0.reduce(0, +) - 1) < 1e-6 })
    #expect(Set(trained).count > 24)
  }

  @Test("One logit for two classes says what two logits say, the first of which is 0")
  func oneLogit() throws {
    let task = try SmallClassification(classes: 2)
    #expect(task.fitted.classes == ["sit", "walk"])
    let one = try task.network(outputs: 1)
    let two = try task.network(outputs: 2)
    var tensors = one.parameters.tensors
    let weight = try #require(tensors["1.weight"]).values
    tensors["1.weight"] = Tensor([0, 0, 0, 0] + weight, shape: [2, 4])
    tensors["1.bias"] = Tensor([0, 0.3])
    try two.parameters.load(tensors)
    var single = one.parameters.tensors
    single["1.bias"] = Tensor([0.3])
    try one.parameters.load(single)
    let (a, b) = try (
      NetworkModel(one).outputs(for: task.test), NetworkModel(two).outputs(for: task.test)
    )
    #expect(a.count == 2 * task.test.count)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(rows(a, of: 2).allSatisfy { abs($0[0] + $0[1] - 1) < 1e-6 })
    // A logit above 0 speaks for the second class.
    let logits = one.outputs(for: task.test.windows)
    #expect(zip(rows(a, of: 2), logits).allSatisfy { ($0[1] > 0.5) == ($1 > 0) })
  }

  @Test("Calibration changes how sure the network is, never the class")
  func calibration() throws {
    let task = try SmallClassification()
    let network = try task.network()
    let plain = rows(try NetworkModel(network).outputs(for: task.test), of: 3)
    for temperature in [0.01, 0.3, 7, 100] {
      var recipe = task.fitted
      recipe.calibration = TemperatureScaling(temperature: temperature)
      let scaled = rows(
        try NetworkModel(network).outputs(for: task.test.with(recipe)), of: 3)
      #expect(scaled.map(winner) == plain.map(winner))
      #expect(scaled != plain)
    }
  }

  @Test("The temperature is found on the windows that validate, for classifiers only")
  func temperature() throws {
    let task = try SmallClassification()
    // One window of run, none of sit, three of walk, whose logit is the largest.
    let frame = task.validation.selecting([16, 0, 1, 2])
    #expect(frame.labels() == [0, 2, 2, 2])
    let network = try task.constant([0.2, -1, 0.7])
    let found = try #require(task.fitted.calibrated(network, on: frame).calibration)
    #expect(
      found
        == TemperatureScaling(
          logits: [0.2, -1, 0.7, 0.2, -1, 0.7, 0.2, -1, 0.7, 0.2, -1, 0.7], labels: [0, 2, 2, 2],
          outputs: 3))
    #expect((0.1..<10).contains(found.temperature))
    #expect(try task.fitted.calibrated(network, on: nil) == task.fitted)
    let forecast = try SmallTraining()
    #expect(
      try forecast.fitted.calibrated(forecast.network(), on: forecast.validation)
        == forecast.fitted)
  }

  @Test("Steps behind a short window's end do not count for the calibration")
  func calibratedSteps() throws {
    let task = try SmallClassification(label: LabelOptions(everyStep: true))
    let network = try task.constant([0.2, -1, 0.7], everyStep: true)
    let whole = try task.fitted.frame(task.split.test, warmUp: .trueLength)
    // Windows of 2, 3, 4 and 5 steps of walk, and one of sit and run each.
    let frame = whole.selecting([0, 1, 2, 3, 20, 30])
    let labels = [2, 1, 0].flatMap { Array(repeating: $0, count: $0 == 2 ? 14 : 5) }
    let expected = TemperatureScaling(
      logits: labels.flatMap { _ in [Float(0.2), -1, 0.7] }, labels: labels, outputs: 3)
    let found = try #require(task.fitted.calibrated(network, on: frame).calibration)
    #expect(abs(found.temperature - expected.temperature) < 1e-9)
    #expect((0.1..<10).contains(found.temperature))
  }

  @Test("A network whose outputs are not the classes' is refused")
  func misfits() throws {
    let task = try SmallClassification()
    let names = ["run", "sit", "walk"]
    for outputs in [1, 2, 4] {
      #expect(
        throws: ForecastError.classes(
          names: names, everyStep: false, found: "\(ActivationShape.vector(features: outputs))")
      ) { try NetworkModel(task.network(outputs: outputs)).outputs(for: task.test) }
    }
    let steps = try task.network(everyStep: true)
    #expect(throws: ForecastError.self) { try NetworkModel(steps).outputs(for: task.test) }
    let everyStep = try SmallClassification(label: LabelOptions(everyStep: true))
    #expect(throws: ForecastError.self) {
      try NetworkModel(task.network()).outputs(for: everyStep.test)
    }
    #expect(try NetworkModel(steps).outputs(for: everyStep.test).count == 32 * 5 * 3)
    let narrow = try Sequential {
      LSTM(4)
      Dense(3)
    }.built(inputSize: 1, seed: 1)
    #expect(throws: ForecastError.inputs(expected: 1, found: 2)) {
      try NetworkModel(narrow).outputs(for: task.test)
    }
  }
}
