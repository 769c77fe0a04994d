import SluiceTensor

/// Gradient descent, with momentum if asked for.
///
/// `v = momentum * v + g`, `w -= rate * v`; with Nesterov's momentum `w -= rate * (g + momentum * v)`:
/// the convention of PyTorch, which equals that of Keras as long as the rate does not change.
///
/// - Source: Sutskever et al. 2013, <https://proceedings.mlr.press/v28/sutskever13.html>.
public struct SGD: OptimizerAlgorithm {
  /// The name in files.
  public static let name = "sgd"

  /// The learning rate that a schedule starts from.
  public var learningRate: Float
  /// The share of the last step that is repeated, in [0, 1).
  public var momentum: Float
  /// Whether the gradient is taken where the momentum leads.
  public var nesterov: Bool

  /// Describes gradient descent.
  public init(learningRate: Float = 0.01, momentum: Float = 0, nesterov: Bool = false) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
  }

  private enum CodingKeys: String, CodingKey { case learningRate, momentum, nesterov }

  /// Reads the settings.
  public init(from decoder: any Decoder) throws {
    let (container, usual) = (try decoder.container(keyedBy: CodingKeys.self), SGD())
    learningRate = try container.positive(.learningRate, default: usual.learningRate)
    momentum = try container.share(.momentum, default: usual.momentum)
    nesterov = try container.setting(.nesterov, default: usual.nesterov)
  }

  /// The velocity, if there is momentum.
  public var slots: [String] { momentum > 0 ? ["velocity"] : [] }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    if momentum > 0 {
      UpdateLoops.descend(
        update.values, update.gradients, velocity: update.slot0, count: update.count,
        rate: learningRate, momentum: momentum, nesterov: nesterov)
    } else {
      UpdateLoops.descend(
        update.values, update.gradients, count: update.count, rate: learningRate)
    }
  }
}
