import Foundation
import SluiceExperiment
import SluiceModels
import SluiceNN
import SluiceTuning
import Testing

@Suite struct StudyFileTests {
  private static let experiment = """
    experiment:
      data: {path: x.csv}
      target: y
      model:
        - LSTM: {hiddenSize: $units2, returnsSequences: true}
        - Dropout: {rate: $dropout}
        - LSTM: {hiddenSize: $units}
        - Dense: {units: 1}
      training: {optimizer: {adam: {learningRate: 0.01}}}

    """

  private static let search = """
    search:
      layers: {integer: [1, 2]}
      units: {integer: [32, 128], step: 32}
      units2: {integer: [32, 128], step: 32, when: {layers: 2}}
      dropout: {float: [0.1, 0.5], when: {layers: [2]}}
      training.optimizer.adam.learningRate: {choices: [0.01, 0.001]}

    """

  private static let budget = "budget: {trials: 30, time: 3 min, patience: 20}\n"

  private func plan(
    experiment: String = Self.experiment, search: String = Self.search,
    rest: String = Self.budget, sets: [String] = []
  ) throws -> StudyPlan {
    try StudyFile.plan(
      yaml: experiment + search + rest, source: "folder/study.yaml", overrides: sets)
  }

  private func complaint(
    experiment: String = Self.experiment, search: String = Self.search,
    rest: String = Self.budget, sets: [String] = []
  ) -> String {
    do {
      return "read: \(try plan(experiment: experiment, search: search, rest: rest, sets: sets))"
    } catch {
      return String(describing: error)
    }
  }

  @Test func `a study takes defaults for everything that is not said`() throws {
    let plan = try plan()
    #expect(plan.definition.name == "study")
    #expect(plan.definition.space.parameters.map(\.name).prefix(2) == ["layers", "units"])
    #expect(plan.definition.objectives == [Objective("validationLoss")])
    #expect(plan.definition.sampler.description == "random")
    #expect(plan.definition.pruner == nil)
    #expect(plan.definition.generation == 4)
    #expect(plan.budget == StudyBudget(trials: 30, seconds: 180, patience: 20))
    #expect(plan.seeds == 1 && plan.keep == 3 && plan.folds == nil)
    let units2 = plan.definition.space["units2"]
    #expect(units2?.domain == .integer(32...128, step: 32))
    #expect(units2?.condition == .init("layers", isOneOf: [2]))
  }

  @Test func `values take the place of names and paths`() throws {
    let rate = "training.optimizer.adam.learningRate"
    let experiment = try plan().experiment(
      for: ["layers": 2, "units": 32, "units2": 96, "dropout": 0.25, rate: 0.001])
    #expect(
      experiment.model
        == Sequential {
          LSTM(96, returnsSequences: true)
          Dropout(0.25)
          LSTM(32)
          Dense(1)
        })
    #expect(experiment.training.optimizer.learningRate == 0.001)
    #expect(experiment.data.path?.hasSuffix("/folder/x.csv") == true)
  }

  @Test func `items that mention a parameter which is not in play are left out`() throws {
    let experiment = try plan().experiment(for: ["layers": 1, "units": 64])
    #expect(
      experiment.model
        == Sequential {
          LSTM(64)
          Dense(1)
        })
    #expect(experiment.training.optimizer.learningRate == 0.01)
  }

  @Test func `a name may stand for a key`() throws {
    let plan = try plan(
      experiment: """
        experiment:
          target: y
          model: [{$cell: {hiddenSize: 8}}, {Dense: {units: 1}}]

        """, search: "search: {cell: {choices: [LSTM, GRU]}}\n")
    #expect(
      try plan.experiment(for: ["cell": "GRU"]).model
        == Sequential {
          GRU(8)
          Dense(1)
        })
  }

  @Test func `changes reach the study and the experiment within it`() throws {
    let plan = try plan(sets: [
      "budget.trials=5", "experiment.training.epochs=7", "generation=asynchronous", "seed=9",
      "objective=[rmse, parameters]", "folds={count: 3, kind: sliding}", "seeds=2",
    ])
    #expect(plan.budget.trials == 5)
    #expect(try plan.experiment(for: ["layers": 1, "units": 64]).training.epochs == 7)
    #expect(plan.definition.generation == nil)
    #expect(plan.definition.seed == 9)
    #expect(plan.objectives == [.rmse, .parameters])
    #expect(plan.folds == FoldChoice(count: 3, kind: .sliding))
    #expect(plan.seeds == 2)
  }

  @Test func `the steps of a trial are hyperband's maximum where none is given`() throws {
    func pruner(_ sets: String...) throws -> String? {
      try plan(sets: ["pruner=hyperband"] + sets).definition.pruner?.description
    }
    func hyperband(_ maximum: Int) -> String { HyperbandPruner(maximum: maximum).description }
    #expect(try pruner("experiment.training.epochs=27") == hyperband(27))
    #expect(try pruner("experiment.training.epochs=27", "seeds=4") == hyperband(4))
    #expect(try pruner("seeds=4", "folds.count=6") == hyperband(6))
    // Where epochs are searched, those of the longest trial.
    #expect(
      try pruner(
        "search={training.epochs: {integer: [3, 12]}}",
        "experiment.model=[{LSTM: {hiddenSize: 3}}, {Dense: {units: 1}}]") == hyperband(12))
    #expect(try pruner("pruner={hyperband: {maximum: 5}}") == hyperband(5))
    #expect(
      complaint(sets: ["pruner={hyperband: {minimum: 9}}", "folds.count=3"])
        .contains("The minimum of hyperband is 9; expected at most 3, the steps of a trial."))
  }

  @Test func `first values may leave parameters out, and name no others`() throws {
    let given = try plan(rest: Self.budget + "initial: [{units: 64}, {layers: 2, units2: 96}]\n")
    #expect(given.definition.initial == [["units": 64], ["layers": 2, "units2": 96]])
    #expect(
      complaint(rest: Self.budget + "initial: [{unit: 64}]\n").hasSuffix(
        """
        initial: The search has no parameter unit; did you mean units? It has layers, units, units2, \
        dropout, training.optimizer.adam.learningRate.
        """))
  }

  @Test func `the text of a study reads back as the same study`() throws {
    let first = try plan()
    let again = try StudyFile.plan(yaml: first.text, source: "elsewhere/study.yaml")
    #expect(again.definition.text == first.definition.text)
    #expect(again.text == first.text)
  }

  @Test func `what is wrong is named with its line`() {
    func after(_ old: String, _ new: String) -> String {
      complaint(search: Self.search.replacingOccurrences(of: old, with: new))
    }
    #expect(
      after("  units: {", "  unts: {") == """
        folder/study.yaml:7:26: experiment: no such choice: '$units'; did you mean '$unts'? \
        Choices: $layers, $unts, $units2, $dropout, $training.optimizer.adam.learningRate.
        """)
    #expect(
      after("adam.learningRate", "adam.learnRate") == """
        folder/study.yaml:15:3: search: the parameter 'training.optimizer.adam.learnRate' is used \
        nowhere: the experiment has no $training.optimizer.adam.learnRate, and \
        training.optimizer.adam has no key 'learnRate' (did you mean 'learningRate'?).
        """)
    #expect(
      after("layers: {integer", "depth: {integer").hasPrefix(
        "folder/study.yaml:13:3: search.units2: its condition names layers, which is no parameter"))
    #expect(
      after("integer: [1, 2]", "integer: [2, 1]")
        == "folder/study.yaml:11:21: search.layers.integer: must begin with the lower end, found 2 and 1."
    )
    #expect(
      after("choices: [0.01, 0.001]", "choices: []")
        == "folder/study.yaml:15:3: search.training.optimizer.adam.learningRate: there is no value to choose from."
    )
    #expect(
      after("choices: [0.01, 0.001]", "choices: [0.01, [1, 2]]") == """
        folder/study.yaml:15:58: search.training.optimizer.adam.learningRate.choices.1: expected a \
        number, a text or true/false, found a list.
        """)
    #expect(complaint(search: "search: {}\n").contains("search: it is empty"))
    #expect(complaint(rest: "").contains("the key 'budget' is missing"))
    #expect(complaint(rest: "budget: {}\n").contains("must say when to stop"))
    #expect(
      complaint(sets: ["sampler=randm"]).contains("no sampler is named \"randm\""))
    #expect(
      complaint(sets: ["budgte.trials=5"]).contains("unknown key 'budgte'; did you mean 'budget'?"))
  }

  @Test func `a combination that makes no experiment is found when the file is read`() {
    let said = complaint(
      search: Self.search.replacingOccurrences(
        of: "float: [0.1, 0.5]", with: "choices: [0.1, 1.5]"))
    #expect(
      said == """
        folder/study.yaml:6:23: model.1.Dropout.rate: must be at least 0 and below 1, found 1.5. \
        So it is in a trial with dropout 1.5, layers 2, \
        training.optimizer.adam.learningRate 0.001, units 128, units2 128.
        """)
  }

  @Test func `a study without windows to judge by is refused`() throws {
    let said = complaint(sets: ["experiment.split={train: 0.8, validation: 0}"])
    #expect(said.contains("experiment.split.validation: must be above 0"))
    let folds = try plan(sets: [
      "experiment.split={train: 0.8, validation: 0}", "folds.count=2",
    ])
    #expect(folds.folds?.count == 2)
  }

  @Test func `a pruner needs one error to watch`() {
    let said = complaint(sets: ["pruner=median", "objective=bundleBytes"])
    #expect(said.contains("with a pruner is bundleBytes"), "\(said)")
  }
}
