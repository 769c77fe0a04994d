import SluiceTensor

/// An optimizer that divides a moving mean of the gradient by the root of that of its square.
@dynamicMemberLookup
public protocol AdamFamily: OptimizerAlgorithm {
  /// The settings that all of the family have; each is a property of the optimizer, too.
  var settings: AdamSettings { get set }

  /// Describes an optimizer.
  init(settings: AdamSettings)
}

/// What can be set in Adam and its relatives.
public struct AdamSettings: Codable, Hashable, Sendable {
  /// The learning rate that a schedule starts from.
  public var learningRate: Float
  /// How much of the mean gradient is kept at each step, in [0, 1).
  public var beta1: Float
  /// How much of the mean square is kept at each step, in [0, 1).
  public var beta2: Float
  /// Added to the root, so that small gradients do not make large steps.
  public var epsilon: Float

  /// Creates settings.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Reads settings; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let (container, usual) = (try decoder.container(keyedBy: CodingKeys.self), AdamSettings())
    learningRate = try container.positive(.learningRate, default: usual.learningRate)
    beta1 = try container.share(.beta1, default: usual.beta1)
    beta2 = try container.share(.beta2, default: usual.beta2)
    epsilon = try container.positive(.epsilon, default: usual.epsilon)
  }
}

extension AdamFamily {
  /// Describes an optimizer.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8
  ) {
    self.init(
      settings: AdamSettings(
        learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon))
  }

  /// The learning rate that a schedule starts from.
  public var learningRate: Float {
    get { settings.learningRate }
    set { settings.learningRate = newValue }
  }

  /// One of the settings, such as `beta1`.
  public subscript<Value>(dynamicMember setting: WritableKeyPath<AdamSettings, Value>) -> Value {
    get { settings[keyPath: setting] }
    set { settings[keyPath: setting] = newValue }
  }

  /// The moving means of the gradient and of its square.
  public var slots: [String] { ["mean", "square"] }

  /// Reads the settings.
  public init(from decoder: any Decoder) throws {
    self.init(settings: try AdamSettings(from: decoder))
  }

  /// Writes the settings, without a level of their own.
  public func encode(to encoder: any Encoder) throws { try settings.encode(to: encoder) }
}
