import SluiceData
import SluiceTensor

extension Cost {
  /// Measures what one model costs.
  ///
  /// The time is taken on one thread, after a few forecasts that are not counted, over short batches
  /// of which the fastest counts: whatever else the machine does can only make a batch slower.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - bytes: Its size as saved.
  ///   - frame: Windows to forecast: the last one is used, which has the full lookback if any has.
  ///   - clock: What the time is taken with.
  ///   - batches: Number of timed batches, of 0.1 ms or one forecast each; more of them are more likely
  ///     to meet a moment in which nothing is in the way.
  /// - Throws: What the model throws.
  public init(
    of model: any WindowModel, bytes: Int, frame: WindowFrame,
    clock: any Clock<Duration>, batches: Int = 50
  ) throws {
    let window = frame[frame.count - 1..<frame.count]
    let threads = Threads.count
    Threads.count = 1
    defer { Threads.count = threads }
    let seconds = try Cost.leastSeconds(clock: clock, batches: batches) {
      _ = try model.outputs(for: window)
    }
    self.init(
      name: model.name, parameters: model.parameterCount, bytes: bytes,
      multiplyAdds: model.multiplyAdds(lookback: frame.windows.options.lookback),
      secondsPerPrediction: seconds)
  }

  /// The length of a batch: many readings of a clock, and far less than what a scheduler gives to a
  /// thread before another one has its turn.
  private static let batchSeconds = 1e-4

  /// The time after which no further batch is begun: a slow model needs fewer of them.
  private static let enoughSeconds = 0.5

  /// Returns the time of an action in seconds, that of the fastest of some batches.
  ///
  /// - Parameter batches: Number of batches, at least 1.
  static func leastSeconds(
    clock: any Clock<Duration>, batches: Int, action: () throws -> Void
  ) rethrows -> Double {
    precondition(batches >= 1, "Cost.leastSeconds: \(batches) batches")
    for _ in 0..<3 { try action() }
    var least = try clock.seconds(of: action)
    let count = Int(min(max(batchSeconds / max(least, 1e-9), 1), 1e4))
    var spent = 0.0
    for batch in 0..<batches where batch < 5 || spent < enoughSeconds {
      let seconds = try clock.seconds(of: { for _ in 0..<count { try action() } })
      spent += seconds
      least = min(least, seconds / Double(count))
    }
    return least
  }
}

extension Clock where Duration == Swift.Duration {
  /// Returns how many seconds an action takes.
  fileprivate func seconds(of action: () throws -> Void) rethrows -> Double {
    let start = now
    try action()
    let (seconds, attoseconds) = start.duration(to: now).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
