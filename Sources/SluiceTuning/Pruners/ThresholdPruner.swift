import SluiceTensor

/// Ends a trial that reports a value outside fixed bounds, or one that is not a number.
public struct ThresholdPruner: Pruner, Hashable {
  /// The least value that is let through; nil for no bound.
  public var lower: Double?

  /// The greatest value that is let through; nil for no bound.
  public var upper: Double?

  /// The number of steps of a trial before which it is not pruned.
  public var warmUp: Int

  /// Creates the pruner.
  public init(lower: Double? = nil, upper: Double? = nil, warmUp: Int = 0) {
    self.lower = lower
    self.upper = upper
    self.warmUp = warmUp
  }

  /// The name with its settings.
  public var description: String {
    let (low, high) = (lower.map { "\($0)" } ?? "any", upper.map { "\($0)" } ?? "any")
    return "threshold(\(low) to \(high), warm-up \(warmUp))"
  }

  /// Looks at the last report.
  public func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    guard let last = trial.intermediate.last, last.step > warmUp else { return false }
    return last.value.isNaN || last.value < lower ?? -.infinity || last.value > upper ?? .infinity
  }
}

extension ThresholdPruner: Codable {
  enum CodingKeys: String, CodingKey {
    case lower, upper, warmUp
  }

  /// Reads the settings; one of the bounds must be there.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let lower = try container.decodeIfPresent(Double.self, forKey: .lower)
    let upper = try container.decodeIfPresent(Double.self, forKey: .upper)
    guard lower != nil || upper != nil, lower ?? -.infinity < upper ?? .infinity else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a threshold needs lower, or upper, or both with lower below upper"))
    }
    self.init(
      lower: lower, upper: upper,
      warmUp: try container.setting(.warmUp, default: 0, mustBe: "at least 0") { $0 >= 0 })
  }
}
