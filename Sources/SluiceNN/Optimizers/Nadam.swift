import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Adam with Nesterov's momentum, whose strength grows over the first steps as
/// `beta1 * (1 - 0.5 * 0.96^step)`.
///
/// The growth is that of the paper's experiments and of Keras. (PyTorch slows it down by a factor
/// of 250, its `momentum_decay` of 0.004.)
///
/// - Source: Dozat 2016, <https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ>.
public struct Nadam: OptimizerAlgorithm {
  /// The name in files.
  public static let name = "nadam"

  /// The learning rate that a schedule starts from.
  public var learningRate: Float
  /// How much of the mean gradient is kept at each step, in [0, 1).
  public var beta1: Float
  /// How much of the mean square is kept at each step, in [0, 1).
  public var beta2: Float
  /// Added to the root, so that small gradients do not make large steps.
  public var epsilon: Float

  /// Describes Nadam.
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
    let (container, usual) = (try decoder.container(keyedBy: CodingKeys.self), Nadam())
    learningRate = try container.positive(.learningRate, default: usual.learningRate)
    beta1 = try container.share(.beta1, default: usual.beta1)
    beta2 = try container.share(.beta2, default: usual.beta2)
    epsilon = try container.positive(.epsilon, default: usual.epsilon)
  }

  /// The moving means of the gradient and of its square.
  public var slots: [String] { ["mean", "square"] }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    let (now, next) = (momentum(at: step), momentum(at: step + 1))
    let product = momentumProduct(through: step)
    UpdateLoops.nadam(
      update.values, update.gradients, mean: update.slot0, square: update.slot1,
      count: update.count, beta1: beta1, beta2: beta2,
      onMean: Float(Double(learningRate) * next / (1 - product * next)),
      onGradient: Float(Double(learningRate) * (1 - now) / (1 - product)),
      squareScale: Float(1 / (1 - pow(Double(beta2), Double(step)))), epsilon: epsilon)
  }

  private func momentum(at step: Int) -> Double {
    Double(beta1) * (1 - 0.5 * pow(0.96, Double(step)))
  }

  /// The product of the momentum of all steps so far; computed afresh, so that there is nothing to
  /// save, and given up once it no longer counts.
  private func momentumProduct(through step: Int) -> Double {
    var (product, power) = (1.0, 1.0)
    for _ in 0..<step where product > 1e-20 {
      power *= 0.96
      product *= Double(beta1) * (1 - 0.5 * power)
    }
    return product
  }
}
