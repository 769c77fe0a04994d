import SluiceTensor

/// The factors and summands of an affine map, as layers build and name them.
struct AffineParameters: Sendable {
  /// The factors, `[outputs, ...]`.
  let weight: Parameter
  /// The summands, `[outputs]`; nil for a linear map.
  let bias: Parameter?

  /// Makes fresh parameters.
  ///
  /// - Parameters:
  ///   - shape: The shape of the factors, outputs first.
  ///   - fanIn: The number of inputs that make an output.
  ///   - fanOut: The number of outputs that an input goes into.
  ///   - hasBias: Whether there are summands.
  ///   - plan: Where the layer stands, and the rule for first values.
  init(shape: [Int], fanIn: Int, fanOut: Int, hasBias: Bool, _ plan: BuildPlan) {
    let rule = plan.initialization
    weight = plan.parameter("weight", shape: shape, rule.weight(fanIn: fanIn, fanOut: fanOut))
    bias = hasBias ? plan.parameter("bias", shape: [shape[0]], rule.bias(fanIn: fanIn)) : nil
  }

  /// Names the parameters.
  func visit(_ visitor: inout ParameterVisitor) {
    visitor.parameter("weight", weight)
    if let bias { visitor.parameter("bias", bias) }
  }
}
