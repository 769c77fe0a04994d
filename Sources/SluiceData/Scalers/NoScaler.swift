/// Leaves every column as it is.
public struct NoScaler: Scaler {
  /// `none`.
  public static let name = "none"

  /// Creates the scaler.
  public init() {}

  /// Returns offset 0 and scale 1.
  public func parameters(
    of values: UnsafeBufferPointer<Float>, column: String
  ) -> (offset: Double, scale: Double) {
    (0, 1)
  }
}
