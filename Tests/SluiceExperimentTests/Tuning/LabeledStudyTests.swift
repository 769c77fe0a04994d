import SluiceData
import SluiceModels
import SluiceReport
import SluiceTuning
import Testing

@testable import SluiceExperiment

/// Studies of a classification: what the trials are judged by, and what a study may not ask for.
@Suite struct LabeledStudyTests {
  private let readings: SmallReadings

  init() throws {
    readings = try SmallReadings()
    try readings.write(["ann": 12, "bob": 14, "cyd": 17, "dee": 19, "eve": 9])
  }

  private func plan(
    _ search: String = "model.0.LSTM.hiddenSize: {integer: [2, 5]}", more: String = "",
    sets: [String] = []
  ) throws -> StudyPlan {
    try StudyFile.plan(
      yaml: """
        name: labels
        experiment:
          task: classification
          data: {path: \(readings.path())}
          target: activity
          subject: person
          features: {columns: [x]}
          split: {subjects: {test: [dee], validation: [cyd]}}
          window: {lookback: 6}
          model: [{LSTM: {hiddenSize: 3}}, {Dense: {units: 3}}]
          training: {batchSize: 10, epochs: 2}
        search: {\(search)}
        objective: accuracy
        budget: {trials: 4}
        \(more)
        """, source: "study.yaml", overrides: sets)
  }

  private func complaint(
    _ search: String = "model.0.LSTM.hiddenSize: {integer: [2, 5]}", more: String = "",
    _ sets: String...
  ) -> String {
    do {
      return "read: \(try plan(search, more: more, sets: sets).definition.name)"
    } catch {
      return String(describing: error)
    }
  }

  private func folds(_ plan: StudyPlan) throws -> [StudyData.Fold] {
    try StudyData(folds: plan.folds, references: plan.references, limit: 4)
      .folds(of: plan.experiment(for: plan.firstValues))
  }

  /// Who is in some windows, in the order of the windows, each once.
  private func people(_ frame: WindowFrame) throws -> [String] {
    let column = try frame.series.column("person")
    return (0..<frame.count).compactMap { column.category(frame.windows.inputRows($0).lowerBound) }
      .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  @Test("Without folds the subjects that are to validate do, and nobody else")
  func validation() throws {
    let fold = try #require(try folds(plan()).first)
    #expect(try people(fold.training) == ["ann", "bob", "eve"])
    #expect(try people(fold.validation) == ["cyd"])
    // n - 5 windows of each of the three activities.
    #expect(fold.training.count == 21 + 27 + 12)
    #expect(fold.validation.count == 36)
  }

  @Test("Over folds each subject that learns validates once, and those who test are never seen")
  func subjectFolds() throws {
    let folds = try folds(plan(more: "folds: {count: 3, kind: subjects}"))
    #expect(folds.count == 3)
    #expect(try folds.map { try people($0.validation) } == [["ann", "eve"], ["bob"], ["cyd"]])
    #expect(
      try folds.map { try people($0.training) } == [
        ["bob", "cyd"], ["ann", "cyd", "eve"], ["ann", "bob", "eve"],
      ])
    let all = try self.folds(plan(more: "folds: {count: 4, kind: subjects}"))
    #expect(
      try all.map { try people($0.validation) } == [["ann"], ["bob"], ["cyd"], ["eve"]])
    #expect(all.map(\.training.count) == [75, 69, 60, 84])
    let everybody = ["ann", "bob", "cyd", "dee", "eve"]
    let error = StudyRunError.tooManyFolds(
      5, validating: everybody.filter { $0 != "dee" }, testing: ["dee"])
    #expect(throws: error) {
      try self.folds(plan(more: "folds: {count: 5, kind: subjects}"))
    }
  }

  @Test("Persons whose rows are not used have no fold, and a person's sequences may stand apart")
  func rowsInTurn() throws {
    // The first 186 rows are all but eve's.
    let some = try folds(
      plan(more: "folds: {count: 3, kind: subjects}", sets: ["experiment.data.rows=186"]))
    #expect(try some.map { try people($0.validation) } == [["ann"], ["bob"], ["cyd"]])

    try readings.write(["ann": 12, "bob": 14, "cyd": 17, "dee": 19], alternates: true)
    let inTurn = try folds(
      plan(
        more: "folds: {count: 3, kind: subjects}",
        sets: ["experiment.sequence=trial", "experiment.data.reader.time.columns=[]"]))
    #expect(inTurn.map(\.validation.count) == [21, 27, 36])
    #expect(inTurn.map(\.training.count) == [63, 57, 48])
  }

  @Test("Windows that are left out depend on the trial's seed, not on which trial came first")
  func undersampling() throws {
    let plan = try plan(
      sets: ["experiment.training.undersampling={class: rest, keep: 0.4}"])
    let experiment = try plan.experiment(for: plan.firstValues)
    func windows(_ seeds: [Int]) throws -> [Int: [Int]] {
      let data = StudyData(folds: nil, references: plan.references, limit: 4)
      return try seeds.reduce(into: [:]) { found, seed in
        var trial = experiment
        trial.seed = UInt64(seed)
        let fold = try data.folds(of: trial)[0]
        found[seed] = (0..<fold.training.count).map {
          fold.training.windows.inputRows($0).lowerBound
        }
      }
    }
    let found = try windows([1, 2, 3])
    #expect(Set(found.values).count == 3)
    #expect(try windows([3, 2, 1]) == found)
  }

  @Test("Trials are judged by the labels of the same rows, or fail")
  func sameLabels() throws {
    // Rows 90 and 91 are cyd's, who validates.
    try readings.write(
      ["ann": 12, "bob": 14, "cyd": 17, "dee": 19, "eve": 9], missing: [90, 91])
    let plan = try plan(
      "features.columns.0: {choices: [x, z]}", sets: ["experiment.window.crossesGaps=true"])
    let experiments = try plan.definition.space.parameters[0].domain.values?.map {
      try plan.experiment(for: ["features.columns.0": $0])
    }
    let both = try #require(experiments)
    for order in [[0, 1], [1, 0]] {
      // Whichever comes first, the labels are those of the plan's own experiment.
      let data = StudyData(folds: nil, references: plan.references, limit: 4)
      for place in order {
        if both[place].features.columns == ["x"] {
          #expect(try data.folds(of: both[place])[0].validation.count == 36)
        } else {
          #expect(throws: StudyRunError.otherLabels(found: 34, expected: 36)) {
            try data.folds(of: both[place])
          }
        }
      }
    }
  }

  @Test(
    "Each objective has its direction",
    arguments: [
      ("accuracy", Objective.Direction.maximize), ("balancedAccuracy", .maximize),
      ("f1", .maximize), ("kappa", .maximize), ("logLoss", .minimize),
      ("validationLoss", .minimize),
    ])
  func objectives(name: String, direction: Objective.Direction) throws {
    let plan = try plan(sets: ["objective=\(name)"])
    #expect(plan.definition.objectives == [Objective(name, direction)])
  }

  @Test("What another task is judged by is refused")
  func refusals() {
    #expect(
      complaint("seed: {integer: [1, 2]}", "objective=rmse").contains(
        "objective: rmse does not belong to a classification: use validationLoss, "))
    #expect(
      complaint(more: "folds: {count: 2}").contains(
        "folds: of a classification must be by subject: {count: 2, kind: subjects}"))
    #expect(
      complaint(
        more: "folds: {count: 2, kind: subjects}", "experiment.split={train: 0.7}"
      ).contains("folds: kind: subjects needs the experiment's keys subject and split.subjects"))
    #expect(
      complaint(
        "seed: {integer: [1, 2]}", "experiment.split={subjects: {test: [dee]}, validation: 0}"
      ).contains("experiment.split.validation: must be above 0"))
  }

  @Test(
    "What changes the labels or their windows is not searched",
    arguments: [
      "window.lookback: {integer: [4, 6]}", "label.crossesChanges: {choices: [true, false]}",
      "sequence: {choices: [trial, day]}", "subject: {choices: [person, trial]}",
    ])
  func searched(_ search: String) {
    let found = complaint(search)
    #expect(
      found.contains(
        "search: a parameter changes window, label, subject or sequence, so that trials would be "
          + "judged on different labels"), "\(found)")
  }

  @Test("Losses are not compared with one another; scaling changes no label")
  func losses() {
    let losses = "training.loss.focal.gamma: {choices: [1, 2]}"
    let loss = "experiment.training.loss={focal: {gamma: 1}}"
    #expect(complaint(losses, loss) == "read: labels")
    let found = complaint(losses, loss, "objective=validationLoss")
    #expect(found.contains("take balancedAccuracy or logLoss as the objective"), "\(found)")
    let scaling = complaint(
      "scaling: {choices: [standard, minMax]}", "objective=validationLoss")
    #expect(scaling.hasPrefix("read: labels"), "\(scaling)")
  }

  @Test(
    "One worker and two find the same trials", arguments: ["", "folds: {count: 2, kind: subjects}"])
  func workers(_ folds: String) throws {
    let search = """
      model.0.LSTM.hiddenSize: {integer: [2, 5]},
        training.optimizer.adam.learningRate: {float: [0.001, 0.1], scale: log}
      """
    let found = try [1, 2].map { count -> [Trial] in
      let plan = try plan(
        search, more: folds,
        sets: [
          "experiment.training.optimizer={adam: {learningRate: 0.01}}", "objective=logLoss",
        ])
      let name = WorkerName(host: "node", system: "here", process: 1, token: "now")
      let run = StudyRun(
        plan, storage: InMemoryStorage(), workers: count, name: name, watcher: Nobody())
      guard case .searched(let results) = try run.write(to: nil, onlySearches: true) else {
        Issue.record("not searched")
        return []
      }
      return results.trials
    }
    #expect(found[0].count == 4)
    #expect(found[0].map(\.state) == [.complete, .complete, .complete, .complete])
    #expect(found[0].map(\.parameters) == found[1].map(\.parameters))
    #expect(found[0].map(\.values) == found[1].map(\.values))
    #expect(found[0].map(\.measurements) == found[1].map(\.measurements))
    #expect(Set(found[0].map(\.values)).count == 4)
    let measured = try #require(found[0].first?.measurements)
    for name in ["accuracy", "balancedAccuracy", "logLoss", "validationLoss"] {
      #expect(measured[name] != nil, "\(name)")
    }
  }
}

/// Watches nothing.
private struct Nobody: StudyWatcher {
  func studyBegins(_ definition: StudyDefinition, budget: StudyBudget, trials: [Trial]) {}
  func trialBegins(_ trial: Trial, worker: Int) {}
  func trialGoesOn(_ trial: Trial, worker: Int, share: Double) {}
  func trialEnds(_ trial: Trial, worker: Int, trials: [Trial]) {}
  func studyEnds() {}
}
