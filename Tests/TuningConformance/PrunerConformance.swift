import SluiceTensor
import SluiceTuning

/// The laws of every pruner; one call tests a new one.
public enum PrunerConformance {
  /// Runs trials one after the other along given curves, and returns the step after which each was
  /// ended; 0 for one that ran through.
  public static func endedSteps(
    by pruner: any Pruner, on curves: [[Double]], direction: Objective.Direction
  ) throws -> [Int] {
    let definition = try StudyDefinition(
      "curves", space: space(), objectives: [Objective("value", direction)], pruner: pruner)
    let study = try Study(definition)
    return try curves.map { curve in
      guard case .trial(var trial) = try study.ask() else { return -1 }
      for (index, value) in curve.enumerated() {
        if try study.report(value, at: index + 1, of: &trial) {
          try study.tell(trial, .pruned())
          return index + 1
        }
      }
      let last = curve.last ?? .nan
      try study.tell(trial, last.isNaN ? .failed("not a number") : .complete([last]))
      return 0
    }
  }

  /// Returns what a pruner does wrong, in words; empty for one that keeps all laws.
  ///
  /// - Parameter hasBounds: Whether the pruner compares values with fixed bounds, so that turning
  ///   the sign of all values does matter.
  public static func violations(of pruner: any Pruner, hasBounds: Bool = false) throws -> [String] {
    var violations: [String] = []
    let curves = curves()
    let ended = try endedSteps(by: pruner, on: curves, direction: .minimize)
    if try endedSteps(by: pruner, on: curves, direction: .minimize) != ended {
      violations.append("the same trials are not ended at the same steps a second time")
    }
    if ended[0] != 0, curves[0].allSatisfy({ $0 > 0.1 && $0 < 1.5 }) {
      violations.append("a trial without rivals that improves at each step is ended")
    }
    let turned = curves.map { $0.map { -$0 } }
    if !hasBounds, try endedSteps(by: pruner, on: turned, direction: .maximize) != ended {
      violations.append("turning the sign of values and direction changes what is ended")
    }
    let lost = curves + [curves[0].map { _ in .nan }]
    if try endedSteps(by: pruner, on: lost, direction: .minimize).last == 0 {
      violations.append("a trial whose every value is not a number runs to its end")
    }
    let (space, objectives) = (try space(), [Objective("value")])
    let waiting = (0..<9).map { Trial(number: $0, parameters: ["x": 0.5]) }
    let improving = (1...9).reduce(Trial(number: 9, parameters: ["x": 0.5])) {
      $0.adding(.init(step: $1, value: 1.2 - 0.1 * Double($1)))
    }
    let alone = StudyHistory(space: space, objectives: objectives, trials: [])
    let beside = StudyHistory(space: space, objectives: objectives, trials: waiting)
    if pruner.shouldPrune(improving, given: alone) != pruner.shouldPrune(improving, given: beside) {
      violations.append("trials that have reported nothing change what is ended")
    }
    return violations
  }

  private static func space() throws -> SearchSpace {
    try SearchSpace([Hyperparameter("x", .float(0...1))])
  }

  /// Thirty falling curves of 16 steps, noisy but for the first.
  private static func curves() -> [[Double]] {
    var stream = RandomStream(seed: 7)
    return (0..<30).map { index in
      let (end, height) = (0.2 + stream.uniformDouble(), 0.2 + stream.uniformDouble())
      let noise = index == 0 ? 0 : 0.05
      var factor = 1.0
      return (0..<16).map { _ in
        factor *= 0.8
        return min(end, index == 0 ? 0.2 : 9) + height * factor
          + noise * (stream.uniformDouble() - 0.5)
      }
    }
  }
}
