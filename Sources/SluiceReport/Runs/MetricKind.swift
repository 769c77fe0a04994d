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
  /// Area under the curve of precision against recall, mean over the classes.
  case prAUC
  /// How far the probabilities are from the share of labels that is right.
  case calibrationError
  /// Cohen's kappa: agreement beyond chance.
  case kappa
  /// Share of the items whose true class is among the two most probable.
  case top2Accuracy
  /// Share of the items whose true class is among the three most probable.
  case top3Accuracy

  /// The figures of forecasts.
  public static let forecasts: [MetricKind] = [.mse, .rmse, .mae, .smape, .mase, .r2]

  /// The figures of labels.
  public static let labels: [MetricKind] = [
    .balancedAccuracy, .accuracy, .f1, .logLoss, .rocAUC, .prAUC, .calibrationError, .kappa,
    .top2Accuracy, .top3Accuracy,
  ]

  /// The figures of labels that come first; a table of all of them is wider than a page.
  static let firstOfLabels: [MetricKind] = [
    .balancedAccuracy, .accuracy, .f1, .logLoss, .rocAUC,
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
    case .accuracy, .balancedAccuracy, .f1, .logLoss, .rocAUC, .prAUC, .calibrationError, .kappa,
      .top2Accuracy, .top3Accuracy:
      nil
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
    case .prAUC: metrics.prAUC
    case .calibrationError: metrics.expectedCalibrationError
    case .kappa: metrics.kappa
    case .top2Accuracy: metrics.top2Accuracy
    case .top3Accuracy: metrics.top3Accuracy
    case .mse, .rmse, .mae, .smape, .mase, .r2: nil
    }
  }

  /// Whether a smaller value is the better one.
  public var isLowerBetter: Bool {
    switch self {
    case .mse, .rmse, .mae, .smape, .mase, .logLoss, .calibrationError: true
    case .r2, .accuracy, .balancedAccuracy, .f1, .rocAUC, .prAUC, .kappa, .top2Accuracy,
      .top3Accuracy:
      false
    }
  }

  /// Whether the value is a share that reads best as a percentage.
  var isShare: Bool {
    switch self {
    case .accuracy, .balancedAccuracy, .calibrationError, .top2Accuracy, .top3Accuracy: true
    case .mse, .rmse, .mae, .smape, .mase, .r2, .f1, .logLoss, .rocAUC, .prAUC, .kappa: false
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
    case .prAUC: "PR AUC"
    case .calibrationError: "calibration error"
    case .kappa: "kappa"
    case .top2Accuracy: "top-2 accuracy"
    case .top3Accuracy: "top-3 accuracy"
    }
  }

  /// Abbreviation and unit, as a column is headed.
  func heading(unit: String?) -> String {
    switch self {
    case .smape: return "sMAPE [%]"
    case .mse: return unit.map { "MSE [\($0)²]" } ?? name
    case .rmse, .mae: return unit.map { "\(name) [\($0)]" } ?? name
    default: return name
    }
  }

  /// The value as it stands in a table.
  func text(_ value: Double) -> String {
    switch self {
    case .smape: NumberText.fixed(value, 1)
    case .mse, .rmse, .mae: NumberText.significant(value, 4, padded: true)
    default: isShare ? NumberText.percent(value) : NumberText.fixed(value, 3)
    }
  }

  func best(_ values: [Double]) -> Double? { isLowerBetter ? values.min() : values.max() }
}
