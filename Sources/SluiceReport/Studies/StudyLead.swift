import SluiceTuning

/// How far the best trial of a study is ahead of the next, and whether that means anything.
///
/// The next is the best one with other parameters: a space of few values repeats itself, and a copy
/// of the winner tells nothing of its lead.
///
/// Each trial of a study with several folds or seeds is trained as often; the same fold and seed of
/// two trials make a pair, and the differences of the pairs say how large the noise is.
public struct StudyLead: Hashable, Sendable, Codable {
  /// The number of the best trial.
  public var winner: Int

  /// The number of the best trial with other parameters than the winner's.
  public var runnerUp: Int

  /// By how much the winner is better in the first objective, at least 0.
  public var difference: Double

  /// The standard error of the difference; nil when each trial was trained only once.
  public var standardError: Double?

  /// The number of trainings of each trial.
  public var trainings: Int

  /// The lead that chance alone reaches in one of twenty cases (Student's t, two-sided); nil when
  /// each trial was trained only once.
  public var noise: Double?

  /// Whether the lead could well be chance; nil when that cannot be known.
  public var isWithinNoise: Bool? { noise.map { difference <= $0 } }

  /// The name under which the measurements of a trial hold the first objective of a training.
  ///
  /// - Parameter index: The number of the training, fold by fold and seed by seed, from 0 on.
  public static func partName(_ index: Int) -> String { "training.\(index + 1)" }

  /// Compares the best of some trials with the next that is no copy of it.
  ///
  /// - Parameters:
  ///   - ranked: Complete trials, best first.
  ///   - objective: The first objective.
  /// - Returns: Nil where no trial has other parameters, or another network to go on from.
  public init?(_ ranked: [Trial], objective: Objective) {
    guard let best = ranked.first,
      let next = ranked.first(where: {
        $0.parameters != best.parameters || $0.parent != best.parent
      })
    else { return nil }
    winner = best.number
    runnerUp = next.number
    difference = objective.loss(next.values[0]) - objective.loss(best.values[0])
    var differences: [Double] = []
    while let a = best.measurements[Self.partName(differences.count)],
      let b = next.measurements[Self.partName(differences.count)]
    {
      differences.append(objective.loss(b) - objective.loss(a))
    }
    trainings = max(differences.count, 1)
    guard differences.count >= 2 else { return }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    standardError = error
    noise = error * Self.quantile(degrees: differences.count - 1)
  }

  /// The 97.5 % quantile of Student's t.
  ///
  /// - Source: the usual table; from 30 degrees of freedom on the first terms of Cornish and Fisher's
  ///   expansion about the normal quantile.
  private static func quantile(degrees: Int) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045,
    ]
    if degrees <= table.count { return table[degrees - 1] }
    let z = 1.959964
    return z + (z * z * z + z) / (4 * Double(degrees))
  }

  /// The lead in a sentence.
  ///
  /// - Parameter objective: The name of the first objective.
  public func sentence(objective: String) -> String {
    let lead = NumberText.significant(difference, 3)
    let who = "Trial \(winner) leads trial \(runnerUp) by \(lead) in \(objective)"
    guard let noise, let isWithinNoise else {
      return "\(who); each was trained once, so nobody knows whether that is chance "
        + "(seeds: 3 in the study file would tell)."
    }
    let limit = NumberText.significant(noise, 3)
    return isWithinNoise
      ? "\(who), which is within the noise: over \(trainings) trainings chance alone reaches \(limit)."
      : "\(who), which is more than the noise: over \(trainings) trainings chance alone reaches "
        + "\(limit)."
  }
}
