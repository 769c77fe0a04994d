import SluiceModels
import SluiceReport
import SluiceTuning

/// What the trials of an experiment can be judged by.
public enum ObjectiveKind: String, Codable, Hashable, Sendable, CaseIterable {
  /// The loss on the validation windows, with the weights that training keeps.
  case validationLoss
  /// Mean squared error of the validation forecasts, in squared units of the target.
  case mse
  /// Root of the mean squared error, in units of the target.
  case rmse
  /// Mean absolute error, in units of the target.
  case mae
  /// Symmetric mean absolute percentage error, 0 to 200.
  case smape
  /// Share of the variance that is explained; the larger the better.
  case r2
  /// Share of the validation items that get their true label; the larger the better.
  case accuracy
  /// Mean over the classes of the share of their items that get their true label; the larger the
  /// better.
  case balancedAccuracy
  /// Harmonic mean of precision and recall, mean over the classes; the larger the better.
  case f1
  /// Mean of the negative logarithm of the true class's probability.
  case logLoss
  /// Area under the receiver's curve; the larger the better.
  case rocAUC
  /// Cohen's kappa; the larger the better.
  case kappa
  /// The size of the saved model in bytes.
  case bundleBytes
  /// The measured time of one forecast in microseconds, median of several.
  case predictionMicroseconds
  /// The number of trained parameters.
  case parameters

  /// The objective of a study.
  public var objective: Objective {
    Objective(rawValue, metric.map(\.isLowerBetter) ?? true ? .minimize : .maximize)
  }

  /// Whether it tells how good forecasts or labels are, so that it can be watched while a trial trains.
  public var isError: Bool { self == .validationLoss || metric != nil }

  /// The metric of the validation forecasts or labels that it is; nil for anything else.
  var metric: MetricKind? { MetricKind(rawValue: rawValue) }
}
