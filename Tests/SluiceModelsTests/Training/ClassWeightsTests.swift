import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct ClassWeightsTests {
  @Test("Balanced weights are scikit-learn's")
  func balanced() throws {
    let weights = try ClassWeights.balanced.weights(classes: ["a", "b", "c"], counts: [6, 3, 1])
    // compute_class_weight("balanced", ...) of scikit-learn 1.9.1.
    let expected: [Float] = [0.55555556, 1.11111111, 3.33333333]
    #expect(zip(weights, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("Weights by name count 1 where none is named, and a name that is no class is refused")
  func byClass() throws {
    let some = ClassWeights.byClass(["b": 3.5])
    #expect(try some.weights(classes: ["a", "b"], counts: [1, 1]) == [1, 3.5])
    #expect(
      throws: LabelError.noSuchClass(
        name: "b", key: "training.classWeights", classes: ["a", "c"])
    ) { try some.weights(classes: ["a", "c"], counts: [1, 1]) }
  }

  @Test("Weights are a word or a map")
  func coding() throws {
    func read(_ text: String) throws -> ClassWeights {
      try JSONDecoder().decode([ClassWeights].self, from: Data("[\(text)]".utf8))[0]
    }
    #expect(try read(#""balanced""#) == .balanced)
    #expect(try read(#"{"0": 0.5}"#) == .byClass(["0": 0.5]))
    for weights in [ClassWeights.balanced, .byClass(["0": 0.5, "b": 2])] {
      let data = try JSONEncoder().encode([weights])
      #expect(try JSONDecoder().decode([ClassWeights].self, from: data) == [weights])
    }
    for bad in [#""even""#, #"{"0": 0}"#, #"{"0": -1}"#] {
      #expect(throws: DecodingError.self) { try read(bad) }
    }
  }

  /// Ten training windows: six of run, three of sit, one of walk.
  private func ten(_ task: SmallClassification) -> WindowFrame {
    let labels = task.training.labels()
    let numbers = [(0, 6), (1, 3), (2, 1)].flatMap { label, count in
      labels.indices.filter { labels[$0] == label }.prefix(count)
    }
    return task.training.selecting(numbers)
  }

  @Test("Training weighs its loss as PyTorch does; validation counts every window alike")
  func weightedLoss() throws {
    var task = try SmallClassification()
    let frame = ten(task)
    #expect(frame.windowsOfClasses() == [6, 3, 1])
    task.settings.batchSize = 10
    task.settings.epochs = 1
    // Too small a rate to change the loss of the validation behind the update.
    task.settings.optimizer = .adam(learningRate: 1e-9)
    func losses(_ weights: ClassWeights?) throws -> [Double?] {
      task.settings.classWeights = weights
      let result = try Trainer(settings: task.settings, seed: 1).fit(
        task.constant([0.2, -1, 0.7]), training: frame.samples(weighing: task.settings),
        validation: frame.samples())
      return [result.history.epochs[0].loss, result.history.epochs[0].validationLoss]
    }
    // cross_entropy(logits, labels, weight=[0.5, 1.25, 3]) of PyTorch 2.15 in float64, and without.
    let weighted = try losses(.byClass(["run": 0.5, "sit": 1.25, "walk": 3]))
    #expect(abs((weighted[0] ?? 0) - 1.389468824770295) < 1e-6)
    #expect(abs((weighted[1] ?? 0) - 1.3917765137309572) < 1e-6)
    let plain = try losses(nil)
    #expect(abs((plain[0] ?? 0) - 1.3917765137309572) < 1e-6)
  }

  @Test("A batch carries the weights of its windows' classes")
  func samples() throws {
    let task = try SmallClassification()
    var settings = task.settings
    let frame = ten(task)
    #expect(try frame.samples(weighing: settings).samples([0, 9]).weights == nil)
    settings.classWeights = .balanced
    let batch = try frame.samples(weighing: settings).samples([9, 0, 7])
    #expect(batch.targets.values == [2, 0, 1])
    #expect(batch.weights?.shape == [3])
    let found = try #require(batch.weights).values
    let expected: [Float] = [10.0 / 3, 10.0 / 18, 10.0 / 9]
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("Steps behind a short window's end have no weight")
  func everyStep() throws {
    let task = try SmallClassification(label: LabelOptions(everyStep: true))
    let frame = try task.fitted.frame(task.split.test, warmUp: .trueLength)
    let plain = try frame.samples().samples([0, 3])
    #expect(plain.weights?.shape == [2, 5])
    #expect(plain.weights?.values == [1, 1, 0, 0, 0, 1, 1, 1, 1, 1])
    var settings = task.settings
    settings.classWeights = .byClass(["walk": 4])
    let weighted = try frame.samples(weighing: settings).samples([1])
    #expect(weighted.weights?.values == [4, 4, 4, 0, 0])
    #expect(try task.test.samples().samples([0]).weights == nil)

    // The loss is the mean over the steps that are there.
    let network = try task.network(everyStep: true)
    let logits = network.outputs(for: frame.windows)
    let labels = frame.labels()
    let each = frame.itemPlaces().map { place in
      let row = logits[place * 3..<place * 3 + 3].map { Double($0) }
      let sum = row.reduce(0.0) { $0 + exp($1) }
      return log(sum) - row[labels[place]]
    }
    let expected = each.reduce(0, +) / Double(each.count)
    let found = network.meanLoss(.crossEntropy(), over: try frame.samples())
    #expect(abs(found - expected) < 1e-6)
  }
}
