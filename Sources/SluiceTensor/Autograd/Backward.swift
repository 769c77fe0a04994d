extension Tensor {
  /// Adds the derivatives of this tensor to the gradients of all that it was computed from.
  ///
  /// Gradients gather in ``Parameter/gradient`` and in tensors made by
  /// ``requiringGradient()`` until they are set back. The tape is used up, so that its
  /// buffers are free for the next step, unless it is kept.
  ///
  /// - Parameters:
  ///   - seed: The gradient to begin with, of this tensor's shape; 1 for a tensor of one element.
  ///   - keepingTape: Whether another pass over the same tape may follow.
  public func backward(seed: Tensor? = nil, keepingTape: Bool = false) {
    guard let source else {
      preconditionFailure("backward: the tensor of shape \(shape) was not computed on a tape")
    }
    precondition(
      seed != nil || count == 1,
      "backward: a tensor of shape \(shape) needs a seed; only one element has the seed 1")
    if let seed {
      precondition(
        seed.shape == shape, "backward: the seed has shape \(seed.shape), the tensor \(shape)")
    }
    source.node.accumulate(seed ?? .filled(1, shape: shape), output: source.output)
    if source.node.isLeaf { return }

    // The newest waiting node has no consumer left, because consumers are newer than their
    // inputs: so its gradient is complete.
    var waiting = [source.node]
    while let node = waiting.popLast() {
      node.isPending = false
      guard let derivative = node.backward else {
        preconditionFailure(
          "backward: the tape through \(node.name) was used up; pass keepingTape: true before")
      }
      let arrived = node.gradients
      for output in node.gradients.indices { node.gradients[output] = nil }
      let passed = derivative(arrived)
      let inputs = node.inputs
      if !keepingTape {
        node.backward = nil
        node.inputs = []
      }
      for (input, gradient) in zip(inputs, passed) {
        guard let input, let gradient else { continue }
        input.node.accumulate(gradient, output: input.output)
        if input.node.isLeaf || input.node.isPending { continue }
        input.node.isPending = true
        let position = waiting.lastIndex { $0.order < input.node.order }.map { $0 + 1 } ?? 0
        waiting.insert(input.node, at: position)
      }
    }
  }
}

/// Returns the gradient of a tensor with respect to one that was made by
/// ``Tensor/requiringGradient()``, and leaves what had gathered there before as it was.
///
/// - Parameters:
///   - output: What to differentiate.
///   - input: With respect to what.
///   - seed: The gradient to begin with; 1 for an output of one element.
///   - keepingTape: Whether another derivative of the same computation may follow.
/// - Returns: A tensor of the shape of `input`; zeros where `output` does not depend on it.
public func gradient(
  of output: Tensor, withRespectTo input: Tensor, seed: Tensor? = nil, keepingTape: Bool = false
) -> Tensor {
  guard let source = input.source, source.node.isLeaf else {
    preconditionFailure("gradient: the input was not made by requiringGradient()")
  }
  let before = source.node.gradients[0]
  source.node.gradients[0] = nil
  output.backward(seed: seed, keepingTape: keepingTape)
  defer { source.node.gradients[0] = before }
  return source.node.gradients[0] ?? .zeros(input.shape)
}
