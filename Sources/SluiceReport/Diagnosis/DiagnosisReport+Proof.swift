import SluiceModels

extension DiagnosisReport {
  /// A run before and after its cures.
  public struct Proof: Codable, Hashable, Sendable {
    /// The keys that were changed, as `--set` takes them.
    public var changes: [String]

    /// The two runs on the answers that both have given.
    public var comparison: RunComparison

    /// Whether the cures take away what knew the future: the higher error is then the true one.
    public var takesLeakAway: Bool

    /// The folder of the run with the cures.
    public var run: String

    /// Creates a proof.
    public init(
      changes: [String], comparison: RunComparison, takesLeakAway: Bool = false, run: String
    ) {
      self.changes = changes
      self.comparison = comparison
      self.takesLeakAway = takesLeakAway
      self.run = run
    }

    /// What came of it, in a few sentences.
    public var sentence: String {
      guard comparison.common > 0 else {
        return
          "The cures cannot be judged: no answer of the two runs to the test part is for the same "
          + "moment and the same truth."
      }
      return "\(claim) \(basis)"
    }

    private var claim: String {
      let measure = comparison.isOfLabels ? "balanced accuracy" : "root mean squared error"
      let (before, after) = (
        NumberText.significant(comparison.before), NumberText.significant(comparison.after)
      )
      if takesLeakAway {
        return
          "Without what knew the future the \(measure) on the test part is \(after), with it it was "
          + "\(before): \(after) is the true one, for nobody knows the future when it counts."
      }
      if comparison.before == comparison.after {
        return "The cures change nothing: the \(measure) on the test part is \(after) in both runs."
      }
      let numbers =
        "the \(measure) on the test part is \(before) before and \(after) after\(change)"
      return switch comparison.outcome {
      case .better: "The cures help: \(numbers)."
      case .worse: "The cures harm: \(numbers)."
      case .undecided: "What the cures change is within the noise: \(numbers)."
      }
    }

    private var change: String {
      guard comparison.before > 0 else { return "" }
      let share = (comparison.after - comparison.before) / comparison.before
      return " (\(NumberText.percent(abs(share))) \(share < 0 ? "lower" : "higher"))"
    }

    /// What the claim rests on.
    private var basis: String {
      let thing = comparison.isOfLabels ? "label" : "forecast"
      let things = comparison.common == 1 ? thing : thing + "s"
      var text =
        "Compared on the \(comparison.common) \(things) that both runs have for the same moment"
      text += " (of \(comparison.countBefore) before and \(comparison.countAfter) after)"
      if let lower = comparison.lower, let upper = comparison.upper {
        text += "; the 95 % interval of the difference of the "
        text += comparison.isOfLabels ? "balanced accuracies" : "mean squared errors"
        text +=
          " is \(Wording.number(lower)) to \(Wording.number(upper)), above 0 where the cures help"
      } else {
        text += ", which are too few for an interval"
      }
      return text + ". Each was trained with one seed only; another may give another result."
    }

    /// The tone in which it is told.
    var tone: Block.Tone {
      if takesLeakAway { return .open }
      return switch comparison.outcome {
      case .better: .good
      case .worse: .bad
      case .undecided: .open
      }
    }
  }
}
