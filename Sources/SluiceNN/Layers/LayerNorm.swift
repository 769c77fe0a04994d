import SluiceTensor

/// Brings the features of each sample and step to mean 0 and variance 1, then scales and shifts
/// them.
///
/// - Shapes: input and output `[B, T, F]` or `[B, F]`; parameters `scale [F]`, `shift [F]`.
/// - Source: Ba, Kiros & Hinton 2016, <https://arxiv.org/abs/1607.06450>.
public struct LayerNorm: Layer {
  /// Added to the variance, so that constant features do not divide by zero.
  public var epsilon: Float

  /// Describes layer normalisation.
  public init(epsilon: Float = 1e-5) {
    precondition(epsilon > 0, "LayerNorm: epsilon must be above 0, found \(epsilon)")
    self.epsilon = epsilon
  }

  private enum CodingKeys: String, CodingKey { case epsilon }

  /// Reads the description.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    epsilon = try container.positive(.epsilon, default: LayerNorm().epsilon)
  }

  /// The input's own shape.
  public func outputShape(for input: ActivationShape) -> ActivationShape { input }

  /// A factor and a summand for each feature.
  public func parameterCount(for input: ActivationShape) -> Double { 2 * Double(input.features) }

  /// The layer with fresh parameters.
  public func built(input: ActivationShape, using plan: BuildPlan) -> any Module {
    LayerNormModule(
      scale: plan.parameter("scale", shape: [input.features], .constant(1)),
      shift: plan.parameter("shift", shape: [input.features], .constant(0)), epsilon: epsilon)
  }
}

/// Layer normalisation with its parameters.
public struct LayerNormModule: Module {
  /// The factor of each feature.
  public let scale: Parameter
  /// The summand of each feature.
  public let shift: Parameter
  let epsilon: Float

  /// Names the parameters.
  public func visit(_ visitor: inout ParameterVisitor) {
    visitor.parameter("scale", scale)
    visitor.parameter("shift", shift)
  }

  /// The normalised input.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    x.layerNormalized(scale: scale.value, shift: shift.value, epsilon: epsilon)
  }
}
