import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Gradient descent with a moving mean of the gradient, divided by the root of that of its square.
///
/// `w -= rate * m̂ / (sqrt(v̂) + epsilon)` with the means corrected for their start at zero: the
/// paper's algorithm 1, as in PyTorch. (Keras corrects after `epsilon` was added, the paper's
/// remark in section 2, which makes `epsilon` count more in the first steps.)
///
/// - Source: Kingma & Ba 2015, <https://arxiv.org/abs/1412.6980>.
public struct Adam: OptimizerAlgorithm {
  /// The name in files.
  public static let name = "adam"

  /// The learning rate that a schedule starts from.
  public var learningRate: Float
  /// How much of the mean gradient is kept at each step, in [0, 1).
  public var beta1: Float
  /// How much of the mean square is kept at each step, in [0, 1).
  public var beta2: Float
  /// Added to the root, so that small gradients do not make large steps.
  public var epsilon: Float

  /// Describes Adam.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  private enum CodingKeys: String, CodingKey { case learningRate, beta1, beta2, epsilon }

  /// Reads the settings.
  public init(from decoder: any Decoder) throws {
    let (container, usual) = (try decoder.container(keyedBy: CodingKeys.self), Adam())
    learningRate = try container.positive(.learningRate, default: usual.learningRate)
    beta1 = try container.share(.beta1, default: usual.beta1)
    beta2 = try container.share(.beta2, default: usual.beta2)
    epsilon = try container.positive(.epsilon, default: usual.epsilon)
  }

  /// The moving means of the gradient and of its square.
  public var slots: [String] { ["mean", "square"] }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    apply(to: update, learningRate: learningRate, step: step, shrinkage: 0)
  }

  /// Changes one parameter whose values lose a share of themselves besides.
  func apply(to update: ParameterUpdate, learningRate: Float, step: Int, shrinkage: Float) {
    // In Double: 1 - beta2^step loses half its digits in Float at the first steps.
    let corrected1 = 1 - pow(Double(beta1), Double(step))
    let corrected2 = 1 - pow(Double(beta2), Double(step))
    UpdateLoops.adam(
      update.values, update.gradients, mean: update.slot0, square: update.slot1,
      count: update.count, rate: Float(Double(learningRate) / corrected1), beta1: beta1,
      beta2: beta2, squareScale: Float(1 / corrected2), epsilon: epsilon, shrinkage: shrinkage)
  }
}
