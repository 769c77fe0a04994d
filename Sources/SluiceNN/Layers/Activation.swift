import SluiceTensor

/// A layer that applies a function and has no parameters.
public struct Activation: Layer {
  /// The function.
  public var function: ActivationFunction

  /// Describes an activation.
  public init(_ function: ActivationFunction) { self.function = function }

  private enum CodingKeys: String, CodingKey { case function }

  /// Reads the description; `function` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    function = try container.decode(ActivationFunction.self, forKey: .function)
  }

  /// The input's own shape.
  public func outputShape(for input: ActivationShape) -> ActivationShape { input }

  /// The function as a module.
  public func built(input: ActivationShape, using plan: BuildPlan) -> any Module {
    ActivationModule(function: function)
  }
}

/// An activation in a network.
public struct ActivationModule: Module {
  let function: ActivationFunction

  /// There are no parameters.
  public func visit(_ visitor: inout ParameterVisitor) {}

  /// Applies the function.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    function(x)
  }
}
