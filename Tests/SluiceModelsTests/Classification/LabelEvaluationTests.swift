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
    // The rows of s begin behind the 108 of the others.
    #expect(table.rows?[16] == 108 + 28 + 1)
    #expect(table.windows == nil && table.sequences == nil)
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
    #expect(evaluation.labels.windows?.prefix(6) == [1, 1, 2, 2, 2, 3])
    #expect(evaluation.labels.rows?.prefix(6) == [109, 110, 109, 110, 111, 109])
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

  @Test("Evaluations are put together item by item, with their stretches and subjects")
  func pooling() throws {
    let task = try SmallClassification()
    // Person s tests with three labels wrong, person r with one: all that sits is right.
    let parts = [
      try evaluation(wrong: [0, 16, 17], on: task.test, task),
      try evaluation(wrong: [7], on: task.validation, task),
    ]
    let pooled = try LabelEvaluation(pooling: parts, streams: RandomStreams(seed: 1))
    #expect(pooled.metrics.count == 48)
    #expect(pooled.metrics.confusion.counts == [[14, 2, 0], [0, 16, 0], [2, 0, 14]])
    #expect(abs(pooled.metrics.accuracy - 44.0 / 48) < 1e-12)
    let logLoss = parts.reduce(0) { $0 + $1.metrics.logLoss } / 2
    #expect(abs(pooled.metrics.logLoss - logLoss) < 1e-12)
    // Three stretches of each person, none of them one with another's.
    #expect(pooled.table.groups == (0..<6).flatMap { repeatElement($0, count: 8) })
    #expect(pooled.subjects?.rows.map(\.subject) == ["s", "r"])
    #expect(pooled.subjects?.rows.map(\.items) == [24, 24])
    #expect(pooled.subjects?.rows.map(\.model.accuracy) == [21.0 / 24, 23.0 / 24])
    #expect(pooled.labels.times == parts.flatMap { $0.labels.times ?? [] })
    #expect(pooled.labels.times?.count == 48)
    #expect(pooled.labels.actual?[24...].first == "walk")
    #expect(pooled.labels.label(31, by: pooled.table.columns[0]) == "run")
    #expect(pooled.temperature == nil)
    #expect(pooled.verdict.model == parts[0].verdict.model)
    #expect(Set(pooled.baselines.keys) == Set(parts[0].baselines.keys))
    for (name, metrics) in pooled.baselines {
      #expect(metrics.count == 48)
      let correct = parts.map { ($0.baselines[name]?.accuracy ?? 0) * 24 }.reduce(0, +)
      #expect(abs(metrics.accuracy * 48 - correct) < 1e-9)
    }
    // A part of other labels keeps its place: the second person only sits and runs.
    let others = [parts[0], try evaluation(wrong: [1], on: task.validation[8..<24], task)]
    let uneven = try LabelEvaluation(pooling: others, streams: RandomStreams(seed: 1))
    #expect(uneven.table.truth == others.flatMap(\.table.truth))
    #expect(uneven.metrics.confusion.counts == [[14, 2, 0], [0, 15, 1], [1, 0, 7]])
  }

  @Test("Evaluations of other classes cannot be put together; one alone stays what it is")
  func poolingOthers() throws {
    let task = try SmallClassification()
    let two = try SmallClassification(classes: 2)
    let three = try evaluation(wrong: [0], on: task.test, task)
    let other = try evaluation(wrong: [], on: two.test, two)
    let error = ForecastError.otherClasses(["run", "sit", "walk"], ["sit", "walk"])
    #expect(throws: error) {
      try LabelEvaluation(pooling: [three, other], streams: RandomStreams(seed: 1))
    }
    #expect("\(error)".contains("(run is missing in some)"))
    // Where one does not know whose readings they are, all of them do not.
    var nobodys = task.recipe
    nobodys.subject = nil
    let frame = try nobodys.fitted(to: task.split.train).frame(task.split.test, warmUp: .none)
    let some = try evaluation(wrong: [], on: frame, task)
    let mixed = try LabelEvaluation(pooling: [three, some], streams: RandomStreams(seed: 1))
    #expect(mixed.metrics.count == 48)
    #expect(mixed.subjects == nil && mixed.labels.subjects == nil)
    let alone = try LabelEvaluation(pooling: [three], streams: RandomStreams(seed: 1))
    #expect(alone.metrics == three.metrics)
    #expect(alone.table == three.table)
    #expect(alone.labels == three.labels)
  }
}
