import Foundation
import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// A trained network with its baselines, tested.
struct TrainedRun {
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
    baselines = try Baselines(season: experiment.evaluation.season).fitted(
      to: data.training, validation: data.validation)
    recipe = try data.recipe.calibrated(network, on: data.validation)
    test = try TestResult(
      of: NetworkModel(network), against: baselines, on: data.test.with(recipe),
      unit: experiment.unit, streams: RandomStreams(seed: experiment.seed))
  }

  /// The network with its whole way from raw rows, as it is saved.
  var bundle: ModelBundle {
    ModelBundle(
      model: .network(network), recipe: recipe, reader: experiment.data.reader,
      baselines: baselines,
      results: .init(test.runMetrics(training: result.summary, costs: [])),
      seed: experiment.seed, dataFingerprint: data.split.train.series.fingerprint)
  }

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
  func report(
    of metrics: RunMetrics, raw: Series, cleaning: CleaningReport
  ) throws -> RunReport? {
    guard case .forecasts(let evaluation) = test, case .forecast(let metrics) = metrics else {
      return nil
    }
    let settings = try ConfigEncoder().encode(experiment.training).entries ?? []
    return RunReport(
      title: experiment.name, target: experiment.target, unit: experiment.unit,
      metrics: metrics, forecasts: evaluation.table, history: result.history,
      data: DataSummary(
        source: experiment.data.title, series: raw, cleaning: cleaning,
        parts: [
          .init("training", data.split.train.series, windows: data.training.count),
          .init("test", data.split.test.series, windows: data.test.count),
        ]),
      network: Table(network.summary()),
      settings: (origin?.facts ?? [])
        + settings.filter { !$0.value.isNull }.map { Fact($0.key, $0.value.inline) },
      published: experiment.evaluation.published,
      repetition: Repetition(
        command: origin?.lineage == nil
          ? "sluice train \(RunFiles.experiment) --output RUN"
          : "sluice tune resolved-study.yaml --output DIRECTORY", version: SluiceVersion.current,
        seed: experiment.seed, fingerprint: data.split.train.series.fingerprint))
  }
}
