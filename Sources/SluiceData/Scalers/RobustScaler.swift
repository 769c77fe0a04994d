import SluiceTensor

/// Subtracts the median of the training readings and divides by the distance of two quantiles.
///
/// Outliers do not move it. Columns whose two quantiles are equal are divided by 1.
///
/// - Source: the same numbers as scikit-learn's `RobustScaler`.
public struct RobustScaler: Scaler {
  /// `robust`.
  public static let name = "robust"
  /// The lower quantile, 0 to 1.
  public var lower: Double
  /// The upper quantile, 0 to 1.
  public var upper: Double

  /// Creates the scaler, with the quartiles unless told otherwise.
  ///
  /// - Precondition: `0 <= lower < upper <= 1`.
  public init(lower: Double = 0.25, upper: Double = 0.75) {
    precondition(
      0 <= lower && lower < upper && upper <= 1, "RobustScaler: quantiles \(lower), \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// Decodes the scaler; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lower = try container.setting(.lower, default: 0.25)
    upper = try container.setting(.upper, default: 0.75)
    if !(0 <= lower && lower < upper && upper <= 1) {
      throw DecodingError.dataCorruptedError(
        forKey: .upper, in: container,
        debugDescription: "must lie above lower (\(lower)) and not above 1, found \(upper)")
    }
  }

  /// Returns the median and the distance of the quantiles.
  public func parameters(
    of values: UnsafeBufferPointer<Float>, column: String
  ) -> (offset: Double, scale: Double) {
    let found = Quantiles.of(values, at: [lower, 0.5, upper])
    let distance = found[2] - found[0]
    return (found[1], distance > 0 ? distance : 1)
  }
}
