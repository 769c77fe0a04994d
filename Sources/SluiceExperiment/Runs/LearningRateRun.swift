import SluiceModels
import SluiceNN
import SluiceReport

/// The whole of `sluice find-learning-rate`: an experiment's network trained for some updates at rates
/// that rise from one to the next, to see which of them it learns from.
///
/// It writes nothing and leaves the experiment as it is.
public struct LearningRateRun {
  /// Whose network, readings and training settings to take.
  public var experiment: Experiment

  /// The first learning rate, above 0.
  public var lowest: Float

  /// The last one, above ``lowest``.
  public var highest: Float

  /// Number of updates, at least 2.
  public var updates: Int

  /// Creates a run.
  public init(
    experiment: Experiment, lowest: Float = 1e-6, highest: Float = 1, updates: Int = 100
  ) {
    self.experiment = experiment
    self.lowest = lowest
    self.highest = highest
    self.updates = updates
  }

  /// Runs the test.
  ///
  /// - Parameter progress: Is told after each update how many there were.
  /// - Throws: ``RunError``, and the errors of the modules below.
  public func run(
    progress: (_ done: Int, _ point: LearningRateRange.Point) -> Void = { _, _ in }
  ) throws -> LearningRateReport {
    let data = try experiment.cut(experiment.prepared(experiment.readSeries()).series)
    var done = 0
    let range = try Trainer(settings: experiment.training, seed: experiment.seed).learningRateRange(
      experiment.network(for: data.recipe),
      training: data.training.samples(weighing: experiment.training),
      from: lowest, to: highest,
      updates: updates
    ) { point in
      done += 1
      progress(done, point)
    }
    let optimizer = experiment.training.optimizer
    return LearningRateReport(
      range, optimizer: type(of: optimizer.algorithm).name, learningRate: optimizer.learningRate)
  }
}
