import SluiceData
import SluiceExperiment
import SluiceModels
import SluiceNN
import Testing

/// What an experiment file says when labels are learnt, and what it must not say.
@Suite struct ClassificationExperimentTests {
  private static let smallest = """
    task: classification
    target: activity
    features: {columns: [x, y]}
    window: {lookback: 5}
    model: [LSTM: {hiddenSize: 3}, Dense: {units: 3}]

    """

  private func read(_ yaml: String, _ sets: [String] = []) throws -> Experiment {
    try ExperimentFile.experiment(yaml: yaml, source: "exp.yaml", overrides: sets)
  }

  /// The complaint about the smallest experiment with some keys set; without its first words.
  private func complaint(_ yaml: String = smallest, _ sets: String...) -> String {
    do {
      return "decoded: \(try read(yaml, sets))"
    } catch {
      return String(describing: error)
    }
  }

  @Test("The usual loss is that of the last layer's outputs, the usual warm-up none")
  func defaults() throws {
    let three = try read(Self.smallest)
    #expect(three.training.loss == .crossEntropy())
    #expect(three.evaluation.warmUp == .none)
    #expect(three.label == LabelOptions())
    #expect(three.recipe.label == LabelOptions())
    #expect(three.recipe.features == ["x", "y"])
    let one = try read(Self.smallest, ["model.1.Dense.units=1"])
    #expect(one.training.loss == .binaryCrossEntropy())
    let given = try read(
      Self.smallest,
      ["training.loss={focal: {gamma: 1}}", "evaluation.warmUp=trueLength", "training.epochs=3"])
    #expect(given.training.loss == .focal(gamma: 1))
    #expect(given.evaluation.warmUp == .trueLength)
    let others = try read(Self.smallest, ["training.epochs=3", "evaluation.season=4"])
    #expect(others.training.loss == .crossEntropy())
    #expect(others.evaluation.warmUp == .none)
  }

  @Test("A resolved classification reads back as an equal one")
  func roundTrip() throws {
    let whole = try read(
      Self.smallest,
      [
        "subject=person", "sequence=trial", "label={crossesChanges: true, rule: any}",
        "label.background=\"0\"", "label.without=[\"7\"]", "scalingByColumn={x: robust}",
        "split={subjects: {test: [\"1\", \"2\"], validation: [\"3\"]}}",
        "training.classWeights={\"0\": 0.5, walk: 2}",
        "training.undersampling={class: \"0\", keep: 0.05}", "features.columns=[x, y, z]",
        "training.rotation={degrees: 15, sensors: [[x, y, z]]}",
      ])
    #expect(whole.split.subjects == SubjectSplit(test: ["1", "2"], validation: ["3"]))
    #expect(whole.training.classWeights == .byClass(["0": 0.5, "walk": 2]))
    #expect(whole.training.undersampling == Undersampling(label: "0", keep: 0.05))
    #expect(whole.training.rotation == SensorRotation(degrees: 15, sensors: [["x", "y", "z"]]))
    #expect(
      whole.label
        == LabelOptions(rule: .any, background: "0", crossesChanges: true, without: ["7"]))
    let steps = try read(
      Self.smallest,
      [
        "label.everyStep=true", "model.0.LSTM.returnsSequences=true", "window.wholeSequences=true",
        "training.classWeights=balanced",
      ])
    for experiment in try [whole, steps, read(Self.smallest)] {
      let text = try ExperimentFile.text(of: experiment)
      #expect(try read(text) == experiment)
      #expect(text.contains("task: classification"))
    }
  }

  @Test("A resolved forecast says nothing of labels")
  func forecast() throws {
    let text = try ExperimentFile.text(of: read("target: y\nwindow: {lookback: 3}\n"))
    for key in [
      "label", "subject", "sequence", "wholeSequences", "classWeights", "undersampling", "rotation",
      "subjects",
    ] {
      #expect(!text.contains("\(key):"), "\(key)")
    }
    #expect(
      text.contains("{lookback: 3, horizon: 1, steps: last, stride: 1, crossesGaps: false}")
        || text.contains("crossesGaps: false"))
  }

  @Test(
    "What belongs to a classification is refused for a forecast",
    arguments: [
      ("label={rule: last}", "label: belongs to task: classification"),
      ("subject=person", "subject: belongs to task: classification"),
      ("sequence=trial", "sequence: belongs to task: classification"),
      ("split={subjects: {test: [a]}}", "split.subjects belongs to task: classification"),
      ("window.wholeSequences=true", "window: window.wholeSequences, training.classWeights"),
      ("training.classWeights=balanced", "training: window.wholeSequences, training.classWeights"),
      (
        "training.undersampling={class: a, keep: 0.5}",
        "training: window.wholeSequences, training.classWeights"
      ),
      (
        "training.rotation={degrees: 9, sensors: [[x, y, z]]}",
        "training.rotation belong to task: classification"
      ),
      ("training.loss=crossEntropy", "training: this loss compares classes"),
    ])
  func forecastRefusals(set: String, words: String) {
    let found = complaint("target: y\nwindow: {lookback: 3}\n", set)
    #expect(found.contains(words), "\(found)")
    #expect(!found.hasPrefix("decoded"))
  }

  @Test(
    "What makes no sense for a classification is refused",
    arguments: [
      (
        "target=[activity, mood]",
        "target: must be one column of labels, found a list of 2; several labels at once "
          + "(multi-label) are not possible yet: train a model for each column."
      ),
      ("features.columns=null", "features: a classification needs features.columns"),
      ("features.columns=[x, activity]", "must not name the column of labels 'activity'"),
      ("target=person", "target: must not be the column of the subjects or the sequences"),
      ("sequence=person", "sequence: must not be the column of the subjects, too"),
      ("features.columns=[x, person]", "must not name 'person', which says whose readings"),
      ("window.horizon=2", "window: horizon and steps belong to task: forecast"),
      ("window.steps=all", "window: horizon and steps belong to task: forecast"),
      ("training.loss=mse", "training: this loss compares numbers"),
      ("evaluation.warmUp=history", "evaluation: warmUp must be none or trueLength"),
      ("evaluation.warmUp=zeroPadded", "evaluation: warmUp must be none or trueLength"),
      ("model.0.LSTM.returnsSequences=true", "model: the last layer gives a value for each step"),
      ("label.everyStep=true", "model: label.everyStep needs outputs for each step"),
      ("training.loss=binaryCrossEntropy", "model: the last layer gives 3 values where binary"),
      (
        "training.loss=binaryCrossEntropy",
        "several labels at once (multi-label) are not possible yet."
      ),
      (
        "model=[Conv1D: {filters: 2, kernelSize: 6}, LSTM: {hiddenSize: 2}, Dense: {units: 3}]",
        "model: with window.lookback 5 layer 0 (Conv1D) needs a sequence of at least 6 steps, but it "
          + "gets 5; take a longer lookback"
      ),
      ("label={rule: any}", "label.rule: any needs label.background beside it"),
      ("label={rule: maximum, everyStep: true}", "label.rule: must not stand beside"),
      (
        "label={rule: majority}",
        "label: the rule majority does nothing while windows end where the label changes"
      ),
      ("label={rule: maximum}", "set label.crossesChanges: true, or leave the rule out"),
      ("label={rule: any, background: a}", "label: the rule any does nothing"),
      ("training.undersampling={class: a, keep: 0}", "must be above 0 and at most 1"),
      ("training.classWeights=even", "training.classWeights: must be balanced, or a map"),
      ("training.classWeights={a: 0}", "the weight of 'a' must be above 0"),
      (
        "training.rotation={degrees: 0, sensors: [[x, y, z]]}",
        "training.rotation.degrees: must be above 0 and at most 180, found 0"
      ),
      (
        "training.rotation={degrees: 9, sensors: [[x, y]]}",
        "training.rotation.sensors: must list the columns of a sensor in groups of three"
      ),
      (
        "training.rotation={degrees: 9, sensors: [[x, y, yy]]}",
        "training: rotation.sensors: there is no feature 'yy'; did you mean 'y'? The features are: x, y"
      ),
      ("split={subjects: {test: []}}", "split.subjects.test: must name at least one subject"),
      (
        "split={subjects: {test: [a], validation: [a]}}",
        "split.subjects.validation: names the subject 'a', who is to test"
      ),
      ("split={train: 0.5, subjects: {test: [a]}}", "must not stand beside split.train"),
      (
        "scalingByColumn={activity: none}",
        "scalingByColumn: there is no feature 'activity'. The columns are: x, y"
      ),
    ])
  func refusals(set: String, words: String) {
    let found = complaint(Self.smallest + "subject: person\n", set)
    #expect(found.contains(words), "\(found)")
    #expect(!found.hasPrefix("decoded"))
  }

  @Test("Where each step is labeled, no layer may take steps away")
  func stepsOfEveryStep() throws {
    let sets = [
      "label.everyStep=true",
      "model=[Conv1D: {filters: 2, kernelSize: 3}, LSTM: {hiddenSize: 2, returnsSequences: true}, "
        + "Dense: {units: 3}]",
    ]
    let found = complaint(Self.smallest, sets[0], sets[1])
    #expect(
      found.contains(
        "model: label.everyStep needs as many steps as a window has rows, but of the 5 of "
          + "window.lookback the layers leave 3: convolve with padding: same or causal"),
      "\(found)")
    let same = try read(Self.smallest, sets + ["model.0.Conv1D.padding=same"])
    #expect(same.label.everyStep)
  }

  @Test("Keys that only make sense beside others are refused without them")
  func alone() {
    let subjects = complaint(Self.smallest, "split={subjects: {test: [a]}}")
    #expect(subjects.contains("split: split.subjects needs the key subject"), "\(subjects)")
    let model = complaint(
      "task: classification\ntarget: activity\nfeatures: {columns: [x]}\nwindow: {lookback: 5}\n")
    #expect(model.contains("model: a classification needs a model that ends with"), "\(model)")
    let one = complaint(Self.smallest, "model.1.Dense.units=1", "training.loss=crossEntropy")
    #expect(one.contains("model: the last layer gives one value where crossEntropy"), "\(one)")
  }
}
