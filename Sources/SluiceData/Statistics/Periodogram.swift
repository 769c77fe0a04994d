/// How the variance of readings spreads over frequencies.
///
/// The straight line of least squares is taken out first. Densities are one-sided: their sum over
/// the number of readings is the variance that is left.
///
/// - Source: Schuster 1898; scipy `signal.periodogram(x, detrend="linear")`.
public struct Periodogram: Codable, Hashable, Sendable {
  /// The power at `k` cycles over all readings, `k` from 0 to n / 2, in squared units of the
  /// readings times rows.
  public let densities: [Double]
  /// The number of readings.
  public let count: Int

  /// Computes the periodogram in O(n log n), for any number of readings.
  ///
  /// - Parameter readings: At least 4, not all the same.
  /// - Throws: ``StatisticsError``.
  public init(_ readings: Readings) throws {
    try readings.require(4, for: "periodogram")
    self.init(deviations: SelfSimilarity(readings.values).deviations)
  }

  /// The frequencies of the densities in cycles a row, from 0 to 0.5.
  public var frequencies: [Double] {
    densities.indices.map { Double($0) / Double(count) }
  }

  /// Takes readings that have no trend.
  init(deviations: [Double]) {
    count = deviations.count
    let (real, imaginary) = FourierTransform.ofReal(deviations)
    densities = real.indices.map { k in
      let power = (real[k] * real[k] + imaginary[k] * imaginary[k]) / Double(deviations.count)
      return k == 0 || 2 * k == deviations.count ? power : 2 * power
    }
  }
}
