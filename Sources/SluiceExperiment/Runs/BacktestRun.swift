import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// The whole of `sluice backtest`: an experiment trained and tested at several points in time.
public struct BacktestRun {
  /// What to train, again in each fold.
  public var experiment: Experiment

  /// How the folds lie.
  public var origin: RollingOrigin

  /// Who watches the training.
  public var observers: [any TrainingObserver]

  /// By which the user may end it early.
  public var stop: StopRequest

  /// Takes lines of talk for the user.
  public var say: (String) -> Void

  /// Creates a backtest.
  public init(
    experiment: Experiment, origin: RollingOrigin, observers: [any TrainingObserver] = [],
    stop: StopRequest = StopRequest(), say: @escaping (String) -> Void = { _ in }
  ) {
    self.experiment = experiment
    self.origin = origin
    self.observers = observers
    self.stop = stop
    self.say = say
  }

  /// Runs all folds.
  ///
  /// Each fold begins with fresh weights from the same seed; scalers and baselines are fitted to its
  /// own training rows.
  ///
  /// - Throws: ``RunError``, and the errors of the modules below.
  public func run() throws -> Backtest {
    let series = try experiment.prepared(experiment.readSeries()).series
    do {
      return try Backtest(
        experiment.recipe, series: series, origin: origin,
        baselines: Baselines(season: experiment.evaluation.season),
        validationFraction: experiment.split.validation, unit: experiment.unit,
        streams: RandomStreams(seed: experiment.seed), fit: fit)
    } catch  where stop.isMade {
      throw RunError.interrupted
    }
  }

  private func fit(_ fold: BacktestFold) throws -> any WindowModel {
    let windows = NumberText.count(fold.training.count)
    say("Fold \(fold.number) of \(fold.count): \(windows) windows to train.")
    let network = try experiment.network(for: fold.recipe)
    let trainer = Trainer(
      settings: experiment.training, seed: experiment.seed, observers: observers,
      stopRequest: stop)
    let result = try trainer.fit(
      network, training: fold.training.windows, validation: fold.validation?.windows)
    if result.summary.stopped == .interrupted { throw RunError.interrupted }
    return NetworkModel(network)
  }
}
