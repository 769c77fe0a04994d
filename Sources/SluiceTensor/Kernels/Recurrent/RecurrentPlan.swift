import CSluiceKernels

/// The sizes of a stack of recurrent layers on a batch, and how the batch is cut into blocks.
///
/// A block is a few vectors of samples: the innermost dimension of all its arrays. It goes through all
/// layers and steps on one thread; what it needs on the way back lies in one piece of memory, laid
/// out by ``BlockLayout``.
struct RecurrentPlan {
  /// One layer with all that its sizes depend on.
  struct Layer {
    let description: RecurrentLayer
    let inputs: Int
    let isLast: Bool

    var units: Int { description.hiddenSize }
    var outputs: Int { description.outputSize }
    var directions: Int { description.direction.count }
    var isGRU: Bool { description.cell == .gru }
    /// Weights of one input of a unit.
    var slots: Int { description.cell.gateCount }
    /// Floats of one direction's gradients as the kernels lay them out: input, state, bias.
    var gradientCount: Int { units * (inputs + units + 1) * 4 }

    func runsBackward(_ direction: Int) -> Bool {
      direction == 1 || description.direction == .backward
    }
  }

  struct Block {
    let firstSample: Int
    let samples: Int
    let lanes: Int
  }

  let batch: Int
  let steps: Int
  let features: Int
  let layers: [Layer]
  let blocks: [Block]
  /// Nil: neither dropout nor recurrent dropout.
  let dropoutKey: UInt64?
  /// Whether samples have lengths of their own.
  let hasLengths: Bool
  /// Whether all that the way back needs is kept.
  let keepsForBackward: Bool
  let instructionSet: InstructionSet

  init(
    batch: Int, steps: Int, features: Int, layers: [RecurrentLayer], dropoutKey: UInt64?,
    hasLengths: Bool, keepsForBackward: Bool
  ) {
    self.batch = batch
    self.steps = steps
    self.features = features
    self.dropoutKey = dropoutKey
    self.hasLengths = hasLengths
    self.keepsForBackward = keepsForBackward
    var inputs = features
    self.layers = layers.enumerated().map { index, layer in
      defer { inputs = layer.outputSize }
      return Layer(description: layer, inputs: inputs, isLast: index == layers.count - 1)
    }
    instructionSet = InstructionSet.current
    blocks = RecurrentPlan.blocks(of: batch, kernels: instructionSet.kernels)
  }

  var kernels: UnsafePointer<sluice_kernels> { instructionSet.kernels }

  /// The rate at which a layer's output is dropped in this call.
  func dropout(_ layer: Int) -> Float {
    dropoutKey == nil ? 0 : layers[layer].description.dropout
  }

  func recurrentDropout(_ layer: Int) -> Float {
    dropoutKey == nil ? 0 : layers[layer].description.recurrentDropout
  }

  /// Whether a layer's output is an array of its own, not the sequence of its states.
  func emits(_ layer: Int) -> Bool {
    dropout(layer) > 0 || hasLengths || layers[layer].directions == 2
  }

  /// Whether a layer gives all steps to what follows.
  func givesSequence(_ layer: Int) -> Bool {
    !layers[layer].isLast || layers[layer].description.returnsSequences
  }

  /// Cuts a batch into blocks by its size and the vector width alone.
  private static func blocks(of batch: Int, kernels: UnsafePointer<sluice_kernels>) -> [Block] {
    let width = Int(kernels.pointee.vector_width)
    let vectors = (batch + width - 1) / width
    let most = Int(kernels.pointee.largest_vectors) == 4 ? 2 : 3
    // An even number of blocks, where there are that many vectors, for an even number of cores.
    let least = (vectors + most - 1) / most
    let count = min(vectors, (least + 1) / 2 * 2)
    return (0..<count).map { index in
      let first = vectors * index / count * width
      let end = min(batch, vectors * (index + 1) / count * width)
      return Block(
        firstSample: first, samples: end - first, lanes: (end - first + width - 1) / width * width)
    }
  }
}
