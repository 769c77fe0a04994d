/// How far the shares that a method gives can be believed.
public struct Trust: Codable, Hashable, Sendable {
  /// What is looked at.
  public enum Aspect: String, Codable, CaseIterable, Hashable, Sendable {
    /// By how much the shares of a window miss the answer, as a share of their sizes; of the worst window.
    case completeness
    /// How badly the shares foretell what the answer does when readings change: the mean squared error, as a
    /// share of the mean square of what the answer does.
    ///
    /// - Source: Yeh et al. 2019, <https://arxiv.org/abs/1901.09392>, relative to the change.
    case infidelity
    /// By how much the shares change when readings change a little; the largest of some changes, the mean over
    /// windows, as a share of the mean length of the shares.
    ///
    /// - Source: Yeh et al. 2019, <https://arxiv.org/abs/1901.09392>.
    case sensitivity
    /// How alike the sizes of the shares stay when the weights are shuffled: the rank correlation, the mean
    /// over windows and shuffles.
    ///
    /// - Source: Adebayo et al. 2018, <https://arxiv.org/abs/1810.03292>.
    case randomisation

    /// The largest value that passes.
    public var limit: Double {
      switch self {
      case .completeness: 0.05
      case .infidelity: 0.5
      case .sensitivity: 0.5
      case .randomisation: 0.8
      }
    }
  }

  /// What one aspect came to.
  public struct Finding: Codable, Hashable, Sendable {
    /// What was looked at.
    public var aspect: Aspect
    /// What was measured; nil where it has no meaning for the method, or could not be.
    public var value: Double?
    /// What that says, in a sentence.
    public var judgement: String

    /// Creates a finding.
    public init(_ aspect: Aspect, value: Double?, judgement: String) {
      self.aspect = aspect
      self.value = value
      self.judgement = judgement
    }

    /// Whether nothing speaks against the shares: the value is within its limit, or has no meaning.
    public var passes: Bool { value.map { $0 <= aspect.limit } ?? true }
  }

  /// The name of the method.
  public var method: String
  /// The name of the answer.
  public var answer: String
  /// How many windows were looked at.
  public var windows: Int
  /// One finding for each aspect; none for randomisation where there are no weights to shuffle.
  public var findings: [Finding]

  /// Creates a judgement.
  public init(method: String, answer: String, windows: Int, findings: [Finding]) {
    self.method = method
    self.answer = answer
    self.windows = windows
    self.findings = findings
  }

  /// Whether every finding passes.
  public var passes: Bool { findings.allSatisfy(\.passes) }

  /// Whether the shares can be believed, in a sentence: "passes", or "fails because ...".
  public var summary: String {
    let failures = findings.filter { !$0.passes }.map(\.judgement)
    if failures.isEmpty { return "\(method) passes." }
    return "\(method) fails because " + failures.joined(separator: "; and ") + "."
  }

  /// Returns what one aspect came to; nil if it was not looked at.
  public subscript(aspect: Aspect) -> Finding? { findings.first { $0.aspect == aspect } }
}
