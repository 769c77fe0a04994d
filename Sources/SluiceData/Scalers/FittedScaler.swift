import SluiceTensor

/// A scaler with its parameters, which also says which rows they come from.
///
/// The arithmetic is in double precision and rounded once, so that going there and back is exact
/// to the last bits of the larger of value and offset. A transform bends what it scales, and its inverse
/// magnifies these last bits where it is steep.
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
    try mapped(series) { $0.transform($1, into: $2) }
  }

  /// Returns the series with the fitted columns in their own units.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``.
  public func inverseTransform(_ series: Series) throws -> Series {
    try mapped(series) { $0.inverseTransform($1, into: $2) }
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

  private func mapped(
    _ series: Series,
    _ map: (ColumnScale, UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws -> Series {
    let sources = try columns.map { try series.column($0.column) }
    return series.adding(
      Threads.map(columns.count) { place in
        let scale = columns[place]
        return sources[place].withUnsafeBufferPointer { values in
          Column(
            scale.column,
            [Float](unsafeUninitializedCapacity: values.count) { result, count in
              map(scale, values, UnsafeMutableBufferPointer(rebasing: result[..<values.count]))
              count = values.count
            })
        }
      })
  }
}
