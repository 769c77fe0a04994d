import CSluiceKernels

/// The weights of a stack of recurrent layers, packed once for one sample at a time.
final class StreamingWeights: @unchecked Sendable {
  struct Layer {
    let isGRU: Bool
    let inputs: Int
    let units: Int
    /// Units, rounded up to whole vectors.
    let lanes: Int
    /// Offsets in the packed weights.
    let weights: Int
    let bias: Int
  }

  let layers: [Layer]
  let kernels: UnsafePointer<sluice_kernels>
  let packed: TensorStorage

  init(layers: [RecurrentLayer], weights: [[RecurrentWeights]]) {
    let kernels = InstructionSet.current.kernels
    let width = Int(kernels.pointee.vector_width)
    var end = 0
    self.layers = zip(layers, weights).map { layer, directions in
      precondition(
        layer.direction == .forward,
        "StreamingStack: a layer that runs backward needs the whole window")
      precondition(
        directions.count == 1, "StreamingStack: \(directions.count) weights for one direction")
      let inputs = directions[0].weightIH.shape[1]
      let lanes = (layer.hiddenSize + width - 1) / width * width
      defer { end += 4 * lanes * (inputs + layer.hiddenSize + 1) }
      return Layer(
        isGRU: layer.cell == .gru, inputs: inputs, units: layer.hiddenSize, lanes: lanes,
        weights: end, bias: end + 4 * lanes * (inputs + layer.hiddenSize))
    }
    self.kernels = kernels
    packed = TensorStorage(count: end)
    packed.pointer.update(repeating: 0, count: end)
    for (layer, directions) in zip(self.layers, weights) { pack(directions[0], layer: layer) }
  }

  private func pack(_ weights: RecurrentWeights, layer: Layer) {
    for slot in 0..<4 {
      for unit in 0..<layer.units {
        let place = slot * layer.lanes + unit
        let (start, stride) = position(of: place, in: layer)
        let to = packed.pointer + start
        // Slot 2 is n's input part, slot 3 its recurrent part in a GRU.
        let row = (layer.isGRU && slot == 3 ? 2 : slot) * layer.units + unit
        if !layer.isGRU || slot != 3 {
          let from = weights.weightIH.storage.pointer + row * layer.inputs
          for k in 0..<layer.inputs { to[k * stride] = from[k] }
        }
        if !layer.isGRU || slot != 2 {
          let from = weights.weightHH.storage.pointer + row * layer.units
          for k in 0..<layer.units { to[(layer.inputs + k) * stride] = from[k] }
        }
        packed.pointer[layer.bias + place] = bias(weights, layer: layer, slot: slot, row: row)
      }
    }
  }

  private func bias(
    _ weights: RecurrentWeights, layer: Layer, slot: Int, row: Int
  ) -> Float {
    guard let biasHH = weights.biasHH else { return weights.biasIH.storage.pointer[row] }
    switch slot {
    case 2: return weights.biasIH.storage.pointer[row]
    case 3: return biasHH.storage.pointer[row]
    default: return weights.biasIH.storage.pointer[row] + biasHH.storage.pointer[row]
    }
  }

  /// Where the weights of a place in `[4][lanes]` begin, and how far apart they are.
  private func position(of place: Int, in layer: Layer) -> (start: Int, stride: Int) {
    let width = Int(kernels.pointee.vector_width)
    let most = Int(kernels.pointee.stream_vectors)
    let vectors = 4 * layer.lanes / width
    let tiles = (vectors + most - 1) / most
    let vector = place / width
    // The tile that holds the vector: tile t begins with vector vectors * t / tiles.
    let tile = (0..<tiles).last { vectors * $0 / tiles <= vector } ?? 0
    let first = vectors * tile / tiles
    let stride = (vectors * (tile + 1) / tiles - first) * width
    let start = layer.weights + first * (layer.inputs + layer.units) * width
    return (start + (vector - first) * width + place % width, stride)
  }
}
