import SluiceTensor

/// Adam with weights that shrink by themselves: `w *= 1 - rate * weightDecay` before each step,
/// apart from the gradient.
///
/// - Source: Loshchilov & Hutter 2019, <https://arxiv.org/abs/1711.05101>.
public struct AdamW: OptimizerAlgorithm {
  /// The name in files.
  public static let name = "adamw"

  /// The learning rate that a schedule starts from.
  public var learningRate: Float
  /// How much of the mean gradient is kept at each step, in [0, 1).
  public var beta1: Float
  /// How much of the mean square is kept at each step, in [0, 1).
  public var beta2: Float
  /// Added to the root, so that small gradients do not make large steps.
  public var epsilon: Float
  /// How fast weights shrink, in shares of the learning rate.
  public var weightDecay: Float

  /// Describes AdamW.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0.01
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  private enum CodingKeys: String, CodingKey {
    case learningRate, beta1, beta2, epsilon, weightDecay
  }

  /// Reads the settings.
  public init(from decoder: any Decoder) throws {
    let (container, usual) = (try decoder.container(keyedBy: CodingKeys.self), AdamW())
    learningRate = try container.positive(.learningRate, default: usual.learningRate)
    beta1 = try container.share(.beta1, default: usual.beta1)
    beta2 = try container.share(.beta2, default: usual.beta2)
    epsilon = try container.positive(.epsilon, default: usual.epsilon)
    weightDecay = try container.nonNegative(.weightDecay, default: usual.weightDecay)
  }

  /// The moving means of the gradient and of its square.
  public var slots: [String] { ["mean", "square"] }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
      .apply(
        to: update, learningRate: learningRate, step: step, shrinkage: learningRate * weightDecay)
  }
}
