import SluiceTensor

/// A function that is applied to the outputs of a layer.
public enum ActivationFunction: String, Codable, CaseIterable, Sendable {
  /// The value itself.
  case linear
  /// The larger of zero and the value.
  case relu
  /// The hyperbolic tangent.
  case tanh
  /// The logistic function.
  case sigmoid
  /// `log(1 + exp(x))`.
  case softplus
  /// Probabilities along the last axis.
  case softmax

  /// Applies the function.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .linear: return x
    case .relu: return x.relu()
    case .tanh: return x.tanh()
    case .sigmoid: return x.sigmoid()
    case .softplus: return x.softplus()
    case .softmax: return x.softmax()
    }
  }

  /// Reads the name of a function.
  ///
  /// - Throws: `DecodingError.dataCorrupted` for an unknown name.
  public init(from decoder: any Decoder) throws {
    self = try NamedCoding.choice("activation", from: decoder)
  }
}
