import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much readings resemble themselves some rows before: the autocorrelation function (ACF).
///
/// `values[k]` is the sum of `(x[t] - mean) (x[t + k] - mean)` over all pairs divided by that of
/// lag 0 (the biased estimator, whose values are at most 1 and whose matrices are positive).
///
/// - Source: Box & Jenkins; statsmodels `acf(adjusted=False)` with `alpha=0.05`.
public struct Autocorrelation: Codable, Hashable, Sendable {
  /// The autocorrelation at each lag from 0 rows on, from -1 to 1; the first is 1.
  public let values: [Double]
  /// The number of readings that they were computed of.
  public let count: Int

  /// The quantile of the normal distribution between whose negative and itself 95 % lie.
  static let normalQuantile = 1.959963984540054

  /// Computes the autocorrelation, for few lags by its definition and for many by a Fourier
  /// transform.
  ///
  /// - Parameters:
  ///   - readings: At least 2, not all the same.
  ///   - lags: The longest lag in rows, from 1 to one less than the readings; nil takes
  ///     `10 log10(n)`, as statsmodels does.
  /// - Throws: ``StatisticsError``.
  public init(_ readings: Readings, lags: Int? = nil) throws {
    try readings.require(2, for: "autocorrelation")
    let most = lags ?? Autocorrelation.usualLags(readings.count)
    guard (1..<readings.count).contains(most) else {
      throw StatisticsError.outOfRange(
        setting: "The longest lag of an autocorrelation", value: "\(most)",
        allowed: "1 to \(readings.count - 1) for \(readings.count) readings")
    }
    count = readings.count
    let products = Autocorrelation.products(readings.unitDeviations, most: most)
    values = products.map { $0 / products[0] }
  }

  /// The lags that statsmodels computes unless others are asked for.
  static func usualLags(_ count: Int) -> Int {
    max(1, min(Int(10 * log10(Double(count))), count - 1))
  }

  /// Half the width of the band within which 95 % of the values of white noise lie at each lag
  /// above 0: `1.96 / sqrt(n)`.
  ///
  /// It holds for the partial autocorrelation as well.
  public var band: Double { Autocorrelation.normalQuantile / Double(count).squareRoot() }

  /// Half the width of the 95 % interval around each value, in order of lags, when the
  /// autocorrelation ends before that lag (Bartlett's formula); 0 at lag 0.
  public var bartlettBands: [Double] {
    var squares = 0.0
    return values.indices.map { lag in
      if lag == 0 { return 0 }
      let width = band * (1 + 2 * squares).squareRoot()
      squares += values[lag] * values[lag]
      return width
    }
  }

  /// The partial autocorrelation (PACF) at the same lags: what a lag adds to the ones before it.
  ///
  /// It is the last coefficient of the autoregression of each order, by the recursion of Levinson
  /// and Durbin on ``values``. All of them lie from -1 to 1.
  ///
  /// - Source: Durbin 1960, <https://doi.org/10.2307/1401322>; the same as statsmodels
  ///   `pacf(method="ldbiased")` and `"ywmle"`, not its default, which divides by fewer pairs.
  public var partialValues: [Double] {
    var result = [1.0]
    var coefficients: [Double] = []
    var remainder = 1.0
    for lag in values.indices.dropFirst() {
      var unexplained = values[lag]
      for (index, coefficient) in coefficients.enumerated() {
        unexplained -= coefficient * values[lag - 1 - index]
      }
      let partial = remainder > 0 ? unexplained / remainder : 0
      let reversed = coefficients.reversed()
      coefficients = zip(coefficients, reversed).map { $0 - partial * $1 } + [partial]
      remainder *= 1 - partial * partial
      result.append(partial)
    }
    return result
  }

  /// The sums of the products of values some rows apart, for lags 0 to `most`.
  static func products(_ values: [Double], most: Int) -> [Double] {
    // Below this many multiplications the definition is as quick, and it rounds less.
    if most * values.count > 1 << 24 {
      return FourierTransform.laggedProducts(values, most: most)
    }
    return values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return [] }
      return (0...most).map { dotProduct(start, start + $0, values.count - $0) }
    }
  }
}
