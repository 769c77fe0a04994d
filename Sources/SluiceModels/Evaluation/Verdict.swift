/// Whether the network beats the best of the forecasts that cost nothing, and how sure that is.
public struct Verdict: Codable, Hashable, Sendable {
  /// What the comparison came to.
  public enum Outcome: String, Codable, Sendable {
    /// The network is better, and the interval of the difference excludes zero.
    case better
    /// The interval of the difference includes zero.
    case undecided
    /// The baseline is better, and the interval of the difference excludes zero.
    case worse
  }

  /// What the comparison came to.
  public var outcome: Outcome

  /// The baseline with the lowest mean squared error.
  public var bestBaseline: String

  /// `1 - MSE(network) / MSE(best baseline)`: positive when the network is better.
  public var skill: Double

  /// The baseline's mean squared error less the network's, in squared target units.
  public var difference: Double

  /// The ends of the 95 % moving-block bootstrap interval of ``difference``.
  ///
  /// - Source: Künsch 1989, <https://doi.org/10.1214/aos/1176347265>.
  public var lower: Double

  /// The upper end of the interval; see ``lower``.
  public var upper: Double

  /// The verdict in one sentence of plain words.
  public var sentence: String

  /// Creates a verdict.
  public init(
    outcome: Outcome, bestBaseline: String, skill: Double, difference: Double, lower: Double,
    upper: Double, sentence: String
  ) {
    self.outcome = outcome
    self.bestBaseline = bestBaseline
    self.skill = skill
    self.difference = difference
    self.lower = lower
    self.upper = upper
    self.sentence = sentence
  }
}
