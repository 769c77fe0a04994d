/// Everything that is measured about one run, whatever its task: the content of `metrics.json`.
public enum RunMetrics: Hashable, Sendable {
  /// The figures of a forecast.
  case forecast(ForecastMetrics)
  /// The figures of a classification.
  case classification(LabelMetrics)

  /// Whether the network beats the best baseline.
  public var verdict: Verdict {
    switch self {
    case .forecast(let metrics): metrics.verdict
    case .classification(let metrics): metrics.verdict
    }
  }

  /// How the network was trained; nil for an evaluation on other data.
  public var training: TrainingSummary? {
    switch self {
    case .forecast(let metrics): metrics.training
    case .classification(let metrics): metrics.training
    }
  }

  /// What each model costs, the model under test first.
  public var costs: [Cost] {
    switch self {
    case .forecast(let metrics): metrics.costs
    case .classification(let metrics): metrics.costs
    }
  }
}

extension RunMetrics: Codable {
  private enum CodingKeys: String, CodingKey { case task }

  /// Decodes the figures of the task that `task` names; without it they are a forecast's.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if try container.decodeIfPresent(String.self, forKey: .task) == "classification" {
      self = .classification(try LabelMetrics(from: decoder))
    } else {
      self = .forecast(try ForecastMetrics(from: decoder))
    }
  }

  /// Encodes the figures beside `task`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .forecast(let metrics):
      try container.encode("forecast", forKey: .task)
      try metrics.encode(to: encoder)
    case .classification(let metrics):
      try container.encode("classification", forKey: .task)
      try metrics.encode(to: encoder)
    }
  }
}
