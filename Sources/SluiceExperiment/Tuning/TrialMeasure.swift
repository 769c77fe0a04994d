import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// What one training of a trial came to.
struct TrialMeasure {
  /// All measured numbers, by the names of ``ObjectiveKind`` and a few more.
  var values: [String: Double]

  /// How many batches of forecasts are timed: 0.2 s of them, for other trials run beside.
  private static let timedBatches = 2000

  /// Measures a trained network on the windows that it is judged by.
  ///
  /// - Parameters:
  ///   - kinds: What is asked for; what costs nothing is measured in any case.
  ///   - bundle: The network with its way from raw rows.
  init(
    _ kinds: [ObjectiveKind], network: Network, result: TrainingResult, fold: StudyData.Fold,
    settings: TrainingSettings, bundle: ModelBundle
  ) throws {
    values = ["parameters": Double(network.parameters.scalarCount)]
    let summary = result.summary
    values["epochs"] = Double(summary.epochs)
    let kept = settings.restoreBest && summary.bestEpoch > 0 ? summary.bestEpoch : summary.epochs
    values["bestEpoch"] = Double(kept)
    values["validationLoss"] = result.history.epochs.first { $0.epoch == kept }?.validationLoss
    let scores = try Scores(of: network, on: fold)
    for kind in ObjectiveKind.allCases {
      if let value = kind.metric.flatMap(scores.value) { values[kind.rawValue] = value }
    }
    if kinds.contains(.bundleBytes) { values["bundleBytes"] = Double(try bundle.savedBytes()) }
    if kinds.contains(.predictionMicroseconds) {
      let cost = try Cost(
        of: NetworkModel(network), bytes: 0, frame: fold.validation, clock: ContinuousClock(),
        batches: Self.timedBatches)
      values["predictionMicroseconds"] = cost.secondsPerPrediction * 1e6
    }
  }

  /// The metrics of a network's validation forecasts, in the target's own units, or of its labels.
  enum Scores {
    case forecasts(Metrics)
    case labels(ClassificationMetrics)

    init(of network: Network, on fold: StudyData.Fold) throws {
      let frame = fold.validation
      let model = NetworkModel(network)
      if fold.recipe.classes == nil {
        self = .forecasts(
          Metrics(
            actual: frame.actual(), predicted: try model.outputs(for: frame), naiveError: nil))
      } else {
        self = .labels(try ClassificationMetrics(of: model, on: frame))
      }
    }

    func value(of kind: MetricKind) -> Double? {
      switch self {
      case .forecasts(let metrics): kind.value(of: metrics)
      case .labels(let metrics): kind.value(of: metrics)
      }
    }
  }
}

extension [TrialMeasure] {
  /// The mean of each number over several trainings, where all of them have it.
  var means: [String: Double] {
    var means: [String: Double] = [:]
    for name in first?.values.keys.sorted() ?? [] {
      let values = compactMap { $0.values[name] }
      if values.count == count { means[name] = values.reduce(0, +) / Double(count) }
    }
    return means
  }
}
