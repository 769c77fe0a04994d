import Foundation
import SluiceData
import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// A trained network with its baselines, tested.
final class TrainedRun {
  let network: Network
  let result: TrainingResult
  let data: PreparedData
  let baselines: FittedBaselines
  /// The recipe, with the network's probabilities calibrated on the validation windows.
  let recipe: FittedRecipe
  let test: TestResult
  let experiment: Experiment
  let origin: RunOrigin?

  /// Fits the baselines to the network's own training windows, and tests all of them.
  init(
    _ network: Network, result: TrainingResult, data: PreparedData, experiment: Experiment,
    origin: RunOrigin?
  ) throws {
    self.network = network
    self.result = result
    self.data = data
    self.experiment = experiment
    self.origin = origin
    // The linear classifier weighs the classes as the network does, or it would lose for that alone.
    let baselines = Baselines(
      season: experiment.evaluation.season,
      logisticRegression: LogisticRegression(
        balanced: experiment.training.classWeights == .balanced))
    self.baselines = try baselines.fitted(
      to: data.training, validation: data.validation,
      beforeUndersampling: data.learning.beforeUndersampling)
    recipe = try data.recipe.calibrated(network, on: data.validation)
    test = try TestResult(
      of: NetworkModel(network), against: self.baselines, on: data.test.with(recipe),
      unit: experiment.unit, streams: RandomStreams(seed: experiment.seed))
  }

  /// The network with its whole way from raw rows, as it is saved.
  ///
  /// It takes all metrics and reads all training rows for their fingerprint, so it is made once, and not at
  /// all where only the test counts.
  private(set) lazy var bundle = ModelBundle(
    model: .network(network), recipe: recipe, reader: experiment.data.reader,
    baselines: baselines,
    results: .init(test.runMetrics(training: result.summary, costs: [])),
    seed: experiment.seed, dataFingerprint: fingerprint, unit: experiment.unit)

  private lazy var fingerprint = data.split.train.series.fingerprint

  /// The same with whatever forecast best: the network, or a baseline that beats it.
  var bestBundle: ModelBundle {
    var bundle = bundle
    if let baseline = baselines[test.best] { bundle.model = .baseline(baseline) }
    return bundle
  }

  /// The answers on the test part, as they are written.
  var predictions: Predictions {
    switch test {
    case .forecasts(let evaluation): .forecasts(evaluation.table)
    case .labels(let evaluation): .labels(evaluation.labels)
    }
  }

  /// What was measured, with what each model costs.
  func metrics() throws -> RunMetrics {
    test.runMetrics(training: result.summary, costs: try bundle.costs(on: data.test.with(recipe)))
  }

  /// Everything that is to be told of the run.
  func report(raw: Series, cleaning: CleaningReport, costs: [Cost]) throws -> RunReport {
    let settings = try ConfigEncoder().encode(experiment.training).entries ?? []
    let results: RunReport.Results =
      switch test {
      case .forecasts(let evaluation):
        .forecast(
          evaluation.runMetrics(training: result.summary, costs: costs), evaluation.table)
      case .labels(let evaluation):
        .classification(
          evaluation.runMetrics(training: result.summary, costs: costs), evaluation.labels)
      }
    return RunReport(
      title: experiment.name, target: experiment.target, unit: experiment.unit, results: results,
      history: result.history,
      data: DataSummary(
        source: experiment.data.title, series: raw, cleaning: cleaning, parts: parts,
        leftOut: data.leftOut, labels: labelSpread),
      network: Table(network.summary()),
      settings: (origin?.facts ?? []) + preparation
        + settings.filter { !$0.value.isNull }.map { Fact($0.key, $0.value.inline) },
      published: experiment.evaluation.published, explanation: try explanation,
      repetition: Repetition(
        command: origin?.lineage == nil
          ? "sluice train \(RunFiles.experiment) --output RUN"
          : "sluice tune resolved-study.yaml --output DIRECTORY", version: SluiceVersion.current,
        seed: experiment.seed, fingerprint: fingerprint))
  }

  /// What the network's answers rest on; nil where that cannot be told, as of a test part without a whole
  /// window, or of a network whose answers are no numbers.
  private var explanation: ExplanationReport? {
    get throws {
      var settings = ExplanationSettings()
      settings.windows = 100
      settings.isThorough = false
      settings.trustWindows = 4
      settings.seed = experiment.seed
      do {
        return try ExplanationRun(self).report(settings)
      } catch is ExplanationError {
        return nil
      } catch is ExplainError {
        return nil
      }
    }
  }

  /// What was learnt about target and features before training.
  private var preparation: [Fact] {
    var facts: [Fact] = []
    if let reference = experiment.targetReference {
      let node = (try? ConfigEncoder().encode(reference).inline) ?? ""
      facts.append(Fact("targetReference", node))
    }
    if !experiment.transforms.isEmpty {
      let curves = recipe.scalers.flatMap(\.columns).compactMap { scale in
        scale.curve.map { "\(scale.column): \($0)" }
      }
      facts.append(Fact("transforms", curves.joined(separator: ", ")))
    }
    return facts
      + (recipe.dropped ?? []).map { Fact("left out", "\($0.name) \($0.reason)") }
  }

  /// The parts of the split; validation windows that were held out lie in the training rows.
  private var parts: [DataSummary.Part] {
    let split = data.split
    return [DataSummary.Part("training", split.train.series, windows: data.training.count)]
      + [
        split.validation.map {
          DataSummary.Part("validation", $0.series, windows: data.validation?.count)
        }
      ].compactMap { $0 }
      + [DataSummary.Part("test", split.test.series, windows: data.test.count)]
  }

  /// How the windows are spread over classes and subjects; nil for a forecast.
  private var labelSpread: LabelSpread? {
    guard let classes = data.recipe.classes else { return nil }
    func part(_ name: String, _ frame: WindowFrame) -> LabelSpread.Part {
      let subject = experiment.subject.flatMap { frame.series[$0] }
      let subjects = subject.map { column in
        Set(
          (0..<frame.count).compactMap { column.category(frame.windows.inputRows($0).lowerBound) })
      }
      return .init(
        name: name, windows: frame.windowsOfClasses(), subjects: subjects.map(Column.order))
    }
    return LabelSpread(
      classes: classes,
      parts: [part("training", data.training)]
        + [data.validation.map { part("validation", $0) }].compactMap { $0 }
        + [part("test", data.test)])
  }
}
