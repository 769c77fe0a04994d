/// What passes between layers, apart from the number of samples and of steps.
public enum ActivationShape: Hashable, Sendable {
  /// A value for each step: `[B, T, F]`.
  case sequence(features: Int)
  /// One value: `[B, F]`.
  case vector(features: Int)

  /// The extent of the last axis.
  public var features: Int {
    switch self {
    case .sequence(let features), .vector(let features): return features
    }
  }

  /// The same kind with another number of features.
  public func with(features: Int) -> ActivationShape {
    switch self {
    case .sequence: return .sequence(features: features)
    case .vector: return .vector(features: features)
    }
  }
}

extension ActivationShape: CustomStringConvertible {
  /// The shape in letters, such as `[B, T, 5]`.
  public var description: String {
    switch self {
    case .sequence(let features): return "[B, T, \(features)]"
    case .vector(let features): return "[B, \(features)]"
    }
  }
}
