import CSluiceKernels

/// A stack of recurrent layers that takes one sample's readings one after another and keeps its state.
///
/// Its states are equal, to the bit, to those of ``recurrentStack(_:lengths:layers:weights:initialStates:dropoutKey:)``
/// on the same readings. A copy is a state of its own.
public struct StreamingStack: Sendable {
  /// The features of a reading.
  public let inputSize: Int
  /// The units of the last layer.
  public let outputSize: Int
  private let layers: [RecurrentLayer]
  private let weights: StreamingWeights
  private var memory: StreamingMemory

  /// Packs the weights of a stack, with a state of zeros.
  ///
  /// - Parameters:
  ///   - layers: Layers that run forward; their dropout does not count.
  ///   - weights: By layer and direction, as the operation takes them.
  public init(layers: [RecurrentLayer], weights: [[RecurrentWeights]]) {
    precondition(!layers.isEmpty, "StreamingStack: there is no layer")
    precondition(
      layers.count == weights.count,
      "StreamingStack: weights of \(weights.count) layers for \(layers.count) layers")
    self.layers = layers
    self.weights = StreamingWeights(layers: layers, weights: weights)
    memory = StreamingMemory(self.weights)
    inputSize = self.weights.layers[0].inputs
    outputSize = layers.last?.hiddenSize ?? 0
  }

  /// Up to how many sequences run faster one after another than as the lanes of a block: a quarter of a
  /// vector.
  package static var fewSequences: Int {
    Int(InstructionSet.current.kernels.pointee.vector_width) / 4
  }

  /// Forgets all readings.
  public mutating func reset() {
    makeUnique()
    memory.reset()
  }

  /// Takes readings, the oldest first.
  ///
  /// - Parameter readings: Any number of readings of ``inputSize`` numbers, one after another.
  public mutating func advance(_ readings: UnsafeBufferPointer<Float>) {
    precondition(
      readings.count % inputSize == 0,
      "StreamingStack: \(readings.count) numbers are no readings of \(inputSize) features")
    guard let start = readings.baseAddress else { return }
    makeUnique()
    memory.advance(start, steps: readings.count / inputSize)
  }

  /// Takes readings, the oldest first.
  public mutating func advance(_ readings: [Float]) {
    readings.withUnsafeBufferPointer { advance($0) }
  }

  /// Calls a closure with the last layer's hidden state.
  public func withOutput<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    defer { withExtendedLifetime(memory) {} }
    return try body(
      UnsafeBufferPointer(start: memory.state(layers.count - 1).hidden, count: outputSize))
  }

  /// The last layer's hidden state.
  public var output: [Float] { withOutput { Array($0) } }

  /// The state of each layer, of shape `[1, H]`, as the operation takes and gives it.
  public var state: [[RecurrentState]] {
    get {
      layers.indices.map { index in
        let own = memory.state(index)
        func tensor(_ pointer: UnsafeMutablePointer<Float>?) -> Tensor {
          let units = layers[index].hiddenSize
          return Tensor(
            Array(UnsafeBufferPointer(start: pointer, count: units)), shape: [1, units])
        }
        return [
          RecurrentState(
            hidden: tensor(own.hidden), cell: layers[index].cell == .lstm ? tensor(own.cell) : nil)
        ]
      }
    }
    set {
      precondition(
        newValue.count == layers.count,
        "StreamingStack: states of \(newValue.count) layers for \(layers.count) layers")
      makeUnique()
      for (index, state) in newValue.enumerated() {
        let units = layers[index].hiddenSize
        precondition(
          state.count == 1 && state[0].tensors.allSatisfy { $0.shape == [1, units] },
          "StreamingStack: layer \(index) needs one state of shape [1, \(units)]")
        let own = memory.state(index)
        own.hidden?.update(from: state[0].hidden.storage.pointer, count: units)
        if let cell = state[0].cell { own.cell?.update(from: cell.storage.pointer, count: units) }
      }
    }
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&memory) { memory = memory.copy() }
  }
}
