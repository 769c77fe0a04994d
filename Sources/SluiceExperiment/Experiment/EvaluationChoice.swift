import SluiceData
import SluiceReport
import SluiceTensor

/// How the trained model is put to the test.
public struct EvaluationChoice: Codable, Hashable, Sendable {
  /// What is done at the beginning of the test part, where fewer rows than the lookback are known.
  public var warmUp: WarmUp

  /// The season in rows, for the seasonal naive forecast; nil infers it from the training part.
  public var season: Int?

  /// Published figures to compare with.
  public var published: [PublishedFigure]

  /// Creates a choice.
  public init(warmUp: WarmUp = .trueLength, season: Int? = nil, published: [PublishedFigure] = []) {
    self.warmUp = warmUp
    self.season = season
    self.published = published
  }

  /// Decodes a choice; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    warmUp = try container.setting(.warmUp, default: .trueLength)
    season = try container.optionalCount(.season)
    published = try container.setting(.published, default: [])
  }
}
