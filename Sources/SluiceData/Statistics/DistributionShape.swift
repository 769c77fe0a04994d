/// Mean, deviation and the shape of the distribution of readings.
///
/// - Source: scipy `stats.skew` and `stats.kurtosis`, both with their defaults.
public struct DistributionShape: Codable, Hashable, Sendable {
  /// The mean, in the unit of the readings.
  public let mean: Double
  /// The standard deviation of the population (divided by n), in the unit of the readings.
  public let deviation: Double
  /// The skewness, `m3 / m2^1.5`: 0 for a symmetric distribution, above 0 with a long upper tail.
  public let skewness: Double
  /// The excess kurtosis, `m4 / m2^2 - 3`: 0 for a normal distribution, above 0 with heavy tails.
  public let excessKurtosis: Double

  /// Measures readings, in any order.
  ///
  /// - Parameter readings: At least 2, not all the same.
  /// - Throws: ``StatisticsError``.
  public init(_ readings: Readings) throws {
    try readings.require(2, for: "shape of a distribution")
    mean = readings.mean
    deviation = readings.variance.squareRoot()
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in readings.unitDeviations {
      let square = value * value
      second += square
      third += square * value
      fourth += square * square
    }
    let count = Double(readings.count)
    (second, third, fourth) = (second / count, third / count, fourth / count)
    skewness = third / (second * second.squareRoot())
    excessKurtosis = fourth / (second * second) - 3
  }
}
