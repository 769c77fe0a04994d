import SluiceData
import SluiceExperiment
import SluiceModels
import Testing

/// Each subject is left out once.
@Suite struct SubjectBacktestRunTests {
  private let readings: SmallReadings

  init() throws {
    readings = try SmallReadings()
    try readings.write(["ann": 12, "bob": 14, "cyd": 17, "dee": 19])
  }

  private func experiment(_ sets: String...) throws -> Experiment {
    try ExperimentFile.experiment(
      yaml: """
        task: classification
        data: {path: \(readings.path())}
        target: activity
        subject: person
        features: {columns: [x]}
        window: {lookback: 6}
        model: [LSTM: {hiddenSize: 4}, Dense: {units: 3}]
        training: {batchSize: 10, epochs: 3, optimizer: {adam: {learningRate: 0.02}}}
        """, source: "exp.yaml", overrides: sets)
  }

  private func lines(
    _ experiment: Experiment, stop: StopRequest = StopRequest()
  ) throws -> (metrics: LabelMetrics, said: [String]) {
    var said: [String] = []
    let run = SubjectBacktestRun(experiment: experiment, stop: stop) { said.append($0) }
    return (try run.run(), said)
  }

  @Test("Each subject tests once, with a network that was trained without it")
  func leavesOneOut() throws {
    let experiment = try experiment()
    let (metrics, said) = try lines(experiment)
    // An activity of n rows has n - 5 windows, and there are three of each person.
    #expect(
      said.filter { $0.hasPrefix("Subject") } == [
        "Subject ann tests (1 of 4): 78 windows of the others to train, those of bob to validate.",
        "Subject bob tests (2 of 4): 63 windows of the others to train, those of cyd to validate.",
        "Subject cyd tests (3 of 4): 48 windows of the others to train, those of dee to validate.",
        "Subject dee tests (4 of 4): 63 windows of the others to train, those of ann to validate.",
      ])
    #expect(metrics.subjects?.rows.map(\.subject) == ["ann", "bob", "cyd", "dee"])
    #expect(metrics.subjects?.rows.map(\.items) == [21, 27, 36, 42])
    #expect(metrics.test.count == 126)
    #expect(metrics.test.confusion.counts.map { $0.reduce(0, +) } == [42, 42, 42])
    #expect(metrics.temperature == nil)
    #expect(metrics.training == nil)
    #expect(
      Set(metrics.baselines.keys) == ["majorityClass", "nearestCentroid", "logisticRegression"])
    #expect(metrics.baselines.values.allSatisfy { $0.count == 126 })

    // The same as a run for each subject, put together.
    var counts = [[Int]](repeating: [0, 0, 0], count: 3)
    var logLoss = 0.0
    for (place, name) in ["ann", "bob", "cyd", "dee"].enumerated() {
      var one = experiment
      one.split.subjects = SubjectSplit(
        test: [name], validation: [["bob", "cyd", "dee", "ann"][place]])
      let path = readings.path("run-\(name)")
      let outcome = try ExperimentRun(experiment: one).write(to: path)
      guard case .finished(.classification(let run)) = outcome else {
        Issue.record("no classification")
        return
      }
      for (row, values) in run.test.confusion.counts.enumerated() {
        for (column, value) in values.enumerated() { counts[row][column] += value }
      }
      logLoss += run.test.logLoss * Double(run.test.count)
      let row = try #require(metrics.subjects?.rows[place])
      #expect(row.model.accuracy == run.test.accuracy)
    }
    #expect(metrics.test.confusion.counts == counts)
    #expect(abs(metrics.test.logLoss - logLoss / 126) < 1e-9)
  }

  @Test("Without validation nobody is held out; the split of the experiment does not matter")
  func withoutValidation() throws {
    let (metrics, said) = try lines(
      experiment("split={validation: 0, subjects: {test: [dee]}}"))
    #expect(
      said.first == "Subject ann tests (1 of 4): 105 windows of the others to train.")
    #expect(metrics.test.count == 126)
  }

  @Test("Persons whose rows are not used count for nothing")
  func absent() throws {
    // The first 129 rows are all of ann, bob and cyd.
    let (metrics, said) = try lines(experiment("data.rows=129", "split.validation=0.5"))
    #expect(metrics.subjects?.rows.map(\.subject) == ["ann", "bob", "cyd"])
    // Half of two others is one; it would be two of the three that the file has.
    #expect(
      said.first == "Subject ann tests (1 of 3): 36 windows of the others to train, "
        + "those of bob to validate.")
  }

  @Test("A class that one person alone has is named; two persons are too few to validate as well")
  func refusals() throws {
    #expect(throws: SubjectError.tooFewSubjects(needed: 3, subjects: ["ann", "bob"])) {
      try lines(experiment("data.rows=78"))
    }
    // Of cyd, who is the only one to train at first, 17 rows of rest and of walk are left.
    #expect(
      throws: LabelError.unknown(
        column: "activity", found: ["run"], rows: 14, classes: ["rest", "walk"])
    ) { try lines(experiment("data.rows=112")) }
    var nobody = try experiment()
    nobody.subject = nil
    #expect(throws: RunError.noSubjects) { try lines(nobody) }
  }

  @Test("A backtest that is asked to end ends")
  func interrupted() throws {
    let stop = StopRequest()
    stop.stop()
    #expect(throws: RunError.interrupted) { try lines(experiment(), stop: stop) }
  }
}
