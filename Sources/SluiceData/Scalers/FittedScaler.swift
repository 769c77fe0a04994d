/// The scaling of one column: `(x - offset) / scale`.
public struct ColumnScale: Codable, Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// What is subtracted, in the column's unit.
  public let offset: Double
  /// What the rest is divided by, in the column's unit; never 0.
  public let scale: Double

  /// Creates the scaling of a column.
  public init(column: String, offset: Double, scale: Double) {
    precondition(scale != 0 && scale.isFinite && offset.isFinite, "ColumnScale: scale \(scale)")
    self.column = column
    self.offset = offset
    self.scale = scale
  }

  /// Returns the scaled value; NaN stays NaN.
  public func transform(_ value: Float) -> Float { Float((Double(value) - offset) / scale) }

  /// Returns the value in the column's own unit.
  public func inverseTransform(_ value: Float) -> Float { Float(Double(value) * scale + offset) }
}

/// A scaler with its parameters, which also says which rows they come from.
///
/// The arithmetic is in double precision and rounded once, so that going there and back is exact
/// to the last bits of the larger of value and offset.
public struct FittedScaler: Codable, Hashable, Sendable {
  /// The name of the rule, such as `standard`.
  public let scaler: String
  /// The scaling of each column.
  public let columns: [ColumnScale]
  /// The number of training rows.
  public let rows: Int
  /// The time stamp of the first training row, in microseconds.
  public let from: Int64?
  /// The time stamp of the last training row, in microseconds.
  public let to: Int64?

  /// Returns the scaling of a column.
  ///
  /// - Throws: ``ScalerError/notFitted(column:fitted:)``.
  public func scale(of column: String) throws -> ColumnScale {
    if let scale = columns.first(where: { $0.column == column }) { return scale }
    throw ScalerError.notFitted(column: column, fitted: columns.map(\.column))
  }

  /// Returns the series with the fitted columns scaled; the others stay as they are.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``.
  public func transform(_ series: Series) throws -> Series {
    try mapped(series) { ($0 - $1.offset) / $1.scale }
  }

  /// Returns the series with the fitted columns in their own units.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``.
  public func inverseTransform(_ series: Series) throws -> Series {
    try mapped(series) { $0 * $1.scale + $1.offset }
  }

  /// Returns values of one column in its own unit, such as predictions of the target.
  ///
  /// - Throws: ``ScalerError/notFitted(column:fitted:)``.
  public func inverseTransform(_ values: [Float], column: String) throws -> [Float] {
    let scale = try scale(of: column)
    return values.map { scale.inverseTransform($0) }
  }

  /// Returns values of one column scaled.
  ///
  /// - Throws: ``ScalerError/notFitted(column:fitted:)``.
  public func transform(_ values: [Float], column: String) throws -> [Float] {
    let scale = try scale(of: column)
    return values.map { scale.transform($0) }
  }

  @inline(__always)
  private func mapped(
    _ series: Series, _ map: (Double, ColumnScale) -> Double
  ) throws -> Series {
    series.adding(
      try columns.map { scale in
        try series.column(scale.column).withUnsafeBufferPointer { values in
          Column(
            scale.column,
            [Float](unsafeUninitializedCapacity: values.count) { result, count in
              for row in 0..<values.count { result[row] = Float(map(Double(values[row]), scale)) }
              count = values.count
            })
        }
      })
  }
}
