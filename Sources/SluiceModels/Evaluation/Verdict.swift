/// Whether a model beats the best of the forecasts that cost nothing, and how sure that is.
public struct Verdict: Codable, Hashable, Sendable {
  /// What the comparison came to.
  public enum Outcome: String, Codable, Sendable {
    /// The model is better, and the interval of the difference excludes zero.
    case better
    /// The interval of the difference includes zero, or there are too few rows for an interval.
    case undecided
    /// The baseline is better, and the interval of the difference excludes zero.
    case worse
  }

  /// What the comparison came to.
  public var outcome: Outcome

  /// The model under test: `network`, or the baseline that the bundle holds.
  public var model: String

  /// The baseline with the lowest mean squared error, of classifiers the one with the highest balanced
  /// accuracy.
  public var bestBaseline: String

  /// `1 - MSE(model) / MSE(best baseline)`: positive when the model is better; nil when the
  /// baseline makes no error at all and the model does.
  ///
  /// For classifiers 1 less the balanced accuracy stands for the mean squared error.
  public var skill: Double?

  /// The baseline's mean squared error less the model's, in squared target units; of classifiers the
  /// model's balanced accuracy less the baseline's.
  public var difference: Double

  /// The lower end of the 95 % bootstrap interval of ``difference``, from moving blocks of windows or
  /// from whole stretches of labels; nil when there are too few for one.
  ///
  /// - Source: Künsch 1989, <https://doi.org/10.1214/aos/1176347265>.
  public var lower: Double?

  /// The upper end of the interval; see ``lower``.
  public var upper: Double?

  /// Number of successive windows that the bootstrap kept together; nil without an interval and
  /// for classifiers.
  public var blockLength: Int?

  /// The verdict in one sentence of plain words.
  public var sentence: String

  /// Creates a verdict.
  public init(
    outcome: Outcome, model: String, bestBaseline: String, skill: Double?, difference: Double,
    lower: Double?, upper: Double?, blockLength: Int?, sentence: String
  ) {
    self.outcome = outcome
    self.model = model
    self.bestBaseline = bestBaseline
    self.skill = skill
    self.difference = difference
    self.lower = lower
    self.upper = upper
    self.blockLength = blockLength
    self.sentence = sentence
  }
}
