import Synchronization

/// One recorded operation: where its inputs came from and how a gradient passes through it.
///
/// A node holds the nodes of its inputs, never the other way round, so a tape lives exactly as
/// long as the tensors that were computed on it.
package final class TapeNode: @unchecked Sendable {
  /// Takes the gradient of each output (nil where none arrived) and returns that of each input.
  package typealias Backward = ([Tensor?]) -> [Tensor?]

  private static let counter = Atomic<UInt64>(0)

  /// Grows with time, so an operation comes after those that made its inputs.
  let order: UInt64
  let name: StaticString
  /// The origins of the inputs; empty once the tape was used up.
  var inputs: [TapeSource?]
  /// The derivative; nil for a leaf and for a node whose tape was used up.
  var backward: Backward?
  /// The gradients that have arrived at the outputs.
  var gradients: [Tensor?]
  /// Whether the node waits in a running backward pass.
  var isPending = false
  let isLeaf: Bool

  /// Records an operation with one or several outputs.
  package init(
    _ name: StaticString, inputs: [TapeSource?], outputs: Int = 1, backward: @escaping Backward
  ) {
    order = TapeNode.counter.wrappingAdd(1, ordering: .relaxed).newValue
    self.name = name
    self.inputs = inputs
    self.backward = backward
    gradients = Array(repeating: nil, count: outputs)
    isLeaf = false
  }

  /// Creates a place where gradients gather.
  init(leaf name: StaticString) {
    order = 0
    self.name = name
    inputs = []
    gradients = [nil]
    isLeaf = true
  }

  /// Adds a gradient to that of an output.
  func accumulate(_ gradient: Tensor, output: Int) {
    guard gradients[output] != nil else {
      gradients[output] = gradient
      return
    }
    gradients[output]?.add(gradient)
  }
}

/// Which output of which operation a tensor is.
package struct TapeSource: @unchecked Sendable {
  package let node: TapeNode
  package let output: Int

  package init(_ node: TapeNode, output: Int = 0) {
    self.node = node
    self.output = output
  }
}

extension Tensor {
  /// Adds another tensor of the same shape to this one, in place where nobody shares the buffer.
  mutating func add(_ other: Tensor) {
    let count = count
    let addend = other.storage
    withUnsafeMutableBufferPointer { buffer in
      for index in 0..<count { buffer[index] += addend.pointer[index] }
    }
  }
}
