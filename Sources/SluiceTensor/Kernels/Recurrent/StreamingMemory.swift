import CSluiceKernels

/// The state of a ``StreamingStack`` and what its kernel needs beside.
final class StreamingMemory: @unchecked Sendable {
  private let weights: StreamingWeights
  private let storage: TensorStorage
  private let count: Int
  private let stateCount: Int
  private let layers: UnsafeMutablePointer<sluice_stream_layer>

  /// Creates zeros.
  init(_ weights: StreamingWeights) {
    self.weights = weights
    let lanes = weights.layers.reduce(0) { $0 + $1.lanes }
    stateCount = 2 * lanes
    count = 7 * lanes
    storage = TensorStorage(count: count)
    layers = .allocate(capacity: weights.layers.count)
    var hidden = storage.pointer
    var scratch = storage.pointer + stateCount
    for (index, layer) in weights.layers.enumerated() {
      var own = sluice_stream_layer()
      own.is_gru = layer.isGRU ? 1 : 0
      own.inputs = Int32(layer.inputs)
      own.units = Int32(layer.units)
      own.lanes = Int32(layer.lanes)
      own.weights = UnsafePointer(weights.packed.pointer + layer.weights)
      own.bias = UnsafePointer(weights.packed.pointer + layer.bias)
      own.hidden = hidden
      own.cell = hidden + layer.lanes
      own.gates = scratch
      own.cell_tanh = scratch + 4 * layer.lanes
      (layers + index).initialize(to: own)
      hidden += 2 * layer.lanes
      scratch += 5 * layer.lanes
    }
    reset()
  }

  deinit { layers.deallocate() }

  func reset() { storage.pointer.update(repeating: 0, count: stateCount) }

  func copy() -> StreamingMemory {
    let copy = StreamingMemory(weights)
    copy.storage.pointer.update(from: storage.pointer, count: stateCount)
    return copy
  }

  func advance(_ readings: UnsafePointer<Float>, steps: Int) {
    weights.kernels.pointee.stream(
      layers, Int32(truncatingIfNeeded: weights.layers.count), readings,
      Int32(truncatingIfNeeded: steps))
  }

  /// A layer's hidden state and cell, which is meaningless for a GRU.
  func state(_ layer: Int) -> (
    hidden: UnsafeMutablePointer<Float>?, cell: UnsafeMutablePointer<Float>?
  ) {
    (layers[layer].hidden, layers[layer].cell)
  }
}
