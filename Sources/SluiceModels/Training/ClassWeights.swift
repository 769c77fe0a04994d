import SluiceData

/// How much the classes count in the loss of training.
public enum ClassWeights: Hashable, Sendable {
  /// Each class as much as any other: a sample counts `N / (K * samples of its class)`, as in
  /// scikit-learn.
  case balanced
  /// Weights by the names of classes, above 0; those not named count 1.
  case byClass([String: Float])

  /// Returns the weights in the order of the classes.
  ///
  /// - Parameters:
  ///   - classes: The names of the classes.
  ///   - counts: The number of training items of each, at least 1.
  /// - Throws: `LabelError.noSuchClass`.
  func weights(classes: [String], counts: [Int]) throws -> [Float] {
    switch self {
    case .balanced:
      let total = Float(counts.reduce(0, +))
      return counts.map { total / (Float(classes.count) * Float($0)) }
    case .byClass(let weights):
      for name in weights.keys.sorted() where !classes.contains(name) {
        throw LabelError.noSuchClass(name: name, key: "training.classWeights", classes: classes)
      }
      return classes.map { weights[$0] ?? 1 }
    }
  }
}

extension ClassWeights: Codable {
  /// Reads `balanced`, or a map of classes to weights.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let name = try? container.decode(String.self) {
      guard name == "balanced" else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "must be balanced, or a map of classes to weights")
      }
      self = .balanced
      return
    }
    let weights = try container.decode([String: Float].self)
    if let bad = weights.filter({ !($0.value > 0 && $0.value.isFinite) }).keys.min() {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the weight of '\(bad)' must be above 0")
    }
    self = .byClass(weights)
  }

  /// Writes the form in which it is read.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .balanced: try container.encode("balanced")
    case .byClass(let weights): try container.encode(weights)
    }
  }
}
