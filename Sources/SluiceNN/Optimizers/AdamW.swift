import SluiceTensor

/// Adam with weights that shrink by themselves: `w *= 1 - rate * weightDecay` before each step,
/// apart from the gradient.
///
/// - Source: Loshchilov & Hutter 2019, <https://arxiv.org/abs/1711.05101>.
public struct AdamW: AdamFamily {
  /// The name in files.
  public static let name = "adamw"

  /// What Adam has, too.
  public var settings: AdamSettings
  /// How fast weights shrink, in shares of the learning rate.
  public var weightDecay: Float

  /// Describes AdamW with its usual decay.
  public init(settings: AdamSettings) {
    self.settings = settings
    weightDecay = 0.01
  }

  /// Describes AdamW.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float
  ) {
    self.init(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    self.weightDecay = weightDecay
  }

  private enum CodingKeys: String, CodingKey { case weightDecay }

  /// Reads the settings.
  public init(from decoder: any Decoder) throws {
    self.init(settings: try AdamSettings(from: decoder))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    weightDecay = try container.nonNegative(.weightDecay, default: weightDecay)
  }

  /// Writes the settings, without a level of their own.
  public func encode(to encoder: any Encoder) throws {
    try settings.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(weightDecay, forKey: .weightDecay)
  }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    Adam(settings: settings).apply(
      to: update, learningRate: learningRate, step: step, shrinkage: learningRate * weightDecay)
  }
}
