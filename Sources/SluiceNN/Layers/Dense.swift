import SluiceTensor

/// An affine map along the last axis, followed by an activation: for sequences, the same for
/// each step.
///
/// - Shapes: input `[B, T, F]` or `[B, F]`, output `[B, T, units]` or `[B, units]`; parameters
///   `weight [units, F]`, `bias [units]`.
public struct Dense: Layer {
  /// The number of outputs.
  public var units: Int
  /// What is applied to the outputs.
  public var activation: ActivationFunction
  /// Whether a bias is added.
  public var hasBias: Bool

  /// Describes a dense layer.
  public init(_ units: Int, activation: ActivationFunction = .linear, hasBias: Bool = true) {
    precondition(units >= 1, "Dense: units must be at least 1, found \(units)")
    self.units = units
    self.activation = activation
    self.hasBias = hasBias
  }

  private enum CodingKeys: String, CodingKey { case units, activation, hasBias }

  /// Reads the description; `units` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    units = try container.count(.units)
    activation = try container.setting(.activation, default: .linear)
    hasBias = try container.setting(.hasBias, default: true)
  }

  /// The input's shape with `units` features.
  public func outputShape(for input: ActivationShape) -> ActivationShape {
    input.with(features: units)
  }

  /// A weight for each pair of input and unit, and the biases.
  public func parameterCount(for input: ActivationShape) -> Double {
    Double(units) * (Double(input.features) + (hasBias ? 1 : 0))
  }

  /// The layer with fresh parameters.
  public func built(input: ActivationShape, using plan: BuildPlan) -> any Module {
    DenseModule(self, features: input.features, plan)
  }
}

/// A dense layer with its parameters.
public struct DenseModule: Module {
  /// The factors, `[units, F]`.
  public var weight: Parameter { affine.weight }
  /// The summands, `[units]`.
  public var bias: Parameter? { affine.bias }
  private let affine: AffineParameters
  private let activation: ActivationFunction

  init(_ layer: Dense, features: Int, _ plan: BuildPlan) {
    activation = layer.activation
    affine = AffineParameters(
      shape: [layer.units, features], fanIn: features, fanOut: layer.units, hasBias: layer.hasBias,
      plan)
  }

  /// Names the parameters.
  public func visit(_ visitor: inout ParameterVisitor) { affine.visit(&visitor) }

  /// The affine map of the input and the activation of that.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    activation(x.dense(weight: weight.value, bias: bias?.value))
  }
}
