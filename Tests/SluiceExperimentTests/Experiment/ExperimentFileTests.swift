import Foundation
import SluiceData
import SluiceExperiment
import SluiceModels
import SluiceNN
import Testing

@Suite struct ExperimentFileTests {
  private static let examples = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("examples")

  private func read(_ yaml: String, sets: [String] = []) throws -> Experiment {
    try ExperimentFile.experiment(yaml: yaml, source: "folder/exp.yaml", overrides: sets)
  }

  private func complaint(_ yaml: String, sets: [String] = []) -> String {
    do {
      return "decoded: \(try read(yaml, sets: sets))"
    } catch {
      return String(describing: error)
    }
  }

  @Test func `the smallest experiment takes defaults for everything else`() throws {
    let experiment = try read("data: {path: x.csv}\ntarget: y\n")
    #expect(experiment.name == "exp")
    #expect(experiment.data.path?.hasSuffix("/folder/x.csv") == true)
    #expect(experiment.data.path?.hasPrefix("/") == true)
    #expect(experiment.recipe.features == ["y"])
    #expect(experiment.scaling == .standard)
    #expect(experiment.window == WindowOptions(lookback: 30))
    #expect(experiment.split == SplitChoice(train: 0.8, validation: 0.1))
    #expect(experiment.evaluation.warmUp == .trueLength)
    #expect(
      experiment.model
        == Sequential {
          LSTM(32)
          Dense(1)
        })
  }

  @Test func `a resolved experiment reads back as an equal one`() throws {
    let short = try read(
      """
      data: {path: x.csv, from: 2007-11-22 02:08, rows: 5}
      target: y
      features: {columns: [y, "5"], calendar: {cycles: [timeOfDay]}}
      scaling: {minMax: {lower: -1}}
      scalingByColumn: {"5": robust}
      split: {testFrom: 2008-01-01, testRows: 7, validation: 0}
      window: {lookback: 4, horizon: 2, steps: all}
      model:
        - GRU: {hiddenSize: 3}
        - Dense: {units: 2}
      training: {patience: null, schedule: {cosine: {minimum: 1e-5}}, clipping: {norm: {limit: 1}}}
      evaluation: {season: 24, published: [{name: paper, metric: mae, value: 0.7}]}
      seed: 9
      """)
    let text = try ExperimentFile.text(of: short)
    #expect(try ExperimentFile.experiment(yaml: text, source: "x.yaml") == short)
    #expect(text.contains("value: 0.7"))
  }

  @Test(arguments: [
    "household-baseline", "household-augmented", "household-features", "household-full", "demo",
  ])
  func `an example is read and resolved`(name: String) throws {
    let path = Self.examples.appendingPathComponent("\(name).yaml").path
    let experiment = try ExperimentFile.read(path)
    #expect(experiment.name == name)
    let text = try ExperimentFile.text(of: experiment)
    #expect(try ExperimentFile.experiment(yaml: text, source: "x.yaml") == experiment)
  }

  @Test func `the household examples are the published networks`() throws {
    func parameters(_ name: String) throws -> Int {
      let path = Self.examples.appendingPathComponent("\(name).yaml").path
      let experiment = try ExperimentFile.read(path)
      let network = try experiment.model.built(
        inputSize: experiment.recipe.features.count, seed: 1)
      return network.parameters.scalarCount
    }
    #expect(try parameters("household-baseline") == 252)
    #expect(try parameters("household-augmented") == 19_851)
  }

  @Test func `errors name line, key and cure`() {
    #expect(
      complaint("target: y\nwindow: {lookback: 0}")
        == "folder/exp.yaml:2:20: window.lookback: must be at least 1, found 0.")
    #expect(
      complaint("target: y\nwindow: {lookback: 3, horizons: 2}") == """
        folder/exp.yaml:2:23: unknown key 'horizons' in window; did you mean 'horizon'? \
        Legal keys here: lookback, horizon, steps, stride, crossesGaps, wholeSequences.
        """)
    #expect(
      complaint("target: y\nsplit: {train: 1.5}")
        == "folder/exp.yaml:2:16: split.train: must lie between 0 and 1, found 1.5.")
    #expect(
      complaint("target: y\nsplit: {testFrom: yesterday}") == """
        folder/exp.yaml:2:19: split.testFrom: expected a date or a date and time such as \
        2007-11-22 02:08, found 'yesterday'.
        """)
    #expect(
      complaint("target: y\nsplit: {train: 0.5, testFrom: 2007-01-01}") == """
        folder/exp.yaml:2:16: split.train: must not stand beside split.testFrom: cut by share or \
        by time.
        """)
    #expect(
      complaint("target: y\nmodel:\n  - LSMT: {hiddenSize: 3}").hasPrefix(
        "folder/exp.yaml:3:5: model.0: "))
    #expect(
      complaint("target: y\nmodel:\n  - LSTM: {hiddenSize: 3, units: 4}\n  - Dense: {units: 1}")
        .hasPrefix("folder/exp.yaml:3:27: unknown key 'units' in model.0.LSTM"))
    #expect(
      complaint("target: y\nfeatures: {columns: [a, a]}")
        == "folder/exp.yaml:2:21: features.columns: names the column 'a' twice.")
    #expect(
      complaint("data: {path: x}") == "folder/exp.yaml:1:1: the key 'target' is missing.")
  }

  @Test func `calendar cycles are a list, or a map with the number of their waves`() throws {
    func calendar(_ cycles: String) throws -> CalendarFeatures? {
      try read("target: y\nfeatures: {calendar: {cycles: \(cycles)}}").recipe.calendar
    }
    #expect(try calendar("[week, timeOfDay]") == CalendarFeatures([.week, .timeOfDay]))
    let waves = try CalendarFeatures(harmonics: [.timeOfDay: 4, .week: 2])
    #expect(try calendar("{week: 2, timeOfDay: 4}") == waves)
    let resolved = try ExperimentFile.text(
      of: read("target: y\nfeatures: {calendar: {cycles: {week: 2, timeOfDay: 4}}}"))
    #expect(resolved.contains("{timeOfDay: 4, week: 2}"), "\(resolved)")
    #expect(try read(resolved).recipe.calendar == waves)

    func refusal(_ cycles: String) -> String {
      complaint("target: y\nfeatures: {calendar: {cycles: \(cycles)}}")
    }
    let place = "folder/exp.yaml:2:31: features.calendar.cycles:"
    #expect(
      refusal("{timeOfDay: 0}")
        == "\(place) The cycle timeOfDay has 0 waves: give it 1 to 100.")
    #expect(
      refusal("[week, week]") == """
        \(place) The cycle week is named twice. Name it once; for more waves write {week: 2}.
        """)
    #expect(
      refusal("{weak: 2}").contains("unknown key 'weak' in features.calendar.cycles"),
      "\(refusal("{weak: 2}"))")
    #expect(refusal("week").contains("expected a list"), "\(refusal("week"))")
    #expect(refusal("{week: many}").contains("features.calendar.cycles.week: expected a whole"))
  }

  @Test func `layers that do not fit the forecast are refused before any training`() {
    #expect(
      complaint(
        "target: y\nwindow: {lookback: 3, horizon: 4, steps: all}\nmodel:\n  - LSTM: {hiddenSize: 3}\n  - Dense: {units: 1}"
      )
        == """
        folder/exp.yaml:4:3: model: the last layer gives 1 value where 4 are forecast \
        (window.horizon 4, window.steps all): end with Dense: {units: 4}.
        """)
    #expect(
      complaint(
        "target: y\nmodel:\n  - LSTM: {hiddenSize: 3, returnsSequences: true}\n  - Dense: {units: 1}"
      ) == """
        folder/exp.yaml:3:3: model: the last layer gives a value for each step: let the last \
        recurrent layer return its last step only, without returnsSequences.
        """)
    #expect(
      complaint("target: y\nmodel:\n  - LSTM: {hiddenSize: 3}\n  - LSTM: {hiddenSize: 3}")
        .hasPrefix("folder/exp.yaml:3:3: model: layer 1 (LSTM) needs a sequence"))
  }

  @Test func `overrides reach every key by its path`() throws {
    let yaml = "target: y\nmodel:\n  - LSTM: {hiddenSize: 3}\n  - Dense: {units: 1}\n"
    let experiment = try read(
      yaml,
      sets: [
        "model.0.LSTM.hiddenSize=7", "training.optimizer.adam.learningRate=0.5",
        "window.lookback=9", "features.columns=[y, z]", "seed=3",
      ])
    #expect(
      experiment.model
        == Sequential {
          LSTM(7)
          Dense(1)
        })
    #expect(experiment.training.optimizer.learningRate == 0.5)
    #expect(experiment.window.lookback == 9)
    #expect(experiment.recipe.features == ["y", "z"])
    #expect(experiment.seed == 3)
  }
}
