import SluiceModels

/// One of the figures that forecasts or labels are judged by.
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
  /// Share of the items that got their true label.
  case accuracy
  /// Mean over the classes of the share of their items that got their true label.
  case balancedAccuracy
  /// Harmonic mean of precision and recall, mean over the classes.
  case f1
  /// Mean of the negative logarithm of the true class's probability.
  case logLoss
  /// Area under the receiver's curve.
  case rocAUC
  /// Cohen's kappa: agreement beyond chance.
  case kappa

  /// The figures of forecasts.
  public static let forecasts: [MetricKind] = [.mse, .rmse, .mae, .smape, .mase, .r2]

  /// The figures of labels.
  public static let labels: [MetricKind] = [
    .accuracy, .balancedAccuracy, .f1, .logLoss, .rocAUC, .kappa,
  ]

  /// The value in a set of metrics; nil where it is not defined.
  public func value(of metrics: Metrics) -> Double? {
    switch self {
    case .mse: metrics.mse
    case .rmse: metrics.rmse
    case .mae: metrics.mae
    case .smape: metrics.smape
    case .mase: metrics.mase
    case .r2: metrics.r2
    case .accuracy, .balancedAccuracy, .f1, .logLoss, .rocAUC, .kappa: nil
    }
  }

  /// The value in a set of metrics of labels; nil where it is not defined.
  public func value(of metrics: ClassificationMetrics) -> Double? {
    switch self {
    case .accuracy: metrics.accuracy
    case .balancedAccuracy: metrics.balancedAccuracy
    case .f1: metrics.f1.macro
    case .logLoss: metrics.logLoss
    case .rocAUC: metrics.rocAUC
    case .kappa: metrics.kappa
    case .mse, .rmse, .mae, .smape, .mase, .r2: nil
    }
  }

  /// The value in the test metrics of a run; nil where it is not defined.
  func value(of metrics: RunMetrics) -> Double? {
    switch metrics {
    case .forecast(let metrics): value(of: metrics.test)
    case .classification(let metrics): value(of: metrics.test)
    }
  }

  /// Whether a smaller value is the better one.
  public var isLowerBetter: Bool {
    switch self {
    case .mse, .rmse, .mae, .smape, .mase, .logLoss: true
    case .r2, .accuracy, .balancedAccuracy, .f1, .rocAUC, .kappa: false
    }
  }

  /// The abbreviation that people know it by.
  public var name: String {
    switch self {
    case .mse: "MSE"
    case .rmse: "RMSE"
    case .mae: "MAE"
    case .smape: "sMAPE"
    case .mase: "MASE"
    case .r2: "R²"
    case .accuracy: "accuracy"
    case .balancedAccuracy: "balanced accuracy"
    case .f1: "F1"
    case .logLoss: "log loss"
    case .rocAUC: "ROC AUC"
    case .kappa: "kappa"
    }
  }

  /// Abbreviation and unit, as a column is headed.
  func heading(unit: String?) -> String {
    switch self {
    case .smape: return "sMAPE [%]"
    case .mase, .r2, .accuracy, .balancedAccuracy, .f1, .logLoss, .rocAUC, .kappa: return name
    case .mse: return unit.map { "MSE [\($0)²]" } ?? name
    case .rmse, .mae: return unit.map { "\(name) [\($0)]" } ?? name
    }
  }

  /// The value as it stands in a table.
  func text(_ value: Double) -> String {
    switch self {
    case .smape: NumberText.fixed(value, 1)
    case .accuracy, .balancedAccuracy: NumberText.percent(value, 1)
    case .mase, .r2, .f1, .logLoss, .rocAUC, .kappa: NumberText.fixed(value, 3)
    case .mse, .rmse, .mae: NumberText.significant(value, 4, padded: true)
    }
  }

  func best(_ values: [Double]) -> Double? { isLowerBetter ? values.min() : values.max() }
}
