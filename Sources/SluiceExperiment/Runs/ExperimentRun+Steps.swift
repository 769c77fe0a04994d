import Foundation
import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

extension ExperimentRun {
  /// Runs the experiment with a directory to write to.
  func run(in directory: RunDirectory, keepsBest: Bool) throws -> Outcome {
    let data = try prepare()
    let network = try experiment.model.built(
      inputSize: data.recipe.recipe.inputs.count, initialization: experiment.initialization,
      seed: experiment.seed)
    say(network.summary().description)

    let trainer = Trainer(
      settings: experiment.training, seed: experiment.seed, observers: observers,
      checkpoints: CheckpointPolicy(folder: URL(fileURLWithPath: directory.checkpoints)),
      stopRequest: stop)
    let result = try trainer.fit(
      network, training: data.training.windows, validation: data.validation?.windows,
      resuming: directory.isResumed)
    if result.summary.stopped == .interrupted {
      return .interrupted(epochs: result.summary.epochs)
    }
    say(sentence(about: result.summary))

    let forecaster = NetworkForecaster(network)
    let baselines = try Baselines(season: experiment.evaluation.season).fitted(
      to: data.training, validation: data.validation)
    let evaluation = try Evaluation(
      of: forecaster, against: baselines, on: data.test, unit: experiment.unit,
      streams: RandomStreams(seed: experiment.seed))
    let clock = ContinuousClock()
    let costs = try ([forecaster] + baselines.models as [any ForecastModel]).map {
      try Cost(of: $0, bytes: 4 * $0.parameterCount, frame: data.test, clock: clock)
    }
    let metrics = evaluation.runMetrics(training: result.summary, costs: costs)

    try directory.write(MetricsFile.text(of: metrics), to: RunFiles.metrics)
    try directory.write(result.history.csv, to: RunFiles.history)
    try directory.write(PredictionsFile.text(of: evaluation.table), to: RunFiles.predictions)
    try directory.finish()
    return .finished(metrics)
  }

  /// Reads, cleans and cuts the readings, and says what was found.
  private func prepare() throws -> PreparedData {
    let raw = try experiment.readSeries()
    let prepared = try experiment.prepared(raw)
    let data = try experiment.cut(prepared)
    say(
      "\(NumberText.count(raw.count)) rows read, \(NumberText.count(prepared.count)) used: "
        + "\(NumberText.count(data.split.train.count)) to train, "
        + "\(NumberText.count(data.split.test.count)) to test.")
    let validation = data.validation.map { ", \(NumberText.count($0.count)) to validate" } ?? ""
    say(
      "Windows: \(NumberText.count(data.training.count)) to train\(validation), "
        + "\(NumberText.count(data.test.count)) to test.")
    return data
  }

  private func sentence(about summary: TrainingSummary) -> String {
    let reason =
      switch summary.stopped {
      case .epochs: "all \(summary.epochs) epochs"
      case .patience: "no improvement any more after \(summary.epochs) epochs"
      case .observer: "ended by an observer after \(summary.epochs) epochs"
      case .interrupted: "interrupted after \(summary.epochs) epochs"
      }
    return "Trained for \(NumberText.duration(seconds: summary.seconds)) (\(reason)); "
      + "best epoch \(summary.bestEpoch)."
  }
}
