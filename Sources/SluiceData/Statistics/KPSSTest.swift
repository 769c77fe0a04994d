import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The test of Kwiatkowski, Phillips, Schmidt and Shin (KPSS): whether readings keep to a level or a
/// straight line.
///
/// A small p-value says that they do not. It asks the opposite of ``DickeyFullerTest``: readings that
/// both tests reject, or neither, are told apart by neither.
///
/// - Source: Kwiatkowski et al. 1992, <https://doi.org/10.1016/0304-4076(92)90104-Y>; lags Hobijn,
///   Franses & Ooms 2004, <https://doi.org/10.1111/j.1467-9574.2004.00272.x>; statsmodels
///   `kpss(nlags="auto")`.
public struct KPSSTest: Codable, Hashable, Sendable {
  /// The statistic, at least 0; large when the readings wander.
  public let statistic: Double
  /// The probability of such a statistic or a larger one when the readings keep to their level or
  /// line: interpolated in a table from 0.01 to 0.1, so that 0.01 means at most and 0.1 at least that.
  public let pValue: Double
  /// The number of lags that the long-run variance takes in.
  public let lags: Int

  /// The probabilities at which the table begins and ends.
  public static let pValueLimits = 0.01...0.1

  /// Tests readings.
  ///
  /// - Parameters:
  ///   - readings: At least 3, not all the same.
  ///   - trend: Whether they should keep to a level (`regression="c"`) or a line (`"ct"`).
  ///   - lags: The lags of the long-run variance, from 0 to one less than the readings; nil lets the
  ///     readings choose.
  /// - Throws: ``StatisticsError``; `noRemainder` for readings exactly on a line.
  public init(_ readings: Readings, trend: DickeyFullerTest.Trend = .constant, lags: Int? = nil)
    throws
  {
    try readings.require(3, for: "KPSS test")
    let count = readings.count
    if let lags, !(0..<count).contains(lags) {
      throw StatisticsError.outOfRange(
        setting: "The number of lags of a KPSS test", value: "\(lags)",
        allowed: "0 to \(count - 1) for \(count) readings")
    }
    let level = readings.unitDeviations
    let residuals = trend == .constant ? level : SelfSimilarity(level).deviations
    let square = Autocorrelation.products(residuals, most: 0)[0]
    guard square > 1e-24 * Double(count) else {
      throw StatisticsError.noRemainder(purpose: "a KPSS test")
    }
    let used = lags ?? KPSSTest.usualLags(residuals)
    let products = Autocorrelation.products(residuals, most: used)
    var longRun = products[0]
    for lag in 0..<used {
      longRun += 2 * products[lag + 1] * (1 - Double(lag + 1) / Double(used + 1))
    }
    guard longRun > 0 else { throw StatisticsError.noRemainder(purpose: "a KPSS test") }
    var (sum, squares) = (0.0, 0.0)
    for residual in residuals {
      sum += residual
      squares += sum * sum
    }
    statistic = squares / Double(count) / longRun
    pValue = KPSSTest.probability(above: statistic, trend: trend)
    self.lags = used
  }

  /// The lags that the readings' own autocovariance asks for.
  private static func usualLags(_ residuals: [Double]) -> Int {
    let count = Double(residuals.count)
    let reach = min(Int(pow(count, 2.0 / 9)), residuals.count - 1)
    let products = Autocorrelation.products(residuals, most: reach)
    var (level, slope) = (products[0] / count, 0.0)
    for lag in 0..<reach {
      let covariance = 2 * products[lag + 1] / count
      level += covariance
      slope += Double(lag + 1) * covariance
    }
    let ratio = slope / level
    let lags = 1.1447 * cbrt(ratio * ratio) * cbrt(count)
    return lags < count - 1 ? Int(lags) : residuals.count - 1
  }

  private static func probability(
    above statistic: Double, trend: DickeyFullerTest.Trend
  ) -> Double {
    let table: [Double] =
      trend == .constant ? [0.347, 0.463, 0.574, 0.739] : [0.119, 0.146, 0.176, 0.216]
    let probabilities = [0.1, 0.05, 0.025, 0.01]
    guard let above = table.firstIndex(where: { $0 > statistic }) else { return 0.01 }
    guard above > 0 else { return 0.1 }
    let share = (statistic - table[above - 1]) / (table[above] - table[above - 1])
    return probabilities[above - 1] + share * (probabilities[above] - probabilities[above - 1])
  }
}
