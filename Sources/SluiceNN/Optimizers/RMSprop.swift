import SluiceTensor

/// Gradient descent with each number's step divided by the moving root mean square of its gradient.
///
/// `s = rho * s + (1 - rho) * g²`, `u = g / (sqrt(s) + epsilon)`, `v = momentum * v + u`,
/// `w -= rate * v`: `epsilon` stands outside the root, as in PyTorch and as in Adam (Keras has it
/// inside); the defaults are those of Keras.
///
/// - Source: Tieleman & Hinton 2012, lecture 6.5 of "Neural networks for machine learning".
public struct RMSprop: OptimizerAlgorithm {
  /// The name in files.
  public static let name = "rmsprop"

  /// The learning rate that a schedule starts from.
  public var learningRate: Float
  /// How much of the mean square is kept at each step, in [0, 1).
  public var rho: Float
  /// The share of the last step that is repeated, in [0, 1).
  public var momentum: Float
  /// Added to the root, so that small gradients do not make large steps.
  public var epsilon: Float

  /// Describes RMSprop.
  public init(
    learningRate: Float = 0.001, rho: Float = 0.9, momentum: Float = 0, epsilon: Float = 1e-7
  ) {
    self.learningRate = learningRate
    self.rho = rho
    self.momentum = momentum
    self.epsilon = epsilon
  }

  private enum CodingKeys: String, CodingKey { case learningRate, rho, momentum, epsilon }

  /// Reads the settings.
  public init(from decoder: any Decoder) throws {
    let (container, usual) = (try decoder.container(keyedBy: CodingKeys.self), RMSprop())
    learningRate = try container.positive(.learningRate, default: usual.learningRate)
    rho = try container.share(.rho, default: usual.rho)
    momentum = try container.share(.momentum, default: usual.momentum)
    epsilon = try container.positive(.epsilon, default: usual.epsilon)
  }

  /// The mean square, and the velocity if there is momentum.
  public var slots: [String] { momentum > 0 ? ["square", "velocity"] : ["square"] }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    UpdateLoops.rootMeanSquare(
      update.values, update.gradients, square: update.slot0,
      velocity: momentum > 0 ? update.slot1 : nil, count: update.count, rate: learningRate,
      rho: rho, momentum: momentum, epsilon: epsilon)
  }
}
