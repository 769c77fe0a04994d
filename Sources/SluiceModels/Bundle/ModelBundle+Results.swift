extension ModelBundle {
  /// What was measured when the model was made.
  public struct Results: Hashable, Sendable {
    /// The metrics on the test part.
    public enum Scores: Hashable, Sendable {
      /// Of a forecast, in target units: the model's, and each baseline's by name.
      case forecast(test: Metrics, baselines: [String: Metrics])
      /// Of labels: the model's, and each baseline's by name.
      case classification(
        test: ClassificationMetrics, baselines: [String: ClassificationMetrics])
    }

    /// The metrics on the test part.
    public var scores: Scores
    /// Whether the network beat the best of the baselines.
    public var verdict: Verdict
    /// Number of epochs run; nil for a baseline.
    public var epochs: Int?
    /// The epoch with the lowest watched loss; nil for a baseline.
    public var bestEpoch: Int?
    /// The epoch whose weights were kept; nil for a baseline, and in bundles of earlier versions.
    public var keptEpoch: Int?

    /// Takes from a run's metrics what does not depend on the clock.
    public init(_ metrics: RunMetrics) {
      scores =
        switch metrics {
        case .forecast(let metrics): .forecast(test: metrics.test, baselines: metrics.baselines)
        case .classification(let metrics):
          .classification(test: metrics.test, baselines: metrics.baselines)
        }
      verdict = metrics.verdict
      epochs = metrics.training?.epochs
      bestEpoch = metrics.training?.bestEpoch
      keptEpoch = metrics.training?.keptEpoch
    }
  }
}

extension ModelBundle.Results: Codable {
  private enum CodingKeys: String, CodingKey {
    case task, test, baselines, verdict, epochs, bestEpoch, keptEpoch
  }

  /// Decodes results; without `task` they are a forecast's, as in bundles of earlier versions.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if try container.decodeIfPresent(String.self, forKey: .task) == "classification" {
      scores = .classification(
        test: try container.decode(ClassificationMetrics.self, forKey: .test),
        baselines: try container.decode([String: ClassificationMetrics].self, forKey: .baselines))
    } else {
      scores = .forecast(
        test: try container.decode(Metrics.self, forKey: .test),
        baselines: try container.decode([String: Metrics].self, forKey: .baselines))
    }
    verdict = try container.decode(Verdict.self, forKey: .verdict)
    epochs = try container.decodeIfPresent(Int.self, forKey: .epochs)
    bestEpoch = try container.decodeIfPresent(Int.self, forKey: .bestEpoch)
    keptEpoch = try container.decodeIfPresent(Int.self, forKey: .keptEpoch)
  }

  /// Encodes results; `task` is named for a classification only.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch scores {
    case .forecast(let test, let baselines):
      try container.encode(test, forKey: .test)
      try container.encode(baselines, forKey: .baselines)
    case .classification(let test, let baselines):
      try container.encode("classification", forKey: .task)
      try container.encode(test, forKey: .test)
      try container.encode(baselines, forKey: .baselines)
    }
    try container.encode(verdict, forKey: .verdict)
    try container.encodeIfPresent(epochs, forKey: .epochs)
    try container.encodeIfPresent(bestEpoch, forKey: .bestEpoch)
    try container.encodeIfPresent(keptEpoch, forKey: .keptEpoch)
  }
}
