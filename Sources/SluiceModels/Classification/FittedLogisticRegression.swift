import SluiceTensor

/// A logistic regression with its weights.
public struct FittedLogisticRegression: Codable, Hashable, Sendable {
  /// Mean and deviation of each feature.
  private let scale: FeatureScale

  /// The number of classes, `K`.
  public let classes: Int

  /// The classes that occur in training, in order; all others have probability 0.
  public let present: [Int]

  /// One weight for each class that occurs and each standardised feature, row-major `[present, D]`.
  public let weights: [Float]

  /// One intercept for each class that occurs.
  public let intercepts: [Float]

  /// The strength of the penalty that was chosen; see ``LogisticRegression``.
  public let strength: Double

  init(
    scale: FeatureScale, classes: Int, present: [Int], weights: [Float], intercepts: [Float],
    strength: Double
  ) {
    self.scale = scale
    self.classes = classes
    self.present = present
    self.weights = weights
    self.intercepts = intercepts
    self.strength = strength
  }

  /// Decodes a classifier whose weights fit its classes and features.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    scale = try container.decode(FeatureScale.self, forKey: .scale)
    classes = try container.decode(Int.self, forKey: .classes)
    present = try container.decode([Int].self, forKey: .present)
    weights = try container.decode([Float].self, forKey: .weights)
    intercepts = try container.decode([Float].self, forKey: .intercepts)
    strength = try container.decode(Double.self, forKey: .strength)
    try container.check(weights.count, .weights, scale: scale, classes: classes, present: present)
    guard intercepts.count == present.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .intercepts, in: container,
        debugDescription: "\(intercepts.count) intercepts for \(present.count) classes")
    }
  }

  /// Always `logisticRegression`.
  public var name: String { "logisticRegression" }

  /// Weights and intercepts, and mean and deviation of each feature.
  public var parameterCount: Int { weights.count + intercepts.count + 2 * scale.width }

  /// Returns the probabilities of all classes, row-major `[N, K]`.
  ///
  /// - Parameter features: Row-major `[N, D]`, the features that the training items had.
  public func probabilities(features: [Float]) -> [Float] {
    let count = features.count / scale.width
    let items = Tensor(scale.standardized(features), shape: [count, scale.width])
    let logits = items.dense(
      weight: Tensor(weights, shape: [present.count, scale.width]),
      bias: Tensor(intercepts, shape: [present.count])
    ).values
    var result = [Float](repeating: 0, count: count * classes)
    for item in 0..<count {
      let row = logits[item * present.count..<(item + 1) * present.count].map { Double($0) }
      for (label, probability) in zip(present, softmax(row)) {
        result[item * classes + label] = Float(probability)
      }
    }
    return result
  }
}
