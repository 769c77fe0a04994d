import SluiceTensor

/// A linear classifier on standardised features: the softmax of one weighted sum a class, with a
/// penalty on the squared weights.
///
/// It minimises the mean over the training items of `-log(p)` of the true class plus half the strength
/// times the sum of the squared weights; intercepts are free. That is scikit-learn's
/// `LogisticRegression` with `C = 1 / (strength * N)`; for two classes too, where the penalty is that
/// on the difference of the two rows of weights.
public struct LogisticRegression: Codable, Hashable, Sendable {
  /// The strengths to choose from by the log loss on the validation items, each above 0.
  public var strengths: [Double]

  /// The strength without validation items, above 0.
  public var strengthWithoutValidation: Double

  /// Whether every class weighs alike, an item of class k as `N / (K n_k)`, instead of every item
  /// (scikit-learn's `class_weight="balanced"`).
  public var balanced: Bool

  /// Creates a classifier that is to be fitted.
  ///
  /// - Precondition: At least one strength, all above 0.
  public init(
    strengths: [Double] = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1],
    strengthWithoutValidation: Double = 1e-3, balanced: Bool = false
  ) {
    precondition(
      !strengths.isEmpty && (strengths + [strengthWithoutValidation]).allSatisfy { $0 > 0 },
      "LogisticRegression: strengths \(strengths) and \(strengthWithoutValidation)")
    self.strengths = strengths
    self.strengthWithoutValidation = strengthWithoutValidation
    self.balanced = balanced
  }

  /// Decodes the settings; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = LogisticRegression()
    strengths = try container.setting(
      .strengths, default: usual.strengths, mustBe: "one or more numbers above 0"
    ) { !$0.isEmpty && $0.allSatisfy { $0 > 0 && $0.isFinite } }
    strengthWithoutValidation = try container.setting(
      .strengthWithoutValidation, default: usual.strengthWithoutValidation, mustBe: "above 0"
    ) { $0 > 0 && $0.isFinite }
    balanced = try container.setting(.balanced, default: usual.balanced)
  }

  /// Returns the classifier fitted to the training items.
  ///
  /// With validation items the strength is chosen first, from the strongest down, until the log loss on
  /// them rises; then the weights are fitted to both, as those of ``Ridge`` are.
  ///
  /// - Throws: ``ClassifierError``.
  public func fitted(
    to training: LabeledFeatures, validation: LabeledFeatures? = nil
  ) throws -> FittedLogisticRegression {
    var path = StrengthPath(training, balanced: balanced)
    guard let validation else { return path.next(strengthWithoutValidation) }
    var best = (strength: strengthWithoutValidation, loss: Double.infinity)
    for strength in strengths.sorted(by: >) {
      let loss = ClassificationMetrics.logLoss(
        truth: validation.labels,
        probabilities: path.next(strength).probabilities(features: validation.features),
        classes: validation.classes)
      if loss > best.loss { break }
      best = (strength, loss)
    }
    var both = StrengthPath(try training.joined(with: validation), balanced: balanced)
    return both.next(best.strength)
  }
}

/// Fits one strength after another; each search begins where the one before has ended.
private struct StrengthPath {
  private let items: LabeledFeatures
  private let scale: FeatureScale
  private let objective: SoftmaxObjective
  private var parameters: [Double]

  init(_ items: LabeledFeatures, balanced: Bool) {
    self.items = items
    scale = FeatureScale(items)
    objective = SoftmaxObjective(items, scale: scale, balanced: balanced)
    parameters = [Double](repeating: 0, count: objective.parameterCount)
  }

  mutating func next(_ strength: Double) -> FittedLogisticRegression {
    parameters = LimitedMemoryBFGS().minimum(from: parameters) { [objective] in
      objective.value(at: $0, strength: strength)
    }
    let weights = objective.weightCount
    return FittedLogisticRegression(
      scale: scale, classes: items.classes, present: items.present,
      weights: parameters[0..<weights].map { Float($0) },
      intercepts: parameters[weights...].map { Float($0) }, strength: strength)
  }
}
