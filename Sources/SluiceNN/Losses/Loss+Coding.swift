import SluiceTensor

extension Loss: Codable {
  private enum CodingKeys: String, CodingKey { case delta, levels, smoothing, gamma }

  private static let names = [
    "mse", "mae", "huber", "logCosh", "quantile", "crossEntropy", "binaryCrossEntropy", "focal",
  ]

  /// Reads a name, such as `mse` or `crossEntropy`, or a name with its settings, such as
  /// `{huber: {delta: 1}}`, `{quantile: {levels: [0.1, 0.9]}}`, `{crossEntropy: {smoothing: 0.1}}` or
  /// `{focal: {gamma: 2}}`.
  ///
  /// - Throws: `DecodingError` for an unknown name or an impossible setting.
  public init(from decoder: any Decoder) throws {
    self = try NamedCoding.decode("loss", from: decoder, names: Loss.names) { name, settings in
      let container = try settings.container(keyedBy: CodingKeys.self)
      switch name {
      case "mse": return .mse
      case "mae": return .mae
      case "logCosh": return .logCosh
      case "huber": return .huber(delta: try container.positive(.delta, default: 1))
      case "crossEntropy":
        return .crossEntropy(smoothing: try container.share(.smoothing, default: 0))
      case "binaryCrossEntropy":
        return .binaryCrossEntropy(smoothing: try container.share(.smoothing, default: 0))
      case "focal": return .focal(gamma: try container.nonNegative(.gamma, default: 2))
      default:
        let rule = "one or more numbers between 0 and 1 in rising order"
        return .quantile(
          levels: try container.setting(.levels, default: nil, mustBe: rule) { (levels: [Float]) in
            !levels.isEmpty && levels.allSatisfy { $0 > 0 && $0 < 1 }
              && zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }
          })
      }
    }
  }

  /// Writes the loss in the form in which it is read, the shortest one.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .mse: try encode("mse", to: encoder)
    case .mae: try encode("mae", to: encoder)
    case .logCosh: try encode("logCosh", to: encoder)
    case .huber(let delta): try NamedCoding.encode(["delta": delta], as: "huber", to: encoder)
    case .quantile(let levels):
      try NamedCoding.encode(["levels": levels], as: "quantile", to: encoder)
    case .crossEntropy(0): try encode("crossEntropy", to: encoder)
    case .crossEntropy(let smoothing):
      try NamedCoding.encode(["smoothing": smoothing], as: "crossEntropy", to: encoder)
    case .binaryCrossEntropy(0): try encode("binaryCrossEntropy", to: encoder)
    case .binaryCrossEntropy(let smoothing):
      try NamedCoding.encode(["smoothing": smoothing], as: "binaryCrossEntropy", to: encoder)
    case .focal(let gamma): try NamedCoding.encode(["gamma": gamma], as: "focal", to: encoder)
    }
  }

  private func encode(_ name: String, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
