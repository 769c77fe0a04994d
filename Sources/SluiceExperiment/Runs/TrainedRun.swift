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
  let evaluation: Evaluation
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
    evaluation = try Evaluation(
      of: NetworkModel(network), against: baselines, on: data.test, unit: experiment.unit,
      streams: RandomStreams(seed: experiment.seed))
  }

  /// The network with its whole way from raw rows, as it is saved.
  var bundle: ModelBundle {
    ModelBundle(
      model: .network(network), recipe: data.recipe, reader: experiment.data.reader,
      baselines: baselines,
      results: .init(evaluation.runMetrics(training: result.summary, costs: [])),
      seed: experiment.seed, dataFingerprint: data.split.train.series.fingerprint)
  }

  /// The same with whatever forecast best: the network, or a baseline that beats it.
  var bestBundle: ModelBundle {
    var bundle = bundle
    if let baseline = baselines[evaluation.best] { bundle.model = .baseline(baseline) }
    return bundle
  }

  /// Everything that is to be told of the run.
  func report(raw: Series, cleaning: CleaningReport) throws -> RunReport {
    let settings = try ConfigEncoder().encode(experiment.training).entries ?? []
    return RunReport(
      title: experiment.name, target: experiment.target, unit: experiment.unit,
      metrics: evaluation.runMetrics(
        training: result.summary, costs: try bundle.costs(on: data.test)),
      forecasts: evaluation.table, history: result.history,
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
