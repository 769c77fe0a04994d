import SluiceData
import SluiceExperiment
import SluiceModels
import SluiceNN
import Testing

/// Rules of cleaning as experiment files hold them.
@Suite struct CleaningExperimentTests {
  private func complaint(
    _ rule: String, key: String = "outliers",
    yaml: String = "target: y\nfeatures: {columns: [y, voltage]}\n"
  ) -> String {
    do {
      let experiment = try ExperimentFile.experiment(
        yaml: yaml, source: "exp.yaml", overrides: ["cleaning.\(key)=\(rule)"])
      return "decoded: \(experiment.cleaning)"
    } catch {
      return String(describing: error)
    }
  }

  @Test(
    "settings that make no sense are refused with the key, what was found and what to do",
    arguments: [
      ("{hampel: {window: 24, centered: true}}", "hampel.window: must be odd", "take 25"),
      ("{hampel: {window: 2}}", "hampel.window: must be from 3 to 1000000, found 2", ""),
      ("{medianFilter: {window: 1000001}}", "medianFilter.window: must be from 3", "1000001"),
      ("{hampel: {threshold: 0}}", "hampel.threshold: must be above 0, found 0", ""),
      ("{zScore: {threshold: -1}}", "zScore.threshold: must be above 0, found -1", ""),
      ("{interquartile: {factor: 0}}", "interquartile.factor: must be above 0, found 0", ""),
      (
        "{winsorize: {lower: 0.9, upper: 0.1}}",
        "winsorize.upper: must be above lower (0.9) and at most 1, found 0.1", ""
      ),
      ("{winsorize: {lower: -0.1}}", "winsorize.lower: must be from 0 to 1, found -0.1", ""),
      (
        "{zScore: {action: missing}}", "zScore.action: must be clip or replace, found missing",
        "hampel"
      ),
      ("{hampel: {action: drop}}", "hampel.action", "replace"),
      ("{hampel: {}, zScore: {}}", "must be one of hampel,", "found hampel and zScore"),
      ("tukey", "must be one of hampel,", "found \"tukey\""),
      ("{hampel: {windw: 5}}", "windw", "window"),
      ("{hampel: {columns: []}}", "hampel.columns: must name at least one column", ""),
      ("{hampel: {columns: [y, y]}}", "hampel.columns: must not name a column twice", ""),
      (
        "{hampel: {columns: [voltag]}}", "there is no feature or target 'voltag'",
        "did you mean 'voltage'?"
      ),
      ("{zScore: {columns: [volt]}}", "there is no feature or target 'volt'", "y, voltage"),
    ])
  func refused(rule: String, words: String, more: String) {
    let found = complaint(rule)
    #expect(found.contains("cleaning.outliers"), "\(found)")
    #expect(found.contains(words), "\(found)")
    #expect(found.contains(more), "\(found)")
  }

  @Test(
    "a grid of time that makes no sense is refused",
    arguments: [
      ("{every: 7 min}", "cleaning.resample.every: must divide a day", "found \"7 min\""),
      (
        "{every: 1 h, zone: Europe/Pari}", "The time zone \"Europe/Pari\" is not known here",
        "Paris"
      ),
      ("{every: 1 h, aggregate: average}", "cleaning.resample.aggregate", "mean"),
      (
        "{every: 1 h, columns: {voltag: sum}}", "there is no feature or target 'voltag'",
        "'voltage'?"
      ),
      ("{aggregate: sum}", "cleaning.resample", "every"),
    ])
  func grid(rule: String, words: String, more: String) {
    let found = complaint(rule, key: "resample")
    #expect(found.contains(words), "\(found)")
    #expect(found.contains(more), "\(found)")
  }

  @Test(
    "indicators of columns that have none are refused",
    arguments: [
      ("[voltag]", "there is no feature 'voltag'", "did you mean 'voltage'?"),
      ("[x]", "'x' is none of features.columns", "y, voltage"),
      ("[x lag 1]", "'x lag 1' is none of features.columns", "y, voltage"),
      ("[voltage_missing]", "there is no feature 'voltage_missing'", ""),
      ("[]", "must be true, for all features, or a list", ""),
      ("maybe", "must be true, for all features, or a list", ""),
    ])
  func indicators(columns: String, words: String, more: String) {
    let found = complaint(
      columns, key: "indicators",
      yaml: """
        target: y
        features: {columns: [y, voltage], derived: [{lag: {column: x, by: [1]}}]}
        cleaning: {fill: {forwardFill: {limit: 2}}}
        """)
    #expect(found.contains("cleaning.indicators"), "\(found)")
    #expect(found.contains(words), "\(found)")
    #expect(found.contains(more), "\(found)")
  }

  @Test("indicators that would be 0 in every row, or clash with a column, are refused")
  func vainIndicators() throws {
    #expect(complaint("true", key: "indicators").contains("nothing is filled"))
    let clash = complaint(
      "true", key: "indicators",
      yaml: """
        target: y
        features: {columns: [y, y_missing]}
        cleaning: {fill: {forwardFill: {limit: 2}}}
        """)
    #expect(clash.contains("there is another column 'y_missing'"), "\(clash)")
    let some = try ExperimentFile.experiment(
      yaml: """
        target: y
        features: {columns: [y, voltage]}
        cleaning: {fill: {forwardFill: {limit: 2}}, indicators: [voltage]}
        """, source: "exp.yaml")
    #expect(some.recipe.inputs == ["y", "voltage", "voltage_missing"])
    #expect(try some.network().inputSize == 3)
    let again = try ExperimentFile.experiment(
      yaml: ExperimentFile.text(of: some), source: "exp.yaml")
    #expect(again.cleaning.indicators == .columns(["voltage"]))
  }

  @Test(
    "a mask for missing targets needs a fill where the target is an input, and is for forecasts")
  func mask() throws {
    let found = complaint("mask", key: "missingTargets")
    #expect(found.contains("cleaning.missingTargets"), "\(found)")
    #expect(found.contains("the target 'y' is an input as well"), "\(found)")
    #expect(complaint("keep", key: "missingTargets").contains("drop"))
    for yaml in [
      "target: y\nfeatures: {columns: [voltage]}",
      "target: y\ncleaning: {fill: {linear: {limit: 3}}}",
    ] {
      let text = complaint("mask", key: "missingTargets", yaml: yaml)
      #expect(text.contains("decoded") && text.contains("mask"), "\(text)")
    }
    let labels = complaint(
      "mask", key: "missingTargets",
      yaml: """
        task: classification
        target: label
        features: {columns: [x]}
        model: [{LSTM: {hiddenSize: 2}}, {Dense: {units: 2}}]
        """)
    #expect(labels.contains("mask is for task: forecast"), "\(labels)")
  }

  @Test("a classification has no grid of time")
  func labels() {
    let yaml = """
      task: classification
      target: label
      features: {columns: [x]}
      cleaning: {resample: {every: 1 h}}
      model: [{LSTM: {hiddenSize: 2}}, {Dense: {units: 2}}]
      """
    #expect {
      try ExperimentFile.experiment(yaml: yaml, source: "exp.yaml")
    } throws: { "\($0)".contains("cleaning.resample: labels and subjects cannot be brought") }
  }

  @Test("a column of texts has no outliers")
  func texts() {
    let yaml = """
      task: classification
      target: label
      features: {columns: [x]}
      cleaning: {outliers: {hampel: {columns: [label]}}}
      model: [{LSTM: {hiddenSize: 2}}, {Dense: {units: 2}}]
      """
    #expect {
      try ExperimentFile.experiment(yaml: yaml, source: "exp.yaml")
    } throws: { "\($0)".contains("'label' holds texts, which have no outliers") }
  }

  @Test("a rule with bounds may name a derived feature, a rolling one may not")
  func derived() throws {
    let derived = "features: {columns: [y], derived: [{lag: {column: x, by: [1]}}]}"
    func decoded(_ rule: String) throws -> Experiment {
      try ExperimentFile.experiment(
        yaml: "target: y\n\(derived)", source: "exp.yaml",
        overrides: ["cleaning.outliers=\(rule)"])
    }
    #expect(try decoded("{zScore: {columns: [x lag 1]}}").cleaning.outliers?.name == "zScore")
    #expect(try decoded("{hampel: {columns: [x]}}").cleaning.outliers?.columns == ["x"])
    #expect(throws: (any Error).self) { try decoded("{hampel: {columns: [x lag 1]}}") }
    #expect(throws: (any Error).self) { try decoded("{zScore: {columns: [x]}}") }
  }
}
