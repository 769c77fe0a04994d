import SluiceData
import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A linear regression on all readings of a window, with a penalty on the squared weights: the
/// baseline that a network must beat to be worth its cost.
///
/// It is solved in closed form, in double precision, from sums gathered in one pass over the
/// windows. The penalty weighs readings that are scaled to variance 1; the intercept is free.
///
/// - Source: Hoerl & Kennard 1970, <https://doi.org/10.1080/00401706.1970.10488634>.
public struct Ridge: Codable, Hashable, Sendable {
  /// The strengths to choose from, each at least 0; the penalty is the strength times the number of
  /// training windows (scikit-learn's `alpha`).
  public var strengths: [Double]

  /// The strengths that are tried unless others are given: half decades from 1e-6 to 10.
  public static let usualStrengths = (-12...2).map { pow(10, Double($0) / 2) }

  /// Creates a ridge.
  ///
  /// - Precondition: At least one strength, none negative.
  public init(strengths: [Double] = Ridge.usualStrengths) {
    precondition(
      !strengths.isEmpty && strengths.allSatisfy { $0 >= 0 }, "Ridge: strengths \(strengths)")
    self.strengths = strengths
  }

  /// Decodes a ridge; strengths that are absent are the usual ones.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    strengths = try container.setting(.strengths, default: Ridge.usualStrengths)
    if strengths.isEmpty || !strengths.allSatisfy({ $0 >= 0 && $0.isFinite }) {
      throw DecodingError.dataCorruptedError(
        forKey: .strengths, in: container,
        debugDescription: "must be numbers of at least 0, found \(strengths)")
    }
  }

  /// Returns the ridge fitted to the training windows.
  ///
  /// For each forecast step the strength is taken that has the lowest mean squared error on the
  /// validation windows; then the weights are fitted to both. Without validation windows the last
  /// fifth of the training windows takes their place. Windows shorter than the lookback are left
  /// out; where targets are missing, each step learns from the windows of which it is known.
  ///
  /// - Throws: ``RidgeError``.
  public func fitted(
    to training: WindowFrame, validation: WindowFrame? = nil
  ) throws -> FittedRidge {
    if validation == nil, strengths.count > 1, training.count >= 10 {
      let middle = training.count - training.count / 5
      return try fitted(
        to: training[0..<middle], validation: training[middle..<training.count])
    }
    let outputs = 0..<training.windows.options.targetSize
    let isMasked =
      training.windows.hasMissingTargets || validation?.windows.hasMissingTargets == true
    // Steps that are known for the same windows share the work.
    let solutions = try (isMasked ? outputs.map { $0..<$0 + 1 } : [outputs]).map {
      try solution(for: $0, training: training.windows, validation: validation?.windows)
    }
    return FittedRidge(
      weights: solutions.flatMap(\.weights).map { Float($0) },
      intercepts: solutions.flatMap(\.intercepts).map { Float($0) },
      strengths: solutions.flatMap(\.strengths),
      readings: training.windows.options.lookback * training.windows.inputs.count)
  }

  /// The weights of some neighbouring forecast steps, all known for the same windows.
  private func solution(
    for outputs: Range<Int>, training: Windows, validation: Windows?
  ) throws -> RidgeSolution {
    let origin = training.readingOrigin
    let equations = training.normalEquations(of: outputs, origin: origin)
    guard equations.count >= 2 else {
      throw RidgeError.tooFewWindows(needed: 2, found: Int(equations.count))
    }
    let checked = validation.map { $0.normalEquations(of: outputs, origin: origin) }
    guard
      let solution = RidgeSolution(
        training: equations, validation: checked, strengths: strengths)
    else { throw RidgeError.notSolvable(columns: equations.columns, strengths: strengths) }
    return solution
  }
}

/// What can go wrong when a ridge is fitted.
public enum RidgeError: Error, Equatable, CustomStringConvertible {
  /// There is not enough to learn from.
  case tooFewWindows(needed: Int, found: Int)
  /// Readings repeat each other, and no strength above 0 was allowed.
  case notSolvable(columns: Int, strengths: [Double])

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .tooFewWindows(let needed, let found):
      return "A ridge needs at least \(needed) full training windows for each forecast step, found "
        + "\(found): use more rows or a shorter lookback or horizon."
    case .notSolvable(let columns, let strengths):
      return "The ridge on \(columns) readings has no unique solution at the strengths "
        + "\(strengths): allow one above 0."
    }
  }
}

extension Windows {
  /// The mean of each input over the rows of the windows, and that of the target.
  var readingOrigin: NormalEquations.Origin {
    withReadings { readings, target in
      let features = inputs.count
      let first = max(0, lastReadingRow(0) - options.lookback + 1)
      let rows = first..<lastReadingRow(count - 1) + 1
      var means = [Double](repeating: 0, count: features)
      var (targetSum, known) = (0.0, 0.0)
      for row in rows {
        for feature in 0..<features {
          means[feature] += Double(readings[row * features + feature])
        }
        if let target, !target[row].isNaN {
          targetSum += Double(target[row])
          known += 1
        }
      }
      return NormalEquations.Origin(
        features: means.map { $0 / Double(rows.count) }, target: targetSum / max(1, known))
    }
  }

  /// The sums over all full windows of which some neighbouring targets are known.
  func normalEquations(
    of outputs: Range<Int>, origin: NormalEquations.Origin
  ) -> NormalEquations {
    withReadings { readings, target in
      guard let target else {
        preconditionFailure("Ridge: windows made for prediction have no targets")
      }
      let lookback = options.lookback
      let firstStep = (options.steps == .last ? options.horizon : 1) + outputs.lowerBound
      let firstRows = (0..<count).lazy.filter { window in
        let row = lastReadingRow(window) + firstStep
        return length(window) == lookback
          && (!hasMissingTargets || !target[row..<row + outputs.count].contains(where: \.isNaN))
      }
      .map { lastReadingRow($0) - lookback + 1 }
      return NormalEquations(
        LagDesign(
          readings: readings, target: target, features: inputs.count, lookback: lookback,
          targetOffset: lookback - 1 + firstStep, outputs: outputs.count,
          runs: LagDesign.runs(of: firstRows)), origin: origin)
    }
  }
}
