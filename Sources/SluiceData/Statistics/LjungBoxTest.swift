/// The test of Ljung and Box: whether readings, such as the errors of a forecast, have no
/// autocorrelation up to a lag.
///
/// A small p-value says that something in them can still be predicted from their past.
///
/// - Source: Ljung & Box 1978, <https://doi.org/10.1093/biomet/65.2.297>; statsmodels
///   `acorr_ljungbox`.
public struct LjungBoxTest: Codable, Hashable, Sendable {
  /// The statistic, `n (n + 2)` times the sum of `r[k]^2 / (n - k)`.
  public let statistic: Double
  /// The probability of such a statistic or a larger one without autocorrelation.
  public let pValue: Double
  /// The longest lag in rows.
  public let lags: Int

  /// Tests an autocorrelation.
  ///
  /// - Parameters:
  ///   - autocorrelation: The autocorrelation of the readings.
  ///   - lags: The longest lag, from 1 to those computed; nil takes all of them.
  ///   - fittedParameters: The number of coefficients that were fitted to these very readings, from
  ///     0 to one less than the lags.
  /// - Throws: ``StatisticsError/outOfRange(setting:value:allowed:)``.
  public init(_ autocorrelation: Autocorrelation, lags: Int? = nil, fittedParameters: Int = 0)
    throws
  {
    let known = autocorrelation.values.count - 1
    let most = lags ?? known
    guard (1...known).contains(most) else {
      throw StatisticsError.outOfRange(
        setting: "The longest lag of a Ljung-Box test", value: "\(most)",
        allowed: "1 to the \(known) of the autocorrelation")
    }
    guard (0..<most).contains(fittedParameters) else {
      throw StatisticsError.outOfRange(
        setting: "The number of fitted parameters of a Ljung-Box test",
        value: "\(fittedParameters)", allowed: "0 to \(most - 1) at \(most) lags")
    }
    let count = Double(autocorrelation.count)
    var sum = 0.0
    for lag in 1...most {
      sum += autocorrelation.values[lag] * autocorrelation.values[lag] / (count - Double(lag))
    }
    statistic = count * (count + 2) * sum
    pValue = IncompleteGamma.chiSquaredTail(statistic, degreesOfFreedom: most - fittedParameters)
    self.lags = most
  }
}
