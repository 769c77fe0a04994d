import SluiceData

extension Cost {
  /// Measures what one model costs.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - bytes: Its size as saved.
  ///   - frame: Windows to forecast: the last one is used, which has the full lookback if any has.
  ///   - clock: What the time is taken with.
  ///   - repeats: Number of timed forecasts, after a few that are not counted.
  /// - Throws: What the model throws.
  public init(
    of model: any WindowModel, bytes: Int, frame: WindowFrame,
    clock: any Clock<Duration>, repeats: Int = 51
  ) throws {
    let window = frame[frame.count - 1..<frame.count]
    let seconds = try Cost.medianSeconds(clock: clock, repeats: repeats) {
      _ = try model.outputs(for: window)
    }
    self.init(
      name: model.name, parameters: model.parameterCount, bytes: bytes,
      multiplyAdds: model.multiplyAdds(lookback: frame.windows.options.lookback),
      secondsPerPrediction: seconds)
  }

  /// Returns the median time of an action in seconds.
  static func medianSeconds(
    clock: any Clock<Duration>, repeats: Int, action: () throws -> Void
  ) rethrows -> Double {
    precondition(repeats >= 1, "Cost.medianSeconds: \(repeats) repeats")
    for _ in 0..<3 { try action() }
    var durations: [Duration] = []
    for _ in 0..<repeats {
      durations.append(try clock.measured(action))
    }
    durations.sort()
    let median = durations[repeats / 2].components
    return Double(median.seconds) + Double(median.attoseconds) * 1e-18
  }
}

extension Clock where Duration == Swift.Duration {
  /// Returns how long an action takes.
  fileprivate func measured(_ action: () throws -> Void) rethrows -> Duration {
    let start = now
    try action()
    return start.duration(to: now)
  }
}
