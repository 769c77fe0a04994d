import SluiceTensor

/// What training makes small: how far predictions lie from their targets.
public enum Loss: Hashable, Sendable {
  /// The mean of squared errors.
  case mse
  /// The mean of absolute errors.
  case mae
  /// Half the squared error up to `delta`, linear beyond, so that outliers count less.
  ///
  /// - Source: Huber 1964, <https://doi.org/10.1214/aoms/1177703732>.
  case huber(delta: Float)
  /// The logarithm of the hyperbolic cosine of the error: smooth everywhere, linear far out.
  case logCosh
  /// The pinball loss of quantiles, levels between 0 and 1 in rising order.
  ///
  /// The network has one output for each target and level, levels side by side: `[B, P·Q]`.
  ///
  /// - Source: Koenker & Bassett 1978, <https://doi.org/10.2307/1913643>.
  case quantile(levels: [Float])

  /// How many outputs of the network belong to one target.
  public var outputsPerTarget: Int {
    if case .quantile(let levels) = self { return levels.count }
    return 1
  }

  /// The mean loss of a batch, a scalar.
  ///
  /// - Shapes: prediction and target `[B, P]`, prediction `[B, P·Q]` for quantiles, weights `[B]`.
  ///
  /// - Parameters:
  ///   - prediction: What the network says.
  ///   - target: What came true.
  ///   - weights: How much each sample counts, relative to the others; all alike when nil.
  public func value(_ prediction: Tensor, _ target: Tensor, weights: Tensor? = nil) -> Tensor {
    prediction.loss(rule, to: target, weights: weights)
  }

  /// The loss of each sample, `[B]`, without gradients: for adding up over batches.
  public func perSample(_ prediction: Tensor, _ target: Tensor) -> Tensor {
    prediction.losses(rule, to: target)
  }

  private var rule: LossRule {
    switch self {
    case .mse: return .squared
    case .mae: return .absolute
    case .huber(let delta): return .huber(delta: delta)
    case .logCosh: return .logCosh
    case .quantile(let levels): return .pinball(levels: levels)
    }
  }
}

extension Loss: Codable {
  private enum CodingKeys: String, CodingKey { case delta, levels }

  /// Reads `mse`, `mae`, `logCosh`, `{huber: {delta: 1}}` or `{quantile: {levels: [0.1, 0.9]}}`.
  ///
  /// - Throws: `DecodingError` for an unknown name or an impossible setting.
  public init(from decoder: any Decoder) throws {
    let names = ["mse", "mae", "huber", "logCosh", "quantile"]
    self = try NamedCoding.decode("loss", from: decoder, names: names) { name, settings in
      let container = try settings.container(keyedBy: CodingKeys.self)
      switch name {
      case "mse": return .mse
      case "mae": return .mae
      case "logCosh": return .logCosh
      case "huber": return .huber(delta: try container.positive(.delta, default: 1))
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

  /// Writes the loss in the form in which it is read.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .mse, .mae, .logCosh:
      var container = encoder.singleValueContainer()
      try container.encode(self == .mse ? "mse" : (self == .mae ? "mae" : "logCosh"))
    case .huber(let delta): try NamedCoding.encode(["delta": delta], as: "huber", to: encoder)
    case .quantile(let levels):
      try NamedCoding.encode(["levels": levels], as: "quantile", to: encoder)
    }
  }
}
