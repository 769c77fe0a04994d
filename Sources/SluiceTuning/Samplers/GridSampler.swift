import SluiceTensor

/// Tries all combinations, each once.
///
/// They come in order: the parameter that stands last changes fastest, the first one slowest. A
/// parameter that is not in play is not varied, so no two trials are the same. What was tried before,
/// such as the study's first values, is not tried again.
public struct GridSampler: Sampler, Hashable {
  /// How many values to try of a number without a step, spaced equally on its scale from end to end;
  /// at least 1.
  ///
  /// Nil refuses spaces with such a number.
  public var points: Int?

  /// Creates the sampler.
  public init(points: Int? = nil) {
    self.points = points
  }

  /// The name with its settings.
  public var description: String {
    SettingsText("grid").adding("points", points).text
  }

  /// Every space whose domains have an end will do, the others with ``points``; and any number of
  /// objectives.
  ///
  /// - Throws: ``TuningError/unsuitable(sampler:reason:)``, ``TuningError/badSetting(name:found:expected:)``.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    if let points, points < 1 {
      throw TuningError.badSetting(
        name: "points of the sampler grid", found: "\(points)", expected: "at least 1")
    }
    _ = try GridCombinations(space, points: points)
  }

  /// Takes the first combination that nobody has tried or is trying.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) throws -> Proposal? {
    let grid = try GridCombinations(history.space, points: points)
    let tried = Set(history.trials.compactMap { grid.index(of: $0.parameters) })
    var index = 0
    while tried.contains(index) { index += 1 }
    return grid.combination(index).map { Proposal($0) }
  }
}

extension GridSampler: Codable {
  enum CodingKeys: String, CodingKey {
    case points
  }

  /// Reads the settings; absent ones take their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let isGiven = try container.contains(.points) && !container.decodeNil(forKey: .points)
    self.init(points: isGiven ? try container.count(.points) : nil)
  }
}
