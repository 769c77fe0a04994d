import SluiceData

/// How the trained model is put to the test.
public struct EvaluationChoice: Codable, Hashable, Sendable {
  /// A published figure to compare with.
  public struct Reference: Codable, Hashable, Sendable {
    /// Whose figure it is.
    public var name: String

    /// The mean squared error on the test part, in squared target units.
    public var mse: Double

    /// Creates a figure.
    public init(name: String, mse: Double) {
      self.name = name
      self.mse = mse
    }
  }

  /// What is done at the beginning of the test part, where fewer rows than the lookback are known.
  public var warmUp: WarmUp

  /// The season in rows, for the seasonal naive forecast; nil infers it from the training part.
  public var season: Int?

  /// Published figures to compare with.
  public var references: [Reference]

  /// Creates a choice.
  public init(warmUp: WarmUp = .trueLength, season: Int? = nil, references: [Reference] = []) {
    self.warmUp = warmUp
    self.season = season
    self.references = references
  }

  /// Decodes a choice; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    warmUp = try container.decodeIfPresent(WarmUp.self, forKey: .warmUp) ?? .trueLength
    season = try container.decodeOptionalInteger(.season, atLeast: 1)
    references = try container.decodeIfPresent([Reference].self, forKey: .references) ?? []
  }
}
