/// Readings as the sum of a trend, seasons and a remainder, in their own unit.
public struct SeasonalDecomposition: Codable, Hashable, Sendable {
  /// The pattern of one season.
  public struct Season: Codable, Hashable, Sendable {
    /// The season's length in rows.
    public let rows: Int
    /// Its part of each reading.
    public let values: [Double]
  }

  /// The slow part of each reading.
  public let trend: [Double]
  /// The seasons, shortest first.
  public let seasons: [Season]
  /// What is left of each reading.
  public let remainder: [Double]
  /// How much each row counted, from 0 (an outlier) to 1; all 1 unless the decomposition was robust.
  public let weights: [Double]

  /// How strong the trend is, from 0 (none) to 1: the share of the variance of trend and remainder
  /// that the remainder does not have.
  ///
  /// - Source: Hyndman & Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, 4.3.
  public var trendStrength: Double { strength(of: trend) }

  /// How strong each season is, from 0 (none) to 1, in the order of ``seasons``.
  ///
  /// - Source: as for ``trendStrength``.
  public var seasonStrengths: [Double] { seasons.map { strength(of: $0.values) } }

  private func strength(of part: [Double]) -> Double {
    let both = Readings(checked: zip(part, remainder).map { $0 + $1 }).variance
    guard both > 0 else { return 0 }
    return max(0, 1 - Readings(checked: remainder).variance / both)
  }
}
