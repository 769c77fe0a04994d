/// Forecasts of one or several models beside what happened, in the target's own units.
///
/// Rows are windows in time order. A row holds `P` values: one for each forecast step.
public struct ForecastTable: Codable, Hashable, Sendable {
  /// One model's forecasts.
  public struct Column: Codable, Hashable, Sendable {
    /// The model's name: `network` or a baseline's.
    public var name: String

    /// The forecasts, row-major `[N, P]`.
    public var values: [Float]

    /// Creates a column.
    public init(name: String, values: [Float]) {
      self.name = name
      self.values = values
    }
  }

  /// The distances that are forecast, in rows after the window's last row: `[5]` for one value five
  /// steps ahead, `[1, 2, 3]` for three steps.
  public var steps: [Int]

  /// Time of each forecast value in microseconds since 1970 UTC, row-major `[N, P]`; nil when the
  /// series has no clock.
  public var times: [Int64]?

  /// What happened, row-major `[N, P]`.
  public var actual: [Float]

  /// The forecasts: first the model under test, then the baselines.
  public var forecasts: [Column]

  /// The last rows of the readings without a forecast, as a reading that is to be known ahead is missing;
  /// nil where all are known.
  public var missingLead: MissingLead?

  /// Number of windows, `N`.
  public var count: Int { steps.isEmpty ? 0 : actual.count / steps.count }

  /// Creates a table.
  public init(
    steps: [Int], times: [Int64]?, actual: [Float], forecasts: [Column],
    missingLead: MissingLead? = nil
  ) {
    self.missingLead = missingLead
    self.steps = steps
    self.times = times
    self.actual = actual
    self.forecasts = forecasts
  }

  /// Returns the forecasts of one model, row-major `[N, P]`; nil when there is no such model.
  public subscript(name: String) -> [Float]? {
    forecasts.first { $0.name == name }?.values
  }
}
