/// The two-sample test of Kolmogorov and Smirnov: whether two sets of readings have the same
/// distribution.
///
/// It takes readings as independent. Neighbouring rows of a series are not, so that its p-value is too
/// small there; the statistic itself tells how large a drift is.
///
/// - Source: Hodges 1958, <https://doi.org/10.1007/BF02589501>; scipy `ks_2samp(method="auto")`.
public struct KolmogorovSmirnovTest: Codable, Hashable, Sendable {
  /// The largest difference between the two shares of readings up to a value, from 0 to 1.
  public let statistic: Double
  /// The probability of such a difference or a larger one between samples of one distribution.
  public let pValue: Double
  /// The value at which the shares differ most (the lowest one), in the unit of the readings.
  public let location: Double

  /// The largest sample whose p-value is exact; above it the one of a single sample of
  /// `n m / (n + m)` readings is taken.
  public static let mostExact = 10_000

  /// Compares two sets of readings, in any order.
  ///
  /// - Parameters:
  ///   - first: At least 1.
  ///   - second: At least 1.
  /// - Throws: ``StatisticsError/tooFew(purpose:needed:found:)``.
  public init(_ first: Readings, _ second: Readings) throws {
    for sample in [first, second] where sample.count == 0 {
      throw StatisticsError.tooFew(
        purpose: "Kolmogorov-Smirnov test", needed: 1, found: sample.count)
    }
    let (n, m) = (first.count, second.count)
    let (a, b) = (first.values.sorted(), second.values.sorted())
    var (i, j) = (0, 0)
    // Whole numbers: the difference times n m.
    var largest = 0
    var location = min(a[0], b[0])
    while i < n, j < m {
      let value = min(a[i], b[j])
      while i < n, a[i] == value { i += 1 }
      while j < m, b[j] == value { j += 1 }
      let difference = abs(i * m - j * n)
      if difference > largest { (largest, location) = (difference, value) }
    }
    statistic = Double(largest) / (Double(n) * Double(m))
    self.location = location
    if largest == 0 {
      pValue = 1
    } else if max(n, m) <= KolmogorovSmirnovTest.mostExact {
      pValue = KolmogorovDistribution.exactTail(largest, n, m)
    } else {
      let (x, y) = (Double(max(n, m)), Double(min(n, m)))
      pValue = KolmogorovDistribution.tail(
        statistic, count: (x * y / (x + y)).rounded(.toNearestOrEven))
    }
  }
}
