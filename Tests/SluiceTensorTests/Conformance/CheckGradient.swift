import Testing

@testable import SluiceTensor

/// Compares the gradients of an operation with central differences, for every element of every
/// input: the kit for a new operation.
///
/// The scalar differentiated is a fixed weighted sum of the outputs, so that each output element
/// counts. The five-point stencil leaves an error of the fourth power of the step.
func checkGradient(
  _ name: String, at inputs: [Tensor], tolerance: Double = 2e-3, step: Float = 1e-2,
  sourceLocation: SourceLocation = #_sourceLocation, of operation: ([Tensor]) -> Tensor
) {
  func weighted(_ output: Tensor) -> Double {
    output.values.enumerated().reduce(0) { $0 + Double(weight($1.offset)) * Double($1.element) }
  }
  func weight(_ index: Int) -> Float { 0.3 + Float((index * 7919) % 13) / 11 }

  let leaves = inputs.map { $0.requiringGradient() }
  let output = operation(leaves)
  output.backward(
    seed: Tensor((0..<output.count).map(weight), shape: output.shape))
  for (which, input) in inputs.enumerated() {
    guard let gradient = leaves[which].gradient else {
      Issue.record("\(name): no gradient reached input \(which)", sourceLocation: sourceLocation)
      continue
    }
    #expect(gradient.shape == input.shape, sourceLocation: sourceLocation)
    for element in 0..<input.count {
      func value(_ shift: Float) -> Double {
        var moved = inputs
        moved[which].withUnsafeMutableBufferPointer { $0[element] += shift }
        return weighted(operation(moved))
      }
      let numeric =
        (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step)))
        / (12 * Double(step))
      let analytic = Double(gradient.values[element])
      if !(abs(numeric - analytic) <= tolerance * max(1, abs(numeric), abs(analytic))) {
        Issue.record(
          "\(name): d/d(input \(which))[\(element)] is \(analytic), central differences say \(numeric)",
          sourceLocation: sourceLocation)
        return
      }
    }
  }
}

/// A tensor of repeatable values between -1 and 1, none of them near 0 or near another's negative.
func sample(_ shape: Int..., seed: UInt64 = 1) -> Tensor {
  var stream = RandomStream(seed: seed)
  let count = shape.reduce(1, *)
  return Tensor(
    (0..<count).map { _ in
      let value = 0.1 + 0.9 * stream.uniform()
      return stream.next() & 1 == 0 ? value : -value
    }, shape: shape)
}
