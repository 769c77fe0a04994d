/// Subtracts the mean of the training readings and divides by their standard deviation.
///
/// The deviation is that of the population (divided by n). A constant column becomes 0.
///
/// - Source: the same numbers as scikit-learn's `StandardScaler`.
public struct StandardScaler: Scaler {
  /// `standard`.
  public static let name = "standard"

  /// Creates the scaler.
  public init() {}

  /// Returns the mean and the deviation.
  public func parameters(
    of values: UnsafeBufferPointer<Float>, column: String
  ) -> (offset: Double, scale: Double) {
    let moments = Moments(of: values)
    // A deviation that is rounding noise beside the mean means a constant column.
    let isConstant = moments.deviation <= 1e-12 * moments.mean.magnitude
    return (moments.mean, isConstant ? 1 : moments.deviation)
  }
}
