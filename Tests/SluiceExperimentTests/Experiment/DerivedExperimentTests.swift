import Foundation
import SluiceData
import SluiceExperiment
import SluiceModels
import SluiceNN
import Testing

/// Derived features in experiment files, and what is wrong with them.
@Suite struct DerivedExperimentTests {
  private func experiment(_ yaml: String, _ sets: String...) throws -> Experiment {
    try ExperimentFile.experiment(
      yaml: "target: y\n" + yaml, source: "exp.yaml", overrides: sets)
  }

  private func complaint(_ yaml: String, _ sets: String...) -> String {
    do {
      let experiment = try ExperimentFile.experiment(
        yaml: "target: y\n" + yaml, source: "exp.yaml", overrides: sets)
      return "decoded: \(experiment)"
    } catch {
      return String(describing: error)
    }
  }

  @Test("What is derived becomes inputs, and its sources are read")
  func inputs() throws {
    let experiment = try experiment(
      """
      features:
        columns: [x]
        derived:
          - lag: {column: power, by: [1, 24]}
          - rolling: {column: power lag 24, window: 3, statistics: [mean]}
        calendar: {holidays: [2026-12-25]}
      scalingByColumn: {power lag 24 mean 3: none}
      """)
    #expect(
      experiment.recipe.inputs == [
        "x", "power lag 1", "power lag 24", "power lag 24 mean 3", "holiday",
      ])
    #expect(experiment.recipe.trainingColumns == ["x", "power", "y"])
    #expect(try experiment.network().inputSize == 5)
    let text = try ExperimentFile.text(of: experiment)
    #expect(try ExperimentFile.experiment(yaml: text, source: "exp.yaml") == experiment)
  }

  @Test(
    "A wrong entry is named with its line",
    arguments: [
      (
        "- lagg: {column: y}",
        "exp.yaml:5:7: features.derived.1: no derived feature is named \"lagg\"; there are lag,"
      ),
      (
        "- rolling: {colum: y, window: 3, statistics: [mean]}",
        "exp.yaml:5:17: unknown key 'colum' in features.derived.1.rolling; did you mean 'column'?"
      ),
      (
        "- rolling: {column: y, window: 1, statistics: [mean]}",
        "exp.yaml:5:36: features.derived.1.rolling.window: must be at least 2, found 1."
      ),
      (
        "- rolling: {column: y, window: 3, statistics: [men]}",
        "exp.yaml:5:52: features.derived.1.rolling.statistics.0: no such choice: 'men'; "
          + "did you mean 'mean'?"
      ),
      (
        "- lag: {column: y, by: 0}",
        "exp.yaml:5:28: features.derived.1.lag.by: must be a number of rows from 1 to 1000000000"
      ),
      (
        "- lag: {column: y, by: [24]}",
        "exp.yaml:5:7: features.derived.1: There are two columns \"y lag 24\": derive it once"
      ),
      ("- lag: {by: [1]}", "exp.yaml:5:12: the key 'column' is missing in features.derived.1.lag."),
      (
        "- fourier: {period: a day}",
        "exp.yaml:5:25: features.derived.1.fourier.period: must be a length of time such as"
      ),
    ])
  func wrong(entry: String, words: String) {
    let found = complaint("features:\n  derived:\n    - lag: {column: y, by: 24}\n    \(entry)")
    #expect(found.hasPrefix(words), "\(found)")
  }

  @Test("A name that is taken, and rows that would keep missing values, are refused")
  func clashes() {
    let lag = "derived: [{lag: {column: y}}]"
    #expect(
      complaint("features: {columns: [y lag 1], \(lag)}") == """
        exp.yaml:2:41: features.derived: there is another column 'y lag 1': a derived one must have \
        a name of its own.
        """)
    #expect(
      complaint("features: {\(lag)}\ncleaning: {dropsMissing: false}") == """
        exp.yaml:2:21: features.derived: the first rows have no value of features that look back: \
        leave cleaning.dropsMissing true, so that these rows are dropped.
        """)
    #expect(
      complaint(
        "features: {derived: [{product: {columns: [y, y]}}]}\ncleaning: {dropsMissing: false}"
      ).hasPrefix("decoded"))
    #expect(
      complaint("features: {\(lag)}\nscalingByColumn: {y lg 1: none}")
        .contains("there is no feature or target 'y lg 1'; did you mean 'y lag 1'?"))
    #expect(
      complaint("features: {calendar: {holidays: [2026-02-29]}}").hasPrefix(
        "exp.yaml:2:33: features.calendar.holidays: The holiday \"2026-02-29\" is no date"))
  }

  @Test("Labels, subjects and sequences are no source", arguments: ["label", "who", "run"])
  func texts(column: String) {
    let found = complaint(
      """
      task: classification
      subject: who
      sequence: run
      features: {columns: [x], derived: [{lag: {column: \(column)}}]}
      model: [LSTM: {hiddenSize: 3}, Dense: {units: 3}]
      """, "target=label")
    #expect(
      found == "exp.yaml:5:35: features.derived: nothing can be derived from '\(column)', whose "
        + "cells are texts.")
  }

  @Test("A source that the file does not have is named with the nearest column")
  func missingSource() throws {
    let readings = try SmallReadings()
    try readings.write(["ann": 20])
    let experiment = try ExperimentFile.experiment(
      yaml: """
        data: {path: \(readings.path())}
        target: x
        features: {derived: [{lag: {column: zz}}]}
        """, source: "exp.yaml")
    #expect {
      _ = try experiment.readSeries()
    } throws: { "\($0)".contains("zz") && "\($0)".contains("z") }
  }

  @Test("Rows are prepared once: features are derived from rows that are dropped later")
  func preparedOnce() throws {
    let readings = try SmallReadings()
    try readings.write(["ann": 20], missing: [30])
    let experiment = try ExperimentFile.experiment(
      yaml: """
        data: {path: \(readings.path())}
        target: x
        features: {columns: [x], derived: [{lag: {column: x, by: [5]}}, {difference: {column: z}}]}
        window: {lookback: 3}
        """, source: "exp.yaml")
    let raw = try experiment.readSeries()
    let (prepared, report) = try experiment.prepared(raw)
    // Five rows without a lag; the row without z, and the one after it, have no difference.
    #expect(report.rowsDropped == 7)
    #expect(report.rowsDroppedForFeatures == 7)
    #expect(prepared.count == 53)
    #expect(try prepared.column("x lag 5")[0] == raw.column("x")[0])
    #expect(try prepared.column("x lag 5")[26] == raw.column("x")[28])
    let data = try experiment.cut(prepared)
    #expect(data.training.windows.inputs == ["x", "x lag 5", "z difference 1"])
  }
}
