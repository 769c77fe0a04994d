import SluiceTensor

/// The optimizer of a training run: one of the algorithms with its settings.
public struct Optimizer: Sendable {
  private static let types: [any OptimizerAlgorithm.Type] = [
    SGD.self,
    RMSprop.self,
    Adam.self,
    AdamW.self,
    Nadam.self,
  ]

  /// The algorithm with its settings.
  public var algorithm: any OptimizerAlgorithm

  /// Chooses an algorithm.
  public init(_ algorithm: any OptimizerAlgorithm) {
    self.algorithm = algorithm
  }

  /// The learning rate that a schedule starts from.
  public var learningRate: Float {
    get { algorithm.learningRate }
    set { algorithm.learningRate = newValue }
  }

  /// Gradient descent.
  public static func sgd(
    learningRate: Float = SGD().learningRate, momentum: Float = 0, nesterov: Bool = false
  ) -> Optimizer {
    Optimizer(SGD(learningRate: learningRate, momentum: momentum, nesterov: nesterov))
  }

  /// RMSprop with its usual settings.
  public static func rmsprop(learningRate: Float = RMSprop().learningRate) -> Optimizer {
    Optimizer(RMSprop(learningRate: learningRate))
  }

  /// Adam with its usual settings.
  public static func adam(learningRate: Float = Adam().learningRate) -> Optimizer {
    Optimizer(Adam(learningRate: learningRate))
  }

  /// AdamW with its usual settings.
  public static func adamw(
    learningRate: Float = AdamW().learningRate, weightDecay: Float = AdamW().weightDecay
  ) -> Optimizer {
    Optimizer(AdamW(learningRate: learningRate, weightDecay: weightDecay))
  }

  /// Nadam with its usual settings.
  public static func nadam(learningRate: Float = Nadam().learningRate) -> Optimizer {
    Optimizer(Nadam(learningRate: learningRate))
  }
}

extension Optimizer: Hashable {
  /// Whether two optimizers are of one kind and have the same settings.
  public static func == (left: Optimizer, right: Optimizer) -> Bool {
    AnyHashable(left.algorithm) == AnyHashable(right.algorithm)
  }

  /// Feeds the settings to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(AnyHashable(algorithm))
  }
}

extension Optimizer: Codable {
  /// Reads `adam` or `{adam: {learningRate: 0.01}}`, likewise for the others.
  ///
  /// - Throws: `DecodingError` for an unknown name or an impossible setting.
  public init(from decoder: any Decoder) throws {
    algorithm = try NamedCoding.decode(
      "optimizer", from: decoder, names: Optimizer.types.map { $0.name }
    ) { name, settings in
      let type = Optimizer.types.first { $0.name == name } ?? Adam.self
      return try type.init(from: settings)
    }
  }

  /// Writes the algorithm's name with all its settings.
  public func encode(to encoder: any Encoder) throws {
    try NamedCoding.encode(algorithm, as: type(of: algorithm).name, to: encoder)
  }
}
