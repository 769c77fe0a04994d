/// Decomposition into trend, season and remainder by local regression (STL).
///
/// The phases of the season are smoothed each for itself, what they share with the trend is taken
/// out of them, and the trend is smoothed of what is left; again and again. All readings take part,
/// later ones too, so that it describes a series but cannot prepare inputs of a forecast.
///
/// - Source: Cleveland, Cleveland, McRae & Terpenning 1990, "STL: A Seasonal-Trend Decomposition
///   Procedure Based on Loess", Journal of Official Statistics 6, 3-73; statsmodels `STL` with lines
///   (degree 1).
public struct STL: Codable, Hashable, Sendable {
  /// At how many rows local lines are fitted.
  public enum Detail: String, Codable, Sendable {
    /// At every one; the time grows with the rows times the trend's window.
    case everyRow
    /// At every tenth of each window, with straight lines between them, as R does.
    case tenthOfWindow
  }

  /// The season's length in rows, at least 2.
  public var season: Int
  /// The number of seasons that the smoothing of each phase looks at; odd, at least 3.
  ///
  /// A large one keeps the season's shape the same throughout.
  public var seasonalWindow: Int
  /// The number of rows that the trend's smoothing looks at, odd and longer than the season; nil
  /// takes `1.5 season / (1 - 1.5 / seasonalWindow)` rounded up to an odd number.
  public var trendWindow: Int?
  /// Whether outliers are weighted down, at more than six times the cost.
  public var isRobust: Bool
  /// At how many rows local lines are fitted.
  public var detail: Detail

  /// Creates a decomposition; its settings are checked when it is used.
  public init(
    season: Int, seasonalWindow: Int = 7, trendWindow: Int? = nil, isRobust: Bool = false,
    detail: Detail = .everyRow
  ) {
    self.season = season
    self.seasonalWindow = seasonalWindow
    self.trendWindow = trendWindow
    self.isRobust = isRobust
    self.detail = detail
  }

  /// Returns readings decomposed.
  ///
  /// - Parameter readings: At least two seasons.
  /// - Throws: ``StatisticsError``.
  public func decomposed(_ readings: Readings) throws -> SeasonalDecomposition {
    try check(readings)
    var loops = STLLoops(values: readings.values, settings: self)
    loops.run(inner: isRobust ? 2 : 5, outer: isRobust ? 15 : 0)
    return SeasonalDecomposition(
      trend: loops.trend,
      seasons: [.init(rows: season, values: loops.seasonal)],
      remainder: readings.values.indices.map {
        readings.values[$0] - loops.seasonal[$0] - loops.trend[$0]
      }, weights: loops.weights)
  }

  /// The trend's window that is used.
  var usedTrendWindow: Int {
    if let trendWindow { return trendWindow }
    let window = Int((1.5 * Double(season) / (1 - 1.5 / Double(seasonalWindow))).rounded(.up))
    return window | 1
  }

  func check(_ readings: Readings) throws {
    let limits = [
      ("season", season, season >= 2, "at least 2 rows"),
      (
        "seasonal window", seasonalWindow, seasonalWindow >= 3 && seasonalWindow % 2 == 1,
        "an odd number of at least 3"
      ),
      (
        "trend window", trendWindow ?? .max,
        trendWindow.map { $0 > season && $0 >= 3 && $0 % 2 == 1 } ?? true,
        "an odd number above the season of \(season)"
      ),
    ]
    for (name, value, isAllowed, allowed) in limits where !isAllowed {
      throw StatisticsError.outOfRange(
        setting: "The \(name) of a decomposition", value: "\(value)", allowed: allowed)
    }
    // A season above half the readings is one that they are too few for, however large it is.
    let needed = season > Int.max / 2 ? Int.max : 2 * season
    if readings.count < needed {
      throw StatisticsError.tooFew(
        purpose: "a decomposition with a season of \(season) rows", needed: needed,
        found: readings.count)
    }
  }
}
