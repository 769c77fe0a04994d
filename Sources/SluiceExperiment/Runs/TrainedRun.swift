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

  /// Fits the baselines to the network's own training windows, and tests all of them.
  init(
    _ network: Network, result: TrainingResult, data: PreparedData, experiment: Experiment
  ) throws {
    self.network = network
    self.result = result
    self.data = data
    self.experiment = experiment
    baselines = try Baselines(season: experiment.evaluation.season).fitted(
      to: data.training, validation: data.validation)
    evaluation = try Evaluation(
      of: NetworkForecaster(network), against: baselines, on: data.test, unit: experiment.unit,
      streams: RandomStreams(seed: experiment.seed))
  }

  /// The network as a bundle's model.
  var trained: ModelBundle.Model { .network(network) }

  /// Whatever forecast best as a bundle's model: the network, or a baseline that beats it.
  var best: ModelBundle.Model {
    baselines[evaluation.best].map { .baseline($0) } ?? trained
  }

  /// The bundle with one of the models.
  func bundle(_ metrics: RunMetrics, model: ModelBundle.Model) -> ModelBundle {
    ModelBundle(
      model: model, recipe: data.recipe, reader: experiment.data.reader, baselines: baselines,
      results: ModelBundle.Results(metrics), seed: experiment.seed,
      dataFingerprint: data.split.train.series.fingerprint)
  }

  /// What each model costs, the network first; its bytes are those of the bundle that holds it.
  private func costs(in directory: RunDirectory) throws -> [Cost] {
    let clock = ContinuousClock()
    let models = [trained] + baselines.models.map { ModelBundle.Model.baseline($0) }
    let metrics = evaluation.runMetrics(training: result.summary, costs: [])
    return try models.map { model in
      let bytes = try directory.size { path in try bundle(metrics, model: model).save(to: path) }
      return try Cost(of: model.forecaster, bytes: bytes, frame: data.test, clock: clock)
    }
  }

  /// Everything that is to be told of the run.
  func report(raw: Series, cleaning: CleaningReport, in directory: RunDirectory) throws -> RunReport
  {
    let path = (experiment.data.path ?? "") as NSString
    let settings = try ConfigEncoder().encode(experiment.training).entries ?? []
    return RunReport(
      title: experiment.name, target: experiment.target, unit: experiment.unit,
      metrics: evaluation.runMetrics(training: result.summary, costs: try costs(in: directory)),
      forecasts: evaluation.table, history: result.history,
      data: DataSummary(
        source: path.lastPathComponent, series: raw, cleaning: cleaning,
        parts: [
          .init("training", data.split.train.series, windows: data.training.count),
          .init("test", data.split.test.series, windows: data.test.count),
        ]),
      network: nil,
      settings: settings.filter { !$0.value.isNull }.map { Fact($0.key, $0.value.inline) },
      published: experiment.evaluation.published,
      repetition: Repetition(
        command: "sluice train \(RunFiles.experiment) --output RUN", version: SluiceVersion.current,
        seed: experiment.seed, fingerprint: data.split.train.series.fingerprint))
  }
}
