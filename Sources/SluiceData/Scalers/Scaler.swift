import SluiceTensor

/// A rule for bringing columns to a common range, not yet fitted.
///
/// A scaler can be fitted on a ``TrainingPart`` only. What it returns maps each column by
/// `(x - offset) / scale` and back, after a ``ColumnTransform`` where one is asked for.
public protocol Scaler: Codable, Hashable, Sendable {
  /// The name in experiment files and in messages.
  static var name: String { get }

  /// Returns offset and scale for the readings of one column.
  ///
  /// - Parameters:
  ///   - values: The readings; NaN is missing and left aside. At least one is not missing.
  ///   - column: The column's name, for messages.
  /// - Throws: ``ScalerError``.
  func parameters(
    of values: UnsafeBufferPointer<Float>, column: String
  ) throws -> (offset: Double, scale: Double)
}

extension Scaler {
  /// Returns the scaler fitted on the training rows.
  ///
  /// - Parameters:
  ///   - part: The rows to learn from.
  ///   - columns: The columns to scale; nil takes all.
  ///   - transforms: What columns are bent by before, by name.
  /// - Throws: ``ScalerError``, ``SeriesError``.
  public func fitted(
    to part: TrainingPart, columns: [String]? = nil, transforms: [String: ColumnTransform] = [:]
  ) throws -> FittedScaler {
    let series = part.series
    let sources = try (columns ?? series.columnNames).map(series.column)
    let scales = try Threads.map(sources.count) { place in
      Result {
        try scale(
          of: sources[place], transform: transforms[sources[place].name],
          firstRow: part.rows.lowerBound)
      }
    }.map { try $0.get() }
    return FittedScaler(
      scaler: Self.name, columns: scales, rows: series.count,
      from: series.timestamps?.first, to: series.timestamps?.last)
  }

  private func scale(
    of column: Column, transform: ColumnTransform?, firstRow: Int
  ) throws -> ColumnScale {
    let name = column.name
    return try column.withUnsafeBufferPointer { values in
      guard values.contains(where: { !$0.isNaN }) else { throw ScalerError.noValues(column: name) }
      if let row = values.firstIndex(where: { $0.isInfinite }) {
        throw SeriesError.infiniteValue(column: name, row: row)
      }
      guard let transform else {
        let (offset, scale) = try parameters(of: values, column: name)
        return ColumnScale(column: name, offset: offset, scale: scale)
      }
      try transform.check(values, column: name, firstRow: firstRow)
      let fitted = transform.fitted(to: values)
      let bent = values.map { Float(fitted.applied(to: Double($0))) }
      let (offset, scale) = try bent.withUnsafeBufferPointer {
        try parameters(of: $0, column: name)
      }
      return ColumnScale(column: name, offset: offset, scale: scale, curve: fitted)
    }
  }
}

/// What can go wrong when a scaler is fitted or applied.
public enum ScalerError: Error, Equatable, CustomStringConvertible {
  /// Min-max scaling of a column whose readings are all the same.
  case constantColumn(name: String, value: Float)
  /// A column without a single reading.
  case noValues(column: String)
  /// A column that the scaler was not fitted on.
  case notFitted(column: String, fitted: [String])
  /// A reading that the column's transform cannot be applied to.
  case outsideDomain(column: String, transform: String, wanted: String, value: Float, row: Int)
  /// Sensors can only be turned in their own units, which a transform bends.
  case bentSensor(column: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .constantColumn(let name, let value):
      return "Column \"\(name)\" is \(value) in every training row, so that min-max scaling cannot "
        + "spread it: leave the column out, or use standard scaling."
    case .noValues(let column):
      return "Column \"\(column)\" has no reading in the training part: leave it out."
    case .notFitted(let column, let fitted):
      return "Column \"\(column)\" was not there when the scaler was fitted; it knows: "
        + fitted.joined(separator: ", ") + "."
    case .outsideDomain(let column, let transform, let wanted, let value, let row):
      return "Column \"\(column)\" is \(value) in row \(row + 1) of the data, but the transform "
        + "\(transform) needs readings \(wanted): "
        + (transform == "logit" ? "give wider bounds" : "use yeoJohnson, which takes any reading")
        + ", or mark such readings as missing."
    case .bentSensor(let column):
      return "The sensor's column \"\(column)\" has a transform, which does not go with turning it "
        + "(training.rotation): leave one of them out."
    }
  }
}
