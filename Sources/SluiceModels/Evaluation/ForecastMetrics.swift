/// Everything that is measured about one run of a forecast.
public struct ForecastMetrics: Codable, Hashable, Sendable {
  /// The metrics at one forecast step.
  public struct Step: Codable, Hashable, Sendable {
    /// Distance in rows after the window's last row, at least 1.
    public var step: Int

    /// The network's metrics at this step.
    public var metrics: Metrics

    /// Each baseline's metrics at this step, by name.
    public var baselines: [String: Metrics]

    /// Creates the metrics of one step.
    public init(step: Int, metrics: Metrics, baselines: [String: Metrics]) {
      self.step = step
      self.metrics = metrics
      self.baselines = baselines
    }
  }

  /// The network's metrics on the test part.
  public var test: Metrics

  /// The same for each forecast step, in order.
  public var byHorizon: [Step]

  /// Each baseline's metrics on the same rows, by name.
  public var baselines: [String: Metrics]

  /// Whether the network beats the best of them.
  public var verdict: Verdict

  /// The season that the seasonal naive forecast and `mase` use, and where it comes from.
  public var season: Season

  /// How the network was trained; nil for an evaluation on other data.
  public var training: TrainingSummary?

  /// What each model costs, the network first.
  public var costs: [Cost]

  /// Creates the metrics of a run.
  public init(
    test: Metrics, byHorizon: [Step], baselines: [String: Metrics], verdict: Verdict,
    season: Season, training: TrainingSummary?, costs: [Cost]
  ) {
    self.test = test
    self.byHorizon = byHorizon
    self.baselines = baselines
    self.verdict = verdict
    self.season = season
    self.training = training
    self.costs = costs
  }
}
