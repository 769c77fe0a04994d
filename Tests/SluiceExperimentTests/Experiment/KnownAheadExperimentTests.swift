import Foundation
import SluiceData
import SluiceExperiment
import SluiceModels
import SluiceNN
import Testing

/// What an experiment declares as known ahead, and what is wrong with it.
@Suite struct KnownAheadExperimentTests {
  private func experiment(_ yaml: String) throws -> Experiment {
    try ExperimentFile.experiment(yaml: "target: y\n" + yaml, source: "exp.yaml")
  }

  private func complaint(_ yaml: String) -> String {
    do {
      return "decoded: \(try experiment(yaml))"
    } catch {
      return String(describing: error)
    }
  }

  @Test("A declared column is read, its leads are inputs, and the experiment is written out")
  func inputs() throws {
    let experiment = try experiment(
      """
      features:
        columns: [y]
        knownAhead: [price, plan]
        derived:
          - lead: {column: price, by: [1, 5]}
          - difference: {column: price lead 5}
          - lag: {column: plan}
      scalingByColumn: {price lead 5: none}
      """)
    #expect(
      experiment.recipe.inputs == [
        "y", "price lead 1", "price lead 5", "price lead 5 difference 1", "plan lag 1",
      ])
    #expect(experiment.recipe.trainingColumns == ["y", "price", "plan"])
    #expect(experiment.recipe.knownAhead == ["price", "plan"])
    #expect(try experiment.network().inputSize == 5)
    let text = try ExperimentFile.text(of: experiment)
    #expect(try ExperimentFile.experiment(yaml: text, source: "exp.yaml") == experiment)
  }

  @Test("A declared column needs no lead")
  func plain() throws {
    let recipe = try experiment("features: {columns: [y, price], knownAhead: [price]}").recipe
    #expect(recipe.inputs == ["y", "price"])
    #expect(recipe.readings == ["y", "price"])
  }

  @Test(
    "What is not known ahead is named with its place and with what to declare",
    arguments: [
      (
        "derived: [{lag: {column: y}}, {lead: {column: price, by: 5}}]",
        """
        exp.yaml:2:42: features.derived.1: The column "price lead 5" would hold later readings of \
        "price", and nothing says that they are known by then: declare it, features.knownAhead: \
        [price], if they really are, as those of a forecast or a timetable; otherwise use lag.
        """
      ),
      (
        "columns: [y, plan], knownAhead: [plan], derived: [{lead: {column: price}}]",
        """
        exp.yaml:2:62: features.derived.0: The column "price lead 1" would hold later readings of \
        "price", and nothing says that they are known by then: declare it, features.knownAhead: \
        [plan, price], if they really are, as those of a forecast or a timetable; otherwise use lag.
        """
      ),
      (
        "derived: [{lead: {column: y}}]",
        """
        exp.yaml:2:22: features.derived.0: The column "y lead 1" would hold later readings of the \
        target "y", which are what is to be found out: take a lead of another column, or use lag.
        """
      ),
      (
        "columns: [y, price], knownAhead: [y]",
        """
        exp.yaml:2:45: features.knownAhead: 'y' is the target, whose later readings are what is to be \
        found out.
        """
      ),
      (
        "columns: [y, price], knownAhead: [prise]",
        """
        exp.yaml:2:45: features.knownAhead: 'prise' is none of features.columns, and nothing is \
        derived from it; did you mean 'price'? The columns are: price.
        """
      ),
      (
        "columns: [y, price], knownAhead: [price, price]",
        """
        exp.yaml:2:45: features.knownAhead: names the column 'price' twice.
        """
      ),
      (
        "knownAhead: [price], derived: [{lead: {column: price, by: [5, 0]}}]",
        """
        exp.yaml:2:70: features.derived.0.lead.by: must be a number of rows from 1 to 1000000000, or \
        a list of such numbers, found [5, 0].
        """
      ),
      (
        "knownAhead: [price], derived: [{lag: {column: price}}, {lead: {column: price lag 1}}]",
        """
        exp.yaml:2:67: features.derived.1: The column "price lag 1 lead 1" would be taken from \
        "price lag 1", which is derived: take a lead of a column of the data, and derive from the lead.
        """
      ),
    ])
  func wrong(features: String, words: String) {
    #expect(complaint("features: {\(features)}") == words)
  }

  @Test("Rows that would keep a missing lead, and texts, are refused")
  func clashes() {
    let lead = "features: {knownAhead: [price], derived: [{lead: {column: price}}]}"
    #expect(
      complaint("\(lead)\ncleaning: {dropsMissing: false}") == """
        exp.yaml:2:42: features.derived: the last rows have no value of features that look ahead: \
        leave cleaning.dropsMissing true, so that these rows are dropped.
        """)
    let found = complaint(
      """
      task: classification
      subject: who
      features: {columns: [x], knownAhead: [who]}
      model: [LSTM: {hiddenSize: 3}, Dense: {units: 3}]
      """)
    #expect(
      found == "exp.yaml:4:38: features.knownAhead: 'who' holds texts, and only readings are known "
        + "ahead.", "\(found)")
  }
}
