import Foundation
import SluiceTuning

/// A function whose least value is known, to see how near a sampler comes.
///
/// The same functions stand in `scripts/reference/optuna_functions.py`.
public struct TestFunction: Sendable, CustomStringConvertible {
  /// The name, by which fixtures refer to it.
  public let name: String

  /// Where it is defined.
  public let space: SearchSpace

  /// The least value.
  public let optimum: Double

  /// The number of trials that a sampler gets.
  public let trials: Int

  /// The value at some point of the space.
  public let value: @Sendable (Hyperparameters) -> Double

  /// The name.
  public var description: String { name }

  /// Branin: two numbers, three equal minima.
  public static func branin() throws -> TestFunction {
    TestFunction(
      name: "branin",
      space: try SearchSpace([
        Hyperparameter("x", .float(-5...10)), Hyperparameter("y", .float(0...15)),
      ]),
      optimum: 0.397_887_357_729_738_16, trials: 50
    ) { point in
      let (x, y) = (point.number("x"), point.number("y"))
      let bowl = y - 5.1 / (4 * .pi * .pi) * x * x + 5 / .pi * x - 6
      return bowl * bowl + 10 * (1 - 1 / (8 * .pi)) * cos(x) + 10
    }
  }

  /// Hartmann's function of six numbers: several valleys, one of them deepest.
  public static func hartmann() throws -> TestFunction {
    let heights = [1.0, 1.2, 3.0, 3.2]
    let widths = [
      [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14],
      [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ]
    let centers: [[Double]] = [
      [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
      [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381],
    ]
    let names = (1...6).map { "x\($0)" }
    return TestFunction(
      name: "hartmann", space: try SearchSpace(names.map { Hyperparameter($0, .float(0...1)) }),
      optimum: -3.322_368_011_415_51, trials: 100
    ) { point in
      let x = names.map { point.number($0) }
      return -heights.indices.reduce(0) { sum, row in
        let distance = x.indices.reduce(0) { sum, column in
          let gap = x[column] - centers[row][column] * 1e-4
          return sum + widths[row][column] * gap * gap
        }
        return sum + heights[row] * exp(-distance)
      }
    }
  }

  /// Rosenbrock's curved valley in four numbers.
  public static func rosenbrock() throws -> TestFunction {
    let names = (1...4).map { "x\($0)" }
    return TestFunction(
      name: "rosenbrock",
      space: try SearchSpace(names.map { Hyperparameter($0, .float(-2.048...2.048)) }),
      optimum: 0, trials: 100
    ) { point in
      let x = names.map { point.number($0) }
      return zip(x, x.dropFirst()).reduce(0) { sum, pair in
        let (a, b) = pair
        return sum + 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a)
      }
    }
  }

  /// Three numbers that all are best at an end of their range, as the size of a
  /// network often is; a trial for each combination of four values each.
  public static func corner() throws -> TestFunction {
    let names = (1...3).map { "x\($0)" }
    return TestFunction(
      name: "corner", space: try SearchSpace(names.map { Hyperparameter($0, .float(0...1)) }),
      optimum: 0, trials: 64
    ) { point in
      names.enumerated().reduce(0) { sum, name in
        sum + abs(point.number(name.element) - (name.offset == 1 ? 0 : 1))
      }
    }
  }

  /// What a network might lose for its settings: words, numbers on both scales, and parameters that
  /// only deeper networks have.
  ///
  /// The least value is that of two layers of GRU at a rate of 10^-2.5, 96
  /// and 16 units and a dropout of 0.2.
  public static func network() throws -> TestFunction {
    TestFunction(
      name: "network",
      space: try SearchSpace([
        Hyperparameter("cell", .categorical(["LSTM", "GRU", "RNN"])),
        Hyperparameter("layers", .integer(1...3)),
        Hyperparameter("rate", .float(1e-5...1e-1, scale: .log)),
        Hyperparameter("units", .integer(32...128, step: 32)),
        Hyperparameter("dropout", .float(0...0.5, step: 0.1)),
        Hyperparameter(
          "units2", .integer(4...64, scale: .log), when: .init("layers", isOneOf: [2, 3])),
        Hyperparameter("skip", .categorical([true, false]), when: .init("layers", isOneOf: [3])),
      ]),
      optimum: 0, trials: 80
    ) { point in
      let rate = log10(point.number("rate")) + 2.5
      let units = (point.number("units") - 96) / 32
      let dropout = point.number("dropout") - 0.2
      var loss = point["cell"] == "GRU" ? 0 : point["cell"] == "LSTM" ? 0.1 : 0.4
      loss += 0.15 * abs(point.number("layers") - 2)
      loss += 0.2 * rate * rate + 0.1 * units * units + 0.1 * rate * units + 2 * dropout * dropout
      if point["units2"] != nil {
        let doublings = log2(point.number("units2") / 16)
        loss += 0.1 * doublings * doublings
      }
      return point["skip"] == false ? loss + 0.2 : loss
    }
  }

  /// The best value after a study of one seed.
  ///
  /// - Parameters:
  ///   - generation: How many trials are proposed at once; nil for one after the other.
  ///   - trials: How many trials the sampler gets, if not ``trials``.
  public func best(
    of sampler: any Sampler, seed: UInt64, generation: Int? = nil, trials: Int? = nil
  ) throws -> Double {
    let study = try Study(
      StudyDefinition(
        name, space: space, sampler: sampler, seed: seed, generation: generation),
      budget: StudyBudget(trials: trials ?? self.trials))
    var best = Double.infinity
    while case .trial(let trial) = try study.ask() {
      let value = value(trial.parameters)
      best = min(best, value)
      try study.tell(trial, .complete([value]))
    }
    return best
  }

  /// The median, over the seeds from 1 on, of how far the best trial is from the optimum.
  public func medianRegret(
    of sampler: any Sampler, seeds: Int = 20, generation: Int? = nil
  ) throws -> Double {
    let regrets = try (1...seeds).map {
      try best(of: sampler, seed: UInt64($0), generation: generation) - optimum
    }
    return regrets.median
  }
}

extension [Double] {
  /// The middle one of the sorted numbers, the mean of the middle two of an even number of them; not a
  /// number for none.
  public var median: Double {
    let sorted = sorted()
    if isEmpty { return .nan }
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}

extension Hyperparameters {
  fileprivate func number(_ name: String) -> Double { self[name]?.number ?? .nan }
}
