import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor
import SluiceTuning

/// One trial of a study: the experiment with the trial's values, trained as often as it has folds and
/// seeds, and judged.
struct TrialRun {
  let plan: StudyPlan
  let data: StudyData
  let models: TrialModels?
  let stop: StopRequest

  /// Notes a value of the first objective at a step, and says whether to end the trial here.
  let report: (_ value: Double, _ step: Int) throws -> Bool

  /// Told how far the trial is, from 0 to 1.
  let progress: (_ share: Double) -> Void

  /// What becomes of a trial that is ended before its time.
  private enum End: Error {
    case pruned
    case interrupted
  }

  /// Runs a trial.
  ///
  /// - Returns: How it ended; nil when it was interrupted and has to be run again.
  /// - Throws: What has nothing to do with the trial's values: storage, disk.
  func outcome(of trial: Trial) throws -> Trial.Outcome? {
    do {
      return try measured(trial)
    } catch End.pruned {
      return .pruned()
    } catch End.interrupted {
      return nil
    } catch let error where Self.belongsToTrial(error) {
      return .failed("\(error)")
    }
  }

  private func measured(_ trial: Trial) throws -> Trial.Outcome {
    let experiment = try plan.experiment(for: trial.parameters)
    let folds = try data.folds(of: experiment)
    var measures: [TrialMeasure] = []
    var model: (bundle: ModelBundle, training: TrainingResult)?
    for (index, fold) in folds.enumerated() {
      for seed in 0..<plan.seeds {
        let training = Training(
          experiment: experiment, fold: fold, seed: experiment.seed &+ UInt64(seed),
          number: measures.count, of: folds.count * plan.seeds)
        let (measure, bundle, result) = try run(training, parent: trial.parent)
        measures.append(measure)
        model = (bundle, result)
        // Several trainings are judged one by one, or fold by fold.
        let isPartDone = folds.count == 1 || seed == plan.seeds - 1
        if training.of > 1, isPartDone, measures.count < training.of,
          let value = measures.means[plan.objectives[0].rawValue], plan.objectives[0].isError,
          try report(value, folds.count > 1 ? index + 1 : measures.count)
        {
          throw End.pruned
        }
      }
    }
    var measurements = measures.means
    let values = try plan.objectives.map { kind in
      guard let value = measurements[kind.rawValue], value.isFinite else {
        throw TuningError.badResult(
          trial: trial.number, reason: "\(kind.rawValue) is not defined for these forecasts")
      }
      return value
    }
    if measures.count > 1 {
      let name = plan.objectives[0].rawValue
      for (index, measure) in measures.enumerated() {
        measurements[StudyLead.partName(index)] = measure.values[name]
      }
    }
    if let model, let models {
      try models.save(
        model.bundle, of: trial.number, training: try whole(model.training, of: trial))
    }
    return .complete(values, measurements: measurements)
  }

  /// How the network of a trial was trained from its first leg on; nil where every trial begins
  /// afresh.
  private func whole(_ result: TrainingResult, of trial: Trial) throws -> TrainingResult? {
    guard plan.definition.sampler.inheritance != nil else { return nil }
    guard let parent = trial.parent, let models else { return result }
    return result.following(try models.training(of: parent))
  }

  /// One of the trainings of a trial.
  private struct Training {
    var experiment: Experiment
    var fold: StudyData.Fold
    var seed: UInt64
    var number: Int
    var of: Int
  }

  private func run(
    _ training: Training, parent: Int?
  ) throws -> (measure: TrialMeasure, bundle: ModelBundle, result: TrainingResult) {
    let (experiment, fold) = (training.experiment, training.fold)
    let network = try experiment.model.built(
      inputSize: fold.recipe.recipe.inputs.count, initialization: experiment.initialization,
      seed: training.seed)
    if let parent, let models {
      try network.parameters.load(models.network(of: parent).parameters.tensors)
    }
    let observer = TrialObserver(
      reports: training.of == 1 && plan.objectives[0].isError,
      value: { [plan] epoch in
        guard let metric = plan.objectives[0].metric else { return epoch.validationLoss }
        return try TrialMeasure.Scores(of: network, on: fold).value(of: metric)
      },
      report: report,
      progress: { share in
        progress((Double(training.number) + share) / Double(training.of))
      })
    let trainer = Trainer(
      settings: experiment.training, seed: training.seed, observers: [observer], stopRequest: stop)
    try NetworkModel(network).check(fold.recipe)
    let result = try trainer.fit(
      network, training: fold.training.samples(weighing: experiment.training),
      validation: fold.validation.samples())
    if let error = observer.error { throw error }
    switch result.summary.stopped {
    case .interrupted: throw End.interrupted
    case .observer: throw End.pruned
    case .epochs, .patience: break
    }
    let bundle = ModelBundle(
      model: .network(network), recipe: fold.recipe, reader: experiment.data.reader,
      seed: training.seed, unit: experiment.unit)
    let measure = try TrialMeasure(
      plan.objectives, network: network, result: result, fold: fold,
      settings: experiment.training, bundle: bundle)
    return (measure, bundle, result)
  }

  /// Whether an error follows from the trial's values, so that other trials may do better.
  private static func belongsToTrial(_ error: any Error) -> Bool {
    if case TuningError.badResult = error { return true }
    switch error {
    case StudyRunError.otherForecasts, StudyRunError.otherLabels: return true
    default: break
    }
    return error is TrainingError || error is WindowError || error is ScalerError
      || error is ReferenceError
      || error is SplitError || error is SeriesError || error is ForecastError
      || error is ParameterError || error is LayerError || error is PenaltyError
      || error is CalendarError || error is FeatureError || error is ConfigError
      || error is LabelError
  }
}

extension TrainingResult {
  /// The whole training of a network that went on from the weights which an earlier training kept.
  ///
  /// Best and kept epoch are those of this last leg, counted from the first epoch of all.
  func following(_ earlier: TrainingResult) -> TrainingResult {
    let kept = earlier.summary.keptEpoch ?? earlier.summary.epochs
    let before = earlier.history.epochs.filter { $0.epoch <= kept }
    let seconds = before.last?.seconds ?? 0
    var whole = self
    whole.history.epochs =
      before
      + history.epochs.map { epoch in
        var epoch = epoch
        epoch.epoch += before.count
        epoch.seconds += seconds
        return epoch
      }
    whole.summary.epochs += before.count
    if summary.bestEpoch > 0 { whole.summary.bestEpoch += before.count }
    whole.summary.keptEpoch = summary.keptEpoch.map { $0 + before.count }
    whole.summary.seconds += seconds
    return whole
  }
}

/// Tells the study how a trial's only training goes.
private final class TrialObserver: TrainingObserver {
  /// What went wrong while reporting; training has then been stopped.
  private(set) var error: (any Error)?

  private let reports: Bool
  private let value: (History.Epoch) throws -> Double?
  private let report: (Double, Int) throws -> Bool
  private let progress: (Double) -> Void
  private var batches = 1
  private var epochs = 1

  init(
    reports: Bool, value: @escaping (History.Epoch) throws -> Double?,
    report: @escaping (Double, Int) throws -> Bool, progress: @escaping (Double) -> Void
  ) {
    self.reports = reports
    self.value = value
    self.report = report
    self.progress = progress
  }

  func trainingBegins(_ plan: TrainingPlan) {
    batches = plan.epochs * plan.batchesPerEpoch
    epochs = plan.epochs
  }

  func batchEnded(_ progress: TrainingProgress) {
    let perEpoch = batches / epochs
    self.progress(
      Double((progress.epoch - 1) * perEpoch + progress.batch) / Double(max(batches, 1)))
  }

  func epochEnded(_ epoch: History.Epoch, isBest: Bool) -> TrainingDecision {
    guard reports else { return .goOn }
    do {
      guard let value = try value(epoch) else { return .goOn }
      return try report(value, epoch.epoch) ? .stop : .goOn
    } catch {
      self.error = error
      return .stop
    }
  }
}
