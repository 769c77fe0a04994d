import SluiceTensor

/// One model and the baselines, compared on the windows of one frame, whatever the task.
public enum TestResult: Sendable {
  /// Forecasts compared with what happened.
  case forecasts(Evaluation)
  /// Labels compared with the true ones.
  case labels(LabelEvaluation)

  /// Has every model answer the windows of a frame, once, and compares the answers with the truth.
  ///
  /// - Parameters:
  ///   - model: The model under test; a baseline of the same name is left out.
  ///   - baselines: The baselines, fitted to the model's training part.
  ///   - frame: The windows, whose truth is known.
  ///   - unit: The target's unit for the verdict's sentence; nil when it is not known.
  ///   - streams: The random streams of the run, for the bootstrap.
  /// - Throws: ``EvaluationError``, and what the models throw.
  public init(
    of model: any WindowModel, against baselines: FittedBaselines, on frame: WindowFrame,
    unit: String? = nil, streams: RandomStreams
  ) throws {
    if frame.recipe.classes == nil {
      self = .forecasts(
        try Evaluation(of: model, against: baselines, on: frame, unit: unit, streams: streams))
    } else {
      self = .labels(
        try LabelEvaluation(of: model, against: baselines, on: frame, streams: streams))
    }
  }

  /// The name of whatever is best: the model, or the best baseline when it is better.
  public var best: String {
    switch self {
    case .forecasts(let evaluation): evaluation.verdict.bestModel
    case .labels(let evaluation): evaluation.verdict.bestModel
    }
  }

  /// Returns the content of `metrics.json`.
  ///
  /// - Parameters:
  ///   - training: How the model was trained; nil for an evaluation on other data.
  ///   - costs: What each model costs, the model's first.
  public func runMetrics(training: TrainingSummary?, costs: [Cost]) -> RunMetrics {
    switch self {
    case .forecasts(let evaluation):
      .forecast(evaluation.runMetrics(training: training, costs: costs))
    case .labels(let evaluation):
      .classification(evaluation.runMetrics(training: training, costs: costs))
    }
  }
}

extension Verdict {
  /// The name of whatever is best: the model, or the best baseline when it is better.
  var bestModel: String { difference >= 0 ? model : bestBaseline }
}
