/// The forecast that nothing changes: the last known reading at or before a window's last row.
public struct Persistence: NaiveModel, Codable, Hashable {
  /// Creates the forecast.
  public init() {}

  /// Always `persistence`.
  public var name: String { "persistence" }
  /// Always 0: there is nothing to learn.
  public var parameterCount: Int { 0 }
  /// Always 0.
  public func multiplyAdds(lookback: Int) -> Int { 0 }

  func forecast(_ history: TargetHistory, after row: Int, step: Int) -> Float {
    history.latest(at: row)
  }
}

/// The forecast that the last season repeats itself.
///
/// The reading one season before the forecast time is taken, or two or more seasons before where
/// one does not reach back to the window's last row. Where that reading is not known, because the
/// history is shorter than a season or has a gap there, it is ``Persistence``'s forecast.
///
/// - Source: Hyndman & Athanasopoulos, "Forecasting: principles and practice", section 5.2.
public struct SeasonalNaive: NaiveModel, Codable, Hashable {
  /// The season.
  public var season: Season

  /// Creates the forecast for a season.
  public init(season: Season) {
    self.season = season
  }

  /// Always `seasonalNaive`.
  public var name: String { "seasonalNaive" }
  /// Always 0: a season is found, but no weight learnt.
  public var parameterCount: Int { 0 }
  /// Always 0.
  public func multiplyAdds(lookback: Int) -> Int { 0 }

  func forecast(_ history: TargetHistory, after row: Int, step: Int) -> Float {
    history.reading(rowsBack(step: step), before: row) ?? history.latest(at: row)
  }

  /// Returns how many rows before a window's last one the reading lies that is repeated for a step.
  package func rowsBack(step: Int) -> Int {
    (step + season.rows - 1) / season.rows * season.rows - step
  }
}

/// The forecast that the target goes on changing as it did, on average, over the training part.
///
/// The slope is that of the line from the first to the last training reading; the forecast starts
/// from the last known reading.
///
/// - Source: Hyndman & Athanasopoulos, "Forecasting: principles and practice", section 5.2.
public struct Drift: NaiveModel, Codable, Hashable {
  /// Change from row to row, in target units.
  public var slope: Float

  /// Creates the forecast for a slope.
  public init(slope: Float) {
    self.slope = slope
  }

  /// Creates the forecast for training readings; without two known ones the slope is 0.
  init(training: [Float]) {
    let known = training.indices.filter { !training[$0].isNaN }
    guard let first = known.first, let last = known.last, last > first else {
      self.init(slope: 0)
      return
    }
    let change = Double(training[last]) - Double(training[first])
    self.init(slope: Float(change / Double(last - first)))
  }

  /// Always `drift`.
  public var name: String { "drift" }
  /// Always 1: the slope.
  public var parameterCount: Int { 1 }
  /// Always 1.
  public func multiplyAdds(lookback: Int) -> Int { 1 }

  func forecast(_ history: TargetHistory, after row: Int, step: Int) -> Float {
    history.latest(at: row) + Float(step) * slope
  }
}

/// The forecast that never looks: the mean of the training part.
public struct TrainingMean: NaiveModel, Codable, Hashable {
  /// The mean of the target's training readings, in target units.
  public var value: Float

  /// Creates the forecast for a value.
  public init(value: Float) {
    self.value = value
  }

  /// Creates the forecast for training readings; without a known one it is 0.
  init(training: [Float]) {
    var sum = 0.0
    var count = 0
    for reading in training where !reading.isNaN {
      sum += Double(reading)
      count += 1
    }
    self.init(value: Float(sum / Double(max(1, count))))
  }

  /// Always `mean`.
  public var name: String { "mean" }
  /// Always 1: the mean.
  public var parameterCount: Int { 1 }
  /// Always 0.
  public func multiplyAdds(lookback: Int) -> Int { 0 }

  func forecast(_ history: TargetHistory, after row: Int, step: Int) -> Float { value }
}
