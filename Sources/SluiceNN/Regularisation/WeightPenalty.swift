import SluiceTensor

/// A price on large weights, added to the loss: `l1 * sum|w| + l2 * sum w²` over chosen parameters.
public struct WeightPenalty: Hashable, Sendable {
  /// Which parameters pay, by their paths; `*` stands for any letters.
  public var on: String
  /// The price of absolute values.
  public var l1: Float
  /// The price of squares.
  public var l2: Float

  /// Describes a penalty.
  public init(on pattern: String = "*weight*", l1: Float = 0, l2: Float = 0) {
    on = pattern
    self.l1 = l1
    self.l2 = l2
  }

  /// The parameters that pay: those that match and are trained.
  ///
  /// - Throws: ``PenaltyError`` if there are none: the pattern is probably misspelt.
  public func bound(to parameters: NamedParameters) throws -> BoundPenalty {
    let chosen = parameters.filter {
      $0.parameter.isTrainable && WeightPenalty.matches($0.path[...], on[...])
    }
    guard !chosen.isEmpty else {
      throw PenaltyError(pattern: on, paths: parameters.map(\.path))
    }
    return BoundPenalty(penalty: self, parameters: chosen.map(\.parameter))
  }

  static func matches(_ path: Substring, _ pattern: Substring) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    if first == "*" {
      return matches(path, pattern.dropFirst())
        || (!path.isEmpty && matches(path.dropFirst(), pattern))
    }
    return path.first == first && matches(path.dropFirst(), pattern.dropFirst())
  }
}

/// A penalty together with the parameters that pay it.
public struct BoundPenalty: Sendable {
  let penalty: WeightPenalty
  let parameters: [Parameter]

  /// What the penalty adds to the loss.
  public func value() -> Float {
    var total = 0.0
    for parameter in parameters {
      parameter.value.withUnsafeBufferPointer { buffer in
        for weight in buffer {
          total += Double(penalty.l1 * abs(weight) + penalty.l2 * weight * weight)
        }
      }
    }
    return Float(total)
  }

  /// Adds the derivative `l1 * sign(w) + 2 * l2 * w` to the gradients that there are.
  public func addGradients() {
    for parameter in parameters {
      guard let gradient = parameter.mutableGradientPointer() else { continue }
      parameter.value.withUnsafeBufferPointer { buffer in
        for (index, weight) in buffer.enumerated() {
          let sign: Float = weight > 0 ? 1 : (weight < 0 ? -1 : 0)
          gradient[index] += penalty.l1 * sign + 2 * penalty.l2 * weight
        }
      }
    }
  }
}

/// A penalty on parameters that the network does not have.
public struct PenaltyError: Error, Equatable, CustomStringConvertible {
  /// The pattern that matches nothing.
  public let pattern: String
  /// The paths that there are.
  public let paths: [String]

  /// The error in a sentence.
  public var description: String {
    "no parameter's path matches \"\(pattern)\"; the paths are \(paths.joined(separator: ", "))"
  }
}

extension WeightPenalty: Codable {
  private enum CodingKeys: String, CodingKey { case on, l1, l2 }

  /// Reads the penalty; without `on` it is for all weights and no bias.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    on = try container.setting(.on, default: WeightPenalty().on)
    l1 = try container.nonNegative(.l1, default: 0)
    l2 = try container.nonNegative(.l2, default: 0)
  }
}
