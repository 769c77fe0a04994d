import SluiceData
import SluiceTensor

/// What a model and the baselines are worth over several test periods: everything is fitted anew for
/// each, on the rows before it.
public struct Backtest: Codable, Hashable, Sendable {
  /// One test period.
  public struct Fold: Codable, Hashable, Sendable {
    /// The fold's number, counted from 1, earliest first.
    public let number: Int

    /// The rows of the prepared series that were learnt from.
    public let trainRows: Range<Int>

    /// The rows whose values were forecast.
    public let testRows: Range<Int>

    /// The time of the first and the last test row in microseconds since 1970 UTC; nil without a
    /// clock.
    public let testTimes: ClosedRange<Int64>?

    /// The model's metrics.
    public let metrics: Metrics

    /// Each baseline's metrics, by name.
    public let baselines: [String: Metrics]

    /// Whether the model beats the best baseline of this fold.
    public let verdict: Verdict

    /// The season found in this fold's training part.
    public let season: Season
  }

  /// One metric over the folds.
  public struct Spread: Codable, Hashable, Sendable {
    /// The mean over the folds, each weighed alike.
    public let mean: Double

    /// The standard deviation over the folds (of a sample: over `K - 1`); nil with one fold.
    public let deviation: Double?

    /// The lowest of the folds.
    public let lowest: Double

    /// The highest of the folds.
    public let highest: Double

    /// Summarizes the values of the folds; nil when there are none.
    init?(_ values: [Double]) {
      guard let lowest = values.min(), let highest = values.max() else { return nil }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      self.mean = mean
      deviation = values.count > 1 ? (squares / (count - 1)).squareRoot() : nil
      self.lowest = lowest
      self.highest = highest
    }
  }

  /// One model's metrics over the folds.
  public struct Summary: Codable, Hashable, Sendable {
    /// The model's name.
    public let name: String
    /// Mean squared error, in squared target units.
    public let mse: Spread
    /// Root of the mean squared error, in target units.
    public let rmse: Spread
    /// Mean absolute error, in target units.
    public let mae: Spread
    /// Symmetric percentage error, 0 to 200.
    public let smape: Spread
    /// Scaled error; nil unless every fold has one.
    public let mase: Spread?
    /// Explained share of the variance; nil unless every fold has one.
    public let r2: Spread?
  }

  /// The name of the model under test.
  public let model: String

  /// The folds, earliest first.
  public let folds: [Fold]

  /// The metrics over the folds: the model's first, then the baselines'.
  public let summaries: [Summary]

  /// Number of folds in which the model's mean squared error is below every baseline's.
  public let foldsWon: Int

  /// The comparison over the windows of all folds together.
  public let verdict: Verdict

  /// The verdict and the count of folds in plain words.
  public var sentence: String {
    let folds =
      "\(foldsWon) of \(self.folds.count) test \(self.folds.count == 1 ? "period" : "periods")"
    return verdict.sentence + " It is the best of all in \(folds)."
  }

  init(model: String, folds: [Fold], verdict: Verdict) {
    self.model = model
    self.folds = folds
    self.verdict = verdict
    foldsWon = folds.count { fold in
      fold.baselines.values.allSatisfy { fold.metrics.mse < $0.mse }
    }
    let baselines = folds.first?.baselines.keys.sorted { left, right in
      Baselines.order(of: left) < Baselines.order(of: right)
    }
    summaries = ([model] + (baselines ?? [])).compactMap { name in
      Summary(
        name: name,
        metrics: folds.compactMap { name == model ? $0.metrics : $0.baselines[name] })
    }
  }
}

extension Backtest.Summary {
  fileprivate init?(name: String, metrics: [Metrics]) {
    func spread(_ value: (Metrics) -> Double?) -> Backtest.Spread? {
      let values = metrics.compactMap(value)
      return values.count == metrics.count ? Backtest.Spread(values) : nil
    }
    guard let mse = spread({ $0.mse }), let rmse = spread({ $0.rmse }),
      let mae = spread({ $0.mae }), let smape = spread({ $0.smape })
    else { return nil }
    self.init(
      name: name, mse: mse, rmse: rmse, mae: mae, smape: smape, mase: spread { $0.mase },
      r2: spread { $0.r2 })
  }
}
