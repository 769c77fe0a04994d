/// What operations record.
package enum Tape {
  enum Mode: Sendable {
    case everything
    case inputsOnly
    case nothing
  }

  @TaskLocal static var mode = Mode.everything

  /// Whether nothing is recorded, whatever the inputs are.
  package static var isOff: Bool { mode == .nothing }

  /// Whether an operation on these inputs must be recorded.
  @inline(__always)
  package static func records(_ first: Tensor, _ second: Tensor? = nil, _ third: Tensor? = nil)
    -> Bool
  {
    (first.source != nil || second?.source != nil || third?.source != nil) && mode != .nothing
  }

  /// Whether an operation on these inputs must be recorded.
  package static func records(_ inputs: [Tensor]) -> Bool {
    inputs.contains { $0.source != nil } && mode != .nothing
  }
}

/// Runs a closure without recording: its results carry no gradient and hold no tape.
public func withoutGradients<R>(_ body: () throws -> R) rethrows -> R {
  try Tape.$mode.withValue(.nothing, operation: body)
}

/// Runs a closure in which parameters count as constants.
///
/// For explanations: the gradient with respect to the inputs costs less when that of the weights
/// is not wanted.
public func withoutParameterGradients<R>(_ body: () throws -> R) rethrows -> R {
  try Tape.$mode.withValue(.inputsOnly, operation: body)
}

extension Tensor {
  /// Whether gradients flow to something through this tensor.
  public var requiresGradient: Bool { source != nil }

  /// The same values as the beginning of a tape: gradients gather at the result.
  public func requiringGradient() -> Tensor {
    var result = detached()
    result.source = TapeSource(TapeNode(leaf: "input"))
    return result
  }

  /// What has gathered at a tensor made by ``requiringGradient()``; nil if nothing did.
  public var gradient: Tensor? {
    guard let source, source.node.isLeaf else { return nil }
    return source.node.gradients[source.output]
  }

  /// Notes on the tape how this tensor was computed.
  ///
  /// - Parameters:
  ///   - name: The operation, for messages.
  ///   - inputs: The tensors that it was computed from.
  ///   - backward: Takes the gradient of this tensor and returns that of each input, nil where
  ///     the input needs none.
  package func recorded(
    _ name: StaticString, _ inputs: [Tensor], backward: @escaping (Tensor) -> [Tensor?]
  ) -> Tensor {
    var result = self
    let node = TapeNode(name, inputs: inputs.map(\.source)) { gradients in
      guard let gradient = gradients[0] else { return [] }
      return backward(gradient)
    }
    result.source = TapeSource(node)
    return result
  }

  /// Notes on the tape how several tensors were computed together.
  ///
  /// - Parameters:
  ///   - name: The operation, for messages.
  ///   - inputs: The tensors that they were computed from.
  ///   - outputs: The results; they get their place on the tape.
  ///   - backward: Takes the gradient of each output, nil where none arrived, and returns that of
  ///     each input, nil where the input needs none.
  package static func record(
    _ name: StaticString, inputs: [Tensor], outputs: inout [Tensor],
    backward: @escaping ([Tensor?]) -> [Tensor?]
  ) {
    let node = TapeNode(
      name, inputs: inputs.map(\.source), outputs: outputs.count, backward: backward)
    for index in outputs.indices { outputs[index].source = TapeSource(node, output: index) }
  }
}
