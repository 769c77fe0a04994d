/// Everything that is measured about one run of a classification.
public struct LabelMetrics: Codable, Hashable, Sendable {
  /// The model's metrics on the test part.
  public var test: ClassificationMetrics

  /// Each baseline's metrics on the same items, by name.
  public var baselines: [String: ClassificationMetrics]

  /// How well each subject's items are labeled; nil without subjects.
  public var subjects: SubjectTable?

  /// Whether the model beats the best of the baselines.
  public var verdict: Verdict

  /// What the network's logits are divided by, so that it is as sure as it is right; nil when that was
  /// not found out.
  public var temperature: Double?

  /// How the network was trained; nil for an evaluation on other data.
  public var training: TrainingSummary?

  /// What each model costs, the model's first.
  public var costs: [Cost]

  /// Creates the metrics of a run.
  public init(
    test: ClassificationMetrics, baselines: [String: ClassificationMetrics],
    subjects: SubjectTable?, verdict: Verdict, temperature: Double?, training: TrainingSummary?,
    costs: [Cost]
  ) {
    self.test = test
    self.baselines = baselines
    self.subjects = subjects
    self.verdict = verdict
    self.temperature = temperature
    self.training = training
    self.costs = costs
  }
}
