/// A schedule at work, with what it has seen: for reducing the rate on a plateau.
///
/// - Source: the rule of PyTorch's `ReduceLROnPlateau` with a relative threshold.
public struct ScheduleState: Codable, Hashable, Sendable {
  /// The schedule.
  public let schedule: Schedule
  /// What plateaus have made of the rate, as a factor.
  public private(set) var factor: Float = 1
  private var best: Float?
  private var worseEpochs = 0

  /// Begins.
  public init(_ schedule: Schedule) {
    self.schedule = schedule
  }

  /// The learning rate of the step that comes next.
  public func learningRate(base: Float, at position: Schedule.Position) -> Float {
    let rate = schedule.learningRate(base: base, at: position)
    guard let plateau else { return rate }
    return max(rate * factor, min(plateau.minimum, rate))
  }

  /// Takes note of the monitored loss at the end of an epoch.
  public mutating func epochEnded(loss: Float) {
    guard let plateau else { return }
    if best.map({ loss < $0 * (1 - plateau.minimumChange) }) ?? true {
      best = loss
      worseEpochs = 0
      return
    }
    worseEpochs += 1
    if worseEpochs > plateau.patience {
      factor *= plateau.factor
      worseEpochs = 0
    }
  }

  private var plateau: (factor: Float, patience: Int, minimumChange: Float, minimum: Float)? {
    var schedule = schedule
    while case .warmUp(_, let then) = schedule { schedule = then }
    guard
      case .reduceOnPlateau(let factor, let patience, let minimumChange, let minimum) = schedule
    else { return nil }
    return (factor, patience, minimumChange, minimum)
  }
}
