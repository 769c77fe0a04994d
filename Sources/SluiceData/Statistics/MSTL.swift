/// Decomposition into trend, several seasons and remainder: STL for each season in turn, on what the
/// others leave.
///
/// - Source: Bandara, Hyndman & Bergmeir 2021, <https://arxiv.org/abs/2107.13462>; statsmodels `MSTL`.
public struct MSTL: Codable, Hashable, Sendable {
  /// The seasons' lengths in rows, each at least 2, none twice.
  public var seasons: [Int]
  /// How often all seasons are gone through, at least 1; one season is gone through once.
  public var iterations: Int
  /// Whether outliers are weighted down.
  public var isRobust: Bool
  /// At how many rows local lines are fitted.
  public var detail: STL.Detail

  /// Creates a decomposition; its settings are checked when it is used.
  public init(
    seasons: [Int], iterations: Int = 2, isRobust: Bool = false, detail: STL.Detail = .everyRow
  ) {
    self.seasons = seasons
    self.iterations = iterations
    self.isRobust = isRobust
    self.detail = detail
  }

  /// Returns readings decomposed, seasons from the shortest to the longest.
  ///
  /// The seasonal window is 11 for the shortest season and 4 more for each longer one.
  ///
  /// - Parameter readings: At least two of the longest season.
  /// - Throws: ``StatisticsError``.
  public func decomposed(_ readings: Readings) throws -> SeasonalDecomposition {
    let lengths = Set(seasons).sorted()
    if lengths.isEmpty || lengths.count < seasons.count || iterations < 1 {
      throw StatisticsError.outOfRange(
        setting: "A decomposition's seasons and iterations", value: "\(seasons), \(iterations)",
        allowed: "one or more different seasons, 1 or more iterations")
    }
    let steps = lengths.enumerated().map { index, season in
      STL(season: season, seasonalWindow: 11 + 4 * index, isRobust: isRobust, detail: detail)
    }
    for step in steps { try step.check(readings) }
    var patterns = [[Double]](
      repeating: [Double](repeating: 0, count: readings.count), count: steps.count)
    var rest = readings.values
    var trend: [Double] = []
    var weights: [Double] = []
    for _ in 0..<(steps.count == 1 ? 1 : iterations) {
      for (index, step) in steps.enumerated() {
        rest = zip(rest, patterns[index]).map { $0 + $1 }
        let parts = try step.decomposed(Readings(checked: rest))
        patterns[index] = parts.seasons[0].values
        rest = zip(rest, patterns[index]).map { $0 - $1 }
        (trend, weights) = (parts.trend, parts.weights)
      }
    }
    return SeasonalDecomposition(
      trend: trend, seasons: zip(lengths, patterns).map { .init(rows: $0, values: $1) },
      remainder: zip(rest, trend).map { $0 - $1 }, weights: weights)
  }
}
