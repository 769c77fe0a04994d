import SluiceTensor
import Synchronization

/// Runs a few sequences through recurrent layers one after another, on the kernels whose lanes are units:
/// in a block of samples most lanes would be empty.
///
/// The weights are packed for these kernels once and kept until a parameter changes.
final class FewSequences: Sendable {
  private struct Packed {
    let generation: Int
    let instructionSet: InstructionSet
    let stack: StreamingStack
  }

  private let packed = Mutex<Packed?>(nil)

  /// The output of a stack of layers that run forward, to the bit that of the operation.
  ///
  /// - Shapes: input `[B, T, F]`; output `[B, T, H]` or, for the last step only, `[B, H]`.
  func output(_ x: Tensor, of units: [RecurrentUnit]) -> Tensor {
    var stack = packedStack(of: units)
    let (batch, steps, features) = (x.shape[0], x.shape[1], stack.inputSize)
    let size = stack.outputSize
    let isSequence = units.last?.layer.returnsSequences ?? false
    let shape = isSequence ? [batch, steps, size] : [batch, size]
    return Tensor(unsafeUninitialized: shape) { output in
      x.withUnsafeBufferPointer { readings in
        // The readings after which the state goes out.
        let stride = isSequence ? 1 : steps
        var place = 0
        for row in 0..<output.count / size {
          if !isSequence || row % steps == 0 { stack.reset() }
          let end = place + stride * features
          stack.advance(UnsafeBufferPointer(rebasing: readings[place..<end]))
          place = end
          stack.withOutput { state in
            for unit in 0..<size { output[row * size + unit] = state[unit] }
          }
        }
      }
    }
  }

  private func packedStack(of units: [RecurrentUnit]) -> StreamingStack {
    let generation = units.reduce(0) { sum, unit in
      unit.directions.reduce(sum) { $0 + $1.generation }
    }
    let instructionSet = InstructionSet.current
    return packed.withLock { packed in
      if let packed, packed.generation == generation, packed.instructionSet == instructionSet {
        return packed.stack
      }
      let stack = StreamingStack(
        layers: units.map(\.layer), weights: units.map { $0.directions.map(\.weights) })
      packed = Packed(generation: generation, instructionSet: instructionSet, stack: stack)
      return stack
    }
  }
}
