/// How the readings of one column depend on the ones before: lags, seasons, trend and level.
///
/// The statistics take rows as equally spaced and none as missing, so they are of the longest stretch
/// without a missing reading, and of its latest ``mostRows`` where it is longer.
public struct StretchExamination: Codable, Hashable, Sendable {
  /// The most rows that are looked at; more would take seconds a column.
  public static let mostRows = 100_000
  /// The fewest rows that tell anything.
  public static let leastRows = 50
  /// The share of the variance from which on a season is worth telling.
  public static let leastShare = 0.05

  /// The longest stretch without a missing reading.
  public let stretch: Stretch
  /// The first row looked at.
  public let firstRow: Int
  /// The number of rows looked at.
  public let rows: Int
  /// The autocorrelation: 40 lags, or one and a quarter strongest seasons if that is more, 3,000 at most.
  public let autocorrelation: Autocorrelation
  /// The partial autocorrelation at lags from 0 to at most 40.
  public let partialAutocorrelation: [Double]
  /// The periodogram, from the longest wave to the shortest.
  public let spectrum: [SpectrumBand]
  /// The seasons found, shortest first, also those below ``leastShare``.
  public let seasons: [SeasonalPeriod]
  /// How the level goes on.
  public let course: LevelCourse
  /// The strengths of trend and seasons; nil without a season worth telling.
  public let decomposition: Decomposition?

  /// What MSTL says of the readings.
  public struct Decomposition: Codable, Hashable, Sendable {
    /// The strength of the trend, from 0 to 1.
    public let trendStrength: Double
    /// The lengths of the seasons in rows, shortest first.
    public let seasons: [Int]
    /// The strength of each of them, from 0 to 1.
    public let seasonStrengths: [Double]
    /// The trend.
    public let trend: SeriesOutline
  }

  /// The seasons that take at least ``leastShare`` of the variance.
  public var clearSeasons: [SeasonalPeriod] {
    seasons.filter { $0.share >= StretchExamination.leastShare }
  }

  /// Looks at readings over time; nil where too few follow each other or they do not differ.
  init?(_ column: Column, stretch: Stretch, timestamps: Timestamps?) throws {
    let rows = min(stretch.count, StretchExamination.mostRows)
    let firstRow = stretch.first + stretch.count - rows
    let readings = try Readings(column.rows(firstRow..<firstRow + rows))
    if rows < StretchExamination.leastRows || readings.isConstant { return nil }
    let seasons = SeasonalPeriod.found(in: readings)
    let clear = seasons.filter { $0.share >= StretchExamination.leastShare }
    let strongest = clear.max { $0.share < $1.share }?.rows ?? 0
    let lags = min(max(40, strongest + strongest / 4), 3_000, rows / 2)

    self.stretch = stretch
    self.firstRow = firstRow
    self.rows = rows
    self.seasons = seasons
    autocorrelation = try Autocorrelation(readings, lags: lags)
    partialAutocorrelation = try Autocorrelation(readings, lags: min(40, rows / 2)).partialValues
    spectrum = SpectrumBand.bands(of: try Periodogram(readings))
    course = try LevelCourse(readings, seasons: clear.map(\.rows), firstRow: firstRow)
    guard !clear.isEmpty else {
      decomposition = nil
      return
    }
    let parts = try MSTL(seasons: clear.map(\.rows), detail: .tenthOfWindow).decomposed(readings)
    decomposition = Decomposition(
      trendStrength: parts.trendStrength, seasons: parts.seasons.map(\.rows),
      seasonStrengths: parts.seasonStrengths,
      trend: SeriesOutline(parts.trend, firstRow: firstRow, timestamps: timestamps))
  }
}
