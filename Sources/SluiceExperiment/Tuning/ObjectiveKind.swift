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
  /// The size of the saved model in bytes.
  case bundleBytes
  /// The measured time of one forecast in microseconds, median of several.
  case predictionMicroseconds
  /// The number of trained parameters.
  case parameters

  /// The objective of a study.
  public var objective: Objective { Objective(rawValue, self == .r2 ? .maximize : .minimize) }

  /// Whether it tells how good the forecasts are, so that it can be watched while a trial trains.
  public var isError: Bool { self == .validationLoss || metric != nil }

  /// The metric of the validation forecasts that it is; nil for anything else.
  var metric: MetricKind? { MetricKind(rawValue: rawValue) }
}
