import SluiceTensor

/// The largest value of each feature over all steps of a sequence, as many as it truly has.
///
/// - Shapes: input `[B, T, F]`, output `[B, F]`.
public struct GlobalMaxPool1D: GlobalPool1D {
  /// Describes a layer.
  public init() {}

  static let pooling = Pooling.maximum
}

/// The mean of each feature over all steps of a sequence, as many as it truly has.
///
/// - Shapes: input `[B, T, F]`, output `[B, F]`.
public struct GlobalAveragePool1D: GlobalPool1D {
  /// Describes a layer.
  public init() {}

  static let pooling = Pooling.average
}

/// A layer that makes one vector of a sequence, each feature by itself, and has no settings.
protocol GlobalPool1D: Layer {
  static var pooling: Pooling { get }

  init()
}

/// There are no settings.
private enum NoSettings: CodingKey {}

extension GlobalPool1D {
  /// Reads the description, which has no settings.
  public init(from decoder: any Decoder) throws {
    // Asking for the keys, none, lets a decoder that minds unknown keys find them.
    _ = try decoder.container(keyedBy: NoSettings.self)
    self.init()
  }

  /// Writes the description, which has no settings.
  public func encode(to encoder: any Encoder) throws {
    _ = encoder.container(keyedBy: NoSettings.self)
  }

  /// Yes.
  public var needsSequence: Bool { true }

  /// One vector with the input's features.
  public func outputShape(for input: ActivationShape) -> ActivationShape {
    .vector(features: input.features)
  }

  /// Pooling as a module.
  public func built(input: ActivationShape, using plan: BuildPlan) throws -> any Module {
    _ = try sequenceFeatures(of: input, at: plan.path)
    return GlobalPool1DModule(pooling: Self.pooling)
  }
}

/// Pooling of all steps in a network.
struct GlobalPool1DModule: Module {
  let pooling: Pooling

  func visit(_ visitor: inout ParameterVisitor) {}

  func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    x.globallyPooled(pooling, lengths: context.lengths)
  }
}
