import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// The same experiment trained with several seeds: whether its result is luck.
struct SeedTrial {
  /// The error of each seed: squared for forecasts, one less the balanced accuracy for labels.
  var errors: [Double]
  /// The same of the best baseline.
  var baseline: Double

  /// Trains with the seeds behind the experiment's own.
  ///
  /// - Parameter own: The result of the experiment's own seed.
  /// - Throws: ``RunError/interrupted``, and the errors of the modules below.
  init(
    _ experiment: Experiment, data series: Series, own: TrainedRun, seeds: Int,
    observers: [any TrainingObserver], stop: StopRequest
  ) throws {
    errors = [own.test.error]
    baseline = own.test.bestBaselineError
    for offset in 1..<max(2, seeds) {
      var experiment = experiment
      experiment.seed += UInt64(offset)
      let data = try experiment.cut(series)
      let network = try experiment.network(for: data.recipe)
      let trainer = Trainer(
        settings: experiment.training, seed: experiment.seed, observers: observers,
        stopRequest: stop)
      let result = try data.learning.fit(network, with: trainer)
      if result.summary.stopped == .interrupted { throw RunError.interrupted }
      let trained = try TrainedRun(
        network, result: result, data: data, experiment: experiment, origin: nil)
      errors.append(trained.test.error)
    }
  }

  /// What it says; nil where all seeds agree and the lead is well above their spread.
  var finding: Finding? {
    let mean = errors.reduce(0, +) / Double(errors.count)
    let spread =
      (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(errors.count - 1))
      .squareRoot()
    let wins = errors.count { $0 < baseline }
    let isSplit = wins > 0 && wins < errors.count
    guard isSplit || abs(mean - baseline) < 2 * spread else { return nil }
    let number = { NumberText.significant($0, 3) }
    return Finding(
      .seedNoise, weight: 0.72,
      title: "Whether the network beats the baselines depends on the seed.",
      evidence: "Over \(errors.count) seeds the error is \(number(mean)) with a deviation of "
        + "\(number(spread)); the best baseline's is \(number(baseline)). The network is better with "
        + "\(wins) of them.",
      effect: "Another seed gives another result as good as this one. The mean over seeds is what "
        + "counts.",
      cure: Cure(
        "Judge changes by several seeds (seeds in a study file), and average the weights of the last "
          + "updates.", [.init("training.emaDecay", "0.99")]),
      picture: Picture(
        "The error by seed", note: "Shorter is better.", upwards: "error on the test part",
        .bars(
          errors.enumerated().map {
            .init("seed +\($0.offset)", $0.element, isMeant: $0.offset == 0)
          }
            + [.init("best baseline", baseline)])))
  }
}

extension TestResult {
  /// The error that models are compared by.
  fileprivate var error: Double {
    switch self {
    case .forecasts(let evaluation): evaluation.metrics.mse
    case .labels(let evaluation): 1 - evaluation.metrics.balancedAccuracy
    }
  }

  fileprivate var bestBaselineError: Double {
    switch self {
    case .forecasts(let evaluation): evaluation.baselines.values.map(\.mse).min() ?? .infinity
    case .labels(let evaluation):
      evaluation.baselines.values.map { 1 - $0.balancedAccuracy }.min() ?? .infinity
    }
  }
}
