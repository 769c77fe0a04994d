import SluiceData
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct LabelEvaluationTests {
  /// A model that is always right but for some items, which it takes for the next class.
  private func model(wrong: Set<Int>) -> EvaluationTests.Scripted {
    EvaluationTests.Scripted { frame in
      let classes = frame.classes.count
      return frame.labels().enumerated().flatMap { item, label in
        let given = (max(label, 0) + (wrong.contains(item) ? 1 : 0)) % classes
        return (0..<classes).map { $0 == given ? Float(0.8) : 0.1 }
      }
    }
  }

  private func evaluation(
    wrong: Set<Int>, on frame: WindowFrame, _ task: SmallClassification
  ) throws -> LabelEvaluation {
    try LabelEvaluation(
      of: model(wrong: wrong), against: Baselines().fitted(to: task.training), on: frame,
      streams: RandomStreams(seed: 1))
  }

  @Test("Every window is compared with its label, by all models, once")
  func windows() throws {
    let task = try SmallClassification()
    // Windows 0 to 7 of the test walk, 8 to 15 sit, 16 to 23 run: run is class 0, walk 2.
    let evaluation = try evaluation(wrong: [0, 16, 17], on: task.test, task)
    #expect(evaluation.metrics.count == 24)
    #expect(abs(evaluation.metrics.accuracy - 21.0 / 24) < 1e-12)
    #expect(evaluation.metrics.confusion.counts == [[6, 2, 0], [0, 8, 0], [1, 0, 7]])
    #expect(
      Set(evaluation.baselines.keys) == ["majorityClass", "nearestCentroid", "logisticRegression"])
    #expect(evaluation.table.columns.map(\.name).first == "network")
    #expect(evaluation.table.groups == [0, 1, 2].flatMap { repeatElement($0, count: 8) })
    #expect(evaluation.subjects?.rows.map(\.subject) == ["s"])
    let table = evaluation.labels
    #expect(table.count == 24)
    #expect(table.label(0, by: table.columns[0]) == "run")
    #expect(table.actual?[0] == "walk")
    #expect(table.label(8, by: table.columns[0]) == "sit")
    #expect(table.times?[16] == 28 * SmallClassification.minute)
  }

  @Test("Steps behind a short window's end are not compared")
  func steps() throws {
    let task = try SmallClassification(label: LabelOptions(everyStep: true))
    let frame = try task.fitted.frame(task.split.test, warmUp: .trueLength)
    // Item 0 is a step; 2, 3 and 4 lie behind the end of the first window of two.
    let evaluation = try evaluation(wrong: [0, 2, 3, 4], on: frame, task)
    #expect(evaluation.metrics.count == 169)
    #expect(abs(evaluation.metrics.accuracy - 168.0 / 169) < 1e-12)
    #expect(evaluation.labels.count == 169)
    #expect(evaluation.labels.times?[2] == 0)
  }

  @Test("The same bits with one thread and with two")
  func threads() throws {
    let task = try SmallClassification()
    let before = Threads.count
    defer { Threads.count = before }
    let runs = try [1, 2].map { count in
      Threads.count = count
      let network = try task.network()
      var settings = task.settings
      settings.classWeights = .balanced
      let result = try Trainer(settings: settings, seed: 1).fit(
        network, training: task.training.samples(weighing: settings),
        validation: task.validation.samples())
      let recipe = try task.fitted.calibrated(network, on: task.validation)
      let baselines = try Baselines().fitted(to: task.training, validation: task.validation)
      let evaluation = try LabelEvaluation(
        of: NetworkModel(network), against: baselines, on: task.test.with(recipe),
        streams: RandomStreams(seed: 1))
      return (network.bits, result.history.epochs.map(\.loss), evaluation)
    }
    #expect(runs[0].0 == runs[1].0)
    #expect(runs[0].1 == runs[1].1)
    #expect(runs[0].2.table == runs[1].2.table)
    #expect(runs[0].2.metrics == runs[1].2.metrics)
    #expect(runs[0].2.temperature == runs[1].2.temperature)
    // It learns: chance is one in three.
    #expect(runs[0].1[4] < runs[0].1[0])
  }
}
