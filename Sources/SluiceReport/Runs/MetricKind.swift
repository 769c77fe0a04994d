import SluiceModels

/// One of the figures that forecasts are judged by.
public enum MetricKind: String, Codable, Sendable, CaseIterable {
  /// Mean squared error.
  case mse
  /// Root of the mean squared error.
  case rmse
  /// Mean absolute error.
  case mae
  /// Symmetric mean absolute percentage error, 0 to 200.
  case smape
  /// Mean absolute scaled error.
  case mase
  /// Share of the variance that is explained.
  case r2

  /// The value in a set of metrics; nil where it is not defined.
  public func value(of metrics: Metrics) -> Double? {
    switch self {
    case .mse: metrics.mse
    case .rmse: metrics.rmse
    case .mae: metrics.mae
    case .smape: metrics.smape
    case .mase: metrics.mase
    case .r2: metrics.r2
    }
  }

  /// Whether a smaller value is the better one.
  public var isLowerBetter: Bool { self != .r2 }

  /// The abbreviation that people know it by.
  public var name: String {
    switch self {
    case .mse: "MSE"
    case .rmse: "RMSE"
    case .mae: "MAE"
    case .smape: "sMAPE"
    case .mase: "MASE"
    case .r2: "R²"
    }
  }

  /// Abbreviation and unit, as a column is headed.
  func heading(unit: String?) -> String {
    switch self {
    case .smape: return "sMAPE [%]"
    case .mase, .r2: return name
    case .mse: return unit.map { "MSE [\($0)²]" } ?? name
    case .rmse, .mae: return unit.map { "\(name) [\($0)]" } ?? name
    }
  }

  /// The value as it stands in a table.
  func text(_ value: Double) -> String {
    switch self {
    case .smape: NumberText.fixed(value, 1)
    case .mase, .r2: NumberText.fixed(value, 3)
    case .mse, .rmse, .mae: NumberText.significant(value, 4, padded: true)
    }
  }

  func best(_ values: [Double]) -> Double? { isLowerBetter ? values.min() : values.max() }
}
