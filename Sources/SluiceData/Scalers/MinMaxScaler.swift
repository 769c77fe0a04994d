import SluiceTensor

/// Maps the training readings of each column onto a range, 0 to 1 unless told otherwise.
///
/// Later readings outside the training range leave the target range.
///
/// - Source: the same numbers as scikit-learn's `MinMaxScaler`.
public struct MinMaxScaler: Scaler {
  /// `minMax`.
  public static let name = "minMax"
  /// What the smallest training reading becomes.
  public var lower: Double
  /// What the largest training reading becomes.
  public var upper: Double

  /// Creates the scaler.
  ///
  /// - Precondition: `lower < upper`.
  public init(lower: Double = 0, upper: Double = 1) {
    precondition(lower < upper, "MinMaxScaler: lower \(lower) is not below upper \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// Decodes the scaler; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lower = try container.setting(.lower, default: 0)
    upper = try container.setting(.upper, default: 1)
    if lower >= upper {
      throw DecodingError.dataCorruptedError(
        forKey: .upper, in: container,
        debugDescription: "must be above lower (\(lower)), found \(upper)")
    }
  }

  /// Returns the offset and scale that map the extremes onto the range.
  ///
  /// - Throws: ``ScalerError/constantColumn(name:value:)``.
  public func parameters(
    of values: UnsafeBufferPointer<Float>, column: String
  ) throws -> (offset: Double, scale: Double) {
    var smallest = Float.infinity
    var largest = -Float.infinity
    for value in values {
      if value < smallest { smallest = value }
      if value > largest { largest = value }
    }
    if smallest == largest {
      throw ScalerError.constantColumn(name: column, value: smallest)
    }
    let scale = (Double(largest) - Double(smallest)) / (upper - lower)
    return (Double(smallest) - lower * scale, scale)
  }
}
