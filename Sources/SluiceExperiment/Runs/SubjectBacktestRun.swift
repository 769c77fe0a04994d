import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// The whole of `sluice backtest` for labels: each subject is left out once, and labeled by a network that
/// was trained on the others.
public struct SubjectBacktestRun {
  /// What to train, again for each subject.
  public var experiment: Experiment

  /// Who watches the training.
  public var observers: [any TrainingObserver]

  /// By which the user may end it early.
  public var stop: StopRequest

  /// Takes lines of talk for the user.
  public var say: (String) -> Void

  /// Creates a backtest.
  public init(
    experiment: Experiment, observers: [any TrainingObserver] = [],
    stop: StopRequest = StopRequest(), say: @escaping (String) -> Void = { _ in }
  ) {
    self.experiment = experiment
    self.observers = observers
    self.stop = stop
    self.say = say
  }

  /// Trains and tests once for each subject, and puts the tests together.
  ///
  /// Each time the network begins with fresh weights from the same seed; scalers, baselines and
  /// calibration are fitted without the subject that tests. When the split holds out validation windows,
  /// as large a share of the other subjects validates, at least one.
  ///
  /// - Throws: ``RunError``, also without subjects; the errors of the modules below.
  public func run() throws -> LabelMetrics {
    guard experiment.task == .classification, let column = experiment.subject else {
      throw RunError.noSubjects
    }
    let series = try experiment.prepared(experiment.readSeries()).series
    let splits = try experiment.split.leavingOneOut(of: series, by: column)
    var tests: [LabelEvaluation] = []
    for (index, subjects) in splits.enumerated() {
      var experiment = experiment
      experiment.split.subjects = subjects
      let data = try experiment.cut(series)
      let validating = subjects.validation.joined(separator: ", ")
      say(
        "Subject \(subjects.test[0]) tests (\(index + 1) of \(splits.count)): "
          + "\(NumberText.count(data.training.count)) windows of the others to train"
          + (validating.isEmpty ? "." : ", those of \(validating) to validate."))
      tests.append(try test(data, experiment))
    }
    return try LabelEvaluation(
      pooling: tests, streams: RandomStreams(seed: experiment.seed)
    ).runMetrics(training: nil, costs: [])
  }

  private func test(_ data: PreparedData, _ experiment: Experiment) throws -> LabelEvaluation {
    let network = try experiment.network()
    let trainer = Trainer(
      settings: experiment.training, seed: experiment.seed, observers: observers,
      stopRequest: stop)
    let result = try data.learning.fit(network, with: trainer)
    if result.summary.stopped == .interrupted { throw RunError.interrupted }
    let trained = try TrainedRun(
      network, result: result, data: data, experiment: experiment,
      origin: nil)
    guard case .labels(let evaluation) = trained.test else { throw RunError.noSubjects }
    let share = NumberText.percent(evaluation.metrics.balancedAccuracy, 1)
    say("Balanced accuracy \(share), best epoch \(result.summary.bestEpoch).")
    return evaluation
  }
}
