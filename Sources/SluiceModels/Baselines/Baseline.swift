/// One fitted baseline, as a bundle holds it when no network is better.
public enum Baseline: Codable, Hashable {
  /// The last reading.
  case persistence(Persistence)
  /// The last season.
  case seasonalNaive(SeasonalNaive)
  /// The last reading and the average slope.
  case drift(Drift)
  /// The mean of the training part.
  case mean(TrainingMean)
  /// A linear regression on the window.
  case ridge(FittedRidge)
  /// The shares of the classes in the training part.
  case majorityClass(MajorityClass)
  /// The class whose windows have the most similar statistics on average.
  case nearestCentroid(NearestCentroid)
  /// A linear classifier of the windows' statistics.
  case logisticRegression(FittedLogisticRegression)

  private var model: any WindowModel {
    switch self {
    case .persistence(let model): model
    case .seasonalNaive(let model): model
    case .drift(let model): model
    case .mean(let model): model
    case .ridge(let model): model
    case .majorityClass(let model): model
    case .nearestCentroid(let model): model
    case .logisticRegression(let model): model
    }
  }
}

extension Baseline: WindowModel {
  /// The baseline's name, as its case is called.
  public var name: String { model.name }

  /// Number of trained parameters.
  public var parameterCount: Int { model.parameterCount }

  /// Returns the answers for all windows of a frame, as ``WindowModel/outputs(for:)`` says.
  ///
  /// - Throws: `SeriesError` when the frame lacks the target column of a forecast.
  public func outputs(for frame: WindowFrame) throws -> [Float] {
    try model.outputs(for: frame)
  }

  /// Returns the number of multiply-adds that one answer for a full window takes.
  public func multiplyAdds(lookback: Int) -> Int { model.multiplyAdds(lookback: lookback) }
}

extension Baseline {
  private enum CodingKeys: String, CodingKey {
    case persistence, seasonalNaive, drift, mean, ridge
    case majorityClass, nearestCentroid, logisticRegression
  }

  /// Decodes a map of one key, the baseline's name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "expected one of \(Baselines.names.joined(separator: ", "))"))
    }
    self =
      switch key {
      case .persistence: .persistence(try container.decode(Persistence.self, forKey: key))
      case .seasonalNaive: .seasonalNaive(try container.decode(SeasonalNaive.self, forKey: key))
      case .drift: .drift(try container.decode(Drift.self, forKey: key))
      case .mean: .mean(try container.decode(TrainingMean.self, forKey: key))
      case .ridge: .ridge(try container.decode(FittedRidge.self, forKey: key))
      case .majorityClass: .majorityClass(try container.decode(MajorityClass.self, forKey: key))
      case .nearestCentroid:
        .nearestCentroid(try container.decode(NearestCentroid.self, forKey: key))
      case .logisticRegression:
        .logisticRegression(try container.decode(FittedLogisticRegression.self, forKey: key))
      }
  }

  /// Encodes a map of one key, the baseline's name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .persistence(let model): try container.encode(model, forKey: .persistence)
    case .seasonalNaive(let model): try container.encode(model, forKey: .seasonalNaive)
    case .drift(let model): try container.encode(model, forKey: .drift)
    case .mean(let model): try container.encode(model, forKey: .mean)
    case .ridge(let model): try container.encode(model, forKey: .ridge)
    case .majorityClass(let model): try container.encode(model, forKey: .majorityClass)
    case .nearestCentroid(let model): try container.encode(model, forKey: .nearestCentroid)
    case .logisticRegression(let model): try container.encode(model, forKey: .logisticRegression)
    }
  }
}
