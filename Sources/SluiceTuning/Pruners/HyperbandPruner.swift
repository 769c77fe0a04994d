import SluiceTensor

/// Spreads the trials over brackets of successive halving, from one that ends trials early to one
/// that lets all of them run.
///
/// A trial belongs to a bracket by its number, and competes with those of its bracket only.
///
/// - Source: Li et al. 2018, "Hyperband", <https://jmlr.org/papers/v18/16-558.html>; the shares of
///   the brackets are those of Optuna.
public struct HyperbandPruner: Pruner, Hashable {
  /// The step of the first rung, at least 1.
  public var minimum: Int

  /// The number of steps of a whole trial, at least `minimum`; nil until ``forTrials(of:)`` says it,
  /// and then no trial is ended.
  public var maximum: Int?

  /// One of how many goes on at a rung, at least 2.
  public var factor: Int

  /// Creates the pruner.
  ///
  /// - Parameter maximum: The number of steps of a whole trial: its epochs, or its folds; nil where
  ///   a study file says it.
  public init(minimum: Int = 1, maximum: Int? = nil, factor: Int = 3) {
    self.minimum = minimum
    self.maximum = maximum
    self.factor = factor
  }

  /// The name with its settings.
  public var description: String {
    "hyperband(minimum \(minimum), maximum \(maximum.map { "\($0)" } ?? "open"), factor \(factor))"
  }

  /// The pruner with the steps of a trial as its maximum, where that was left open.
  ///
  /// - Throws: ``TuningError/badSetting(name:found:expected:)`` when the minimum lies above it.
  public func forTrials(of steps: Int) throws -> any Pruner {
    if maximum != nil { return self }
    if steps < minimum {
      throw TuningError.badSetting(
        name: "The minimum of hyperband", found: "\(minimum)",
        expected: "at most \(steps), the steps of a trial")
    }
    return HyperbandPruner(minimum: minimum, maximum: steps, factor: factor)
  }

  /// The number of brackets.
  public var brackets: Int {
    var (count, steps) = (1, minimum)
    while steps <= (maximum ?? minimum) / factor {
      steps *= factor
      count += 1
    }
    return count
  }

  /// The bracket of a trial: in the first one the rungs begin at the minimum, in each later one a
  /// rung later.
  public func bracket(of number: Int) -> Int {
    let brackets = brackets
    let shares = (0..<brackets).map { bracket in
      let rungs = brackets - 1 - bracket
      let power = (0..<rungs).reduce(1) { power, _ in power * factor }
      return (brackets * power + rungs) / (rungs + 1)
    }
    var stream = RandomStreams(seed: 0).stream("bracket/\(number)")
    var place = Int(stream.uniformDouble() * Double(shares.reduce(0, +)))
    for (bracket, share) in shares.enumerated() {
      if place < share { return bracket }
      place -= share
    }
    return brackets - 1
  }

  /// Asks the halving of the trial's bracket.
  public func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    if maximum == nil { return false }
    let own = bracket(of: trial.number)
    let rivals = history.trials.filter { bracket(of: $0.number) == own }
    return SuccessiveHalvingPruner(minimum: minimum, factor: factor, skippedRungs: own)
      .shouldPrune(
        trial,
        given: StudyHistory(space: history.space, objectives: history.objectives, trials: rivals))
  }
}

extension HyperbandPruner: Codable {
  enum CodingKeys: String, CodingKey {
    case minimum, maximum, factor
  }

  /// Reads the settings; absent ones take their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let minimum = try container.count(.minimum, default: 1)
    self.init(
      minimum: minimum,
      maximum: container.contains(.maximum)
        ? try container.setting(
          .maximum, default: nil, mustBe: "at least the minimum, \(minimum)"
        ) { $0 >= minimum } : nil,
      factor: try container.setting(.factor, default: 3, mustBe: "at least 2") { $0 >= 2 })
  }
}
