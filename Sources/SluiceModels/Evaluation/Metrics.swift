/// How far forecasts are from what happened, in the target's own units.
public struct Metrics: Codable, Hashable, Sendable {
  /// Mean squared error, in squared target units.
  public var mse: Double

  /// Square root of the mean squared error, in target units.
  public var rmse: Double

  /// Mean absolute error, in target units.
  public var mae: Double

  /// Symmetric mean absolute percentage error on the scale 0 to 200 of the M4 competition.
  public var smape: Double

  /// Mean absolute error over that of the one-season naive forecast on the training part; nil when
  /// that naive forecast makes no error at all.
  ///
  /// - Source: Hyndman & Koehler 2006, <https://doi.org/10.1016/j.ijforecast.2006.03.001>.
  public var mase: Double?

  /// Share of the variance that is explained, at most 1; nil when the truth is constant.
  public var r2: Double?

  /// Mean of forecast less truth, in target units: positive when the forecasts are too high.
  public var bias: Double

  /// Number of values compared.
  public var count: Int

  /// Creates metrics from their values.
  public init(
    mse: Double, rmse: Double, mae: Double, smape: Double, mase: Double?, r2: Double?,
    bias: Double, count: Int
  ) {
    self.mse = mse
    self.rmse = rmse
    self.mae = mae
    self.smape = smape
    self.mase = mase
    self.r2 = r2
    self.bias = bias
    self.count = count
  }
}
