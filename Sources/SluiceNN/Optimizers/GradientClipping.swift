import SluiceTensor

/// How gradients that are too large are cut before a step.
public enum GradientClipping: Hashable, Sendable {
  /// Each number is brought into `-limit...limit`.
  case value(Float)
  /// All gradients together are scaled down to this length if they are longer.
  case norm(Float)

  /// Cuts the gradients of some parameters.
  ///
  /// - Returns: The length of all gradients together before; 0 for clipping by value.
  @discardableResult
  public func apply(to parameters: NamedParameters) -> Float {
    switch self {
    case .value(let limit):
      for element in parameters {
        guard let gradient = element.parameter.mutableGradientPointer() else { continue }
        for index in 0..<element.parameter.count {
          gradient[index] = min(max(gradient[index], -limit), limit)
        }
      }
      return 0
    case .norm(let limit):
      let norm = GradientClipping.norm(of: parameters)
      guard norm > limit else { return norm }
      let factor = limit / norm
      for element in parameters {
        guard let gradient = element.parameter.mutableGradientPointer() else { continue }
        for index in 0..<element.parameter.count { gradient[index] *= factor }
      }
      return norm
    }
  }

  /// The length of all gradients together: the root of the sum of their squares.
  public static func norm(of parameters: NamedParameters) -> Float {
    // Double: squares of small gradients would vanish in a Float sum.
    var total = 0.0
    for element in parameters {
      element.parameter.gradient?.withUnsafeBufferPointer { buffer in
        for value in buffer { total += Double(value) * Double(value) }
      }
    }
    return Float(total.squareRoot())
  }
}

extension GradientClipping: Codable {
  private enum CodingKeys: String, CodingKey { case limit }

  /// Reads `{value: {limit: 1}}` or `{norm: {limit: 1}}`.
  ///
  /// - Throws: `DecodingError` for an unknown name or a limit that is not above 0.
  public init(from decoder: any Decoder) throws {
    self = try NamedCoding.decode("clipping", from: decoder, names: ["value", "norm"]) {
      name, settings in
      let limit = try settings.container(keyedBy: CodingKeys.self).positive(.limit)
      return name == "value" ? .value(limit) : .norm(limit)
    }
  }

  /// Writes the clipping in the form in which it is read.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .value(let limit): try NamedCoding.encode(["limit": limit], as: "value", to: encoder)
    case .norm(let limit): try NamedCoding.encode(["limit": limit], as: "norm", to: encoder)
    }
  }
}
