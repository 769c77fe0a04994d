/// The scaling of one column: `(x - offset) / scale`, where x may be bent before by a transform.
public struct ColumnScale: Codable, Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// What is subtracted, in the column's unit, or in that of its transform.
  public let offset: Double
  /// What the rest is divided by, in the same unit; never 0.
  public let scale: Double
  /// What readings are bent by before they are scaled; nil for a column that is only scaled.
  public let curve: FittedTransform?

  /// Creates the scaling of a column.
  public init(column: String, offset: Double, scale: Double, curve: FittedTransform? = nil) {
    precondition(scale != 0 && scale.isFinite && offset.isFinite, "ColumnScale: scale \(scale)")
    self.column = column
    self.offset = offset
    self.scale = scale
    self.curve = curve
  }

  /// Returns the scaled value; NaN stays NaN.
  public func transform(_ value: Float) -> Float { Float((bent(value) - offset) / scale) }

  /// Returns the value in the column's own unit.
  public func inverseTransform(_ value: Float) -> Float {
    unbent(Double(value) * scale + offset)
  }

  /// Returns how much a value in the column's own unit changes with a scaled one, at a scaled one.
  ///
  /// The same everywhere unless the column has a transform.
  package func slope(atScaled value: Float) -> Float {
    guard let curve else { return Float(scale) }
    return Float(scale * curve.slopeOfInverse(at: Double(value) * scale + offset))
  }

  /// Returns a reading as its transform gives it, not scaled yet.
  @inline(__always)
  func bent(_ value: Float) -> Double {
    curve?.applied(to: Double(value)) ?? Double(value)
  }

  /// Returns the reading in its own unit that a bent one came from.
  @inline(__always)
  func unbent(_ bent: Double) -> Float { Float(curve?.inverse(of: bent) ?? bent) }

  /// Scales readings; the same bits as one by one.
  func transform(
    _ values: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>
  ) {
    // Without a transform the loop is plain arithmetic, which the compiler makes a vector of.
    if curve == nil {
      for row in values.indices { result[row] = Float((Double(values[row]) - offset) / scale) }
    } else {
      for row in values.indices { result[row] = transform(values[row]) }
    }
  }

  /// Brings scaled readings back; the same bits as one by one.
  func inverseTransform(
    _ values: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>
  ) {
    if curve == nil {
      for row in values.indices { result[row] = Float(Double(values[row]) * scale + offset) }
    } else {
      for row in values.indices { result[row] = inverseTransform(values[row]) }
    }
  }
}
