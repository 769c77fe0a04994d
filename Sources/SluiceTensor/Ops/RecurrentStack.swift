/// The weights of one direction of one recurrent layer.
public struct RecurrentWeights: Sendable {
  /// LSTM `[4H, F]`, GRU `[3H, F]`, gates in the order of ``RecurrentCell``.
  public var weightIH: Tensor
  /// LSTM `[4H, H]`, GRU `[3H, H]`.
  public var weightHH: Tensor
  /// LSTM `[4H]`, the one bias; GRU `[3H]`.
  public var biasIH: Tensor
  /// GRU `[3H]`; nil for an LSTM.
  public var biasHH: Tensor?

  /// Creates the weights of a direction.
  public init(weightIH: Tensor, weightHH: Tensor, biasIH: Tensor, biasHH: Tensor? = nil) {
    self.weightIH = weightIH
    self.weightHH = weightHH
    self.biasIH = biasIH
    self.biasHH = biasHH
  }

  var tensors: [Tensor] { [weightIH, weightHH, biasIH] + (biasHH.map { [$0] } ?? []) }
}

/// The state of one direction of one recurrent layer.
public struct RecurrentState: Sendable {
  /// The hidden state, `[B, H]`.
  public var hidden: Tensor
  /// The cell state, `[B, H]`; nil for a GRU.
  public var cell: Tensor?

  /// Creates a state.
  public init(hidden: Tensor, cell: Tensor? = nil) {
    self.hidden = hidden
    self.cell = cell
  }

  var tensors: [Tensor] { [hidden] + (cell.map { [$0] } ?? []) }
}

/// What a stack of recurrent layers gives.
public struct RecurrentStackResult: Sendable {
  /// `[B, T, outputSize]`, or `[B, outputSize]` if the last layer does not return sequences.
  public var output: Tensor
  /// By layer and direction (forward first); what dropout makes of a layer's output is not in them.
  public var finalStates: [[RecurrentState]]
}

/// Computes a stack of recurrent layers step by step, without dropout.
public func recurrentStack(
  _ input: Tensor, lengths: [Int]? = nil, layers: [RecurrentLayer], weights: [[RecurrentWeights]],
  initialStates: [[RecurrentState]]? = nil, dropoutKey: UInt64? = nil
) -> RecurrentStackResult {
  composedRecurrentStack(
    input, lengths: lengths, layers: layers, weights: weights, initialStates: initialStates)
}
/// A stack of recurrent layers made of single-step operations: the definition, without dropout.
func composedRecurrentStack(
  _ input: Tensor, lengths: [Int]? = nil, layers: [RecurrentLayer], weights: [[RecurrentWeights]],
  initialStates: [[RecurrentState]]? = nil
) -> RecurrentStackResult {
  let (batch, steps) = (input.shape[0], input.shape[1])
  let masks = (0..<steps).map { step in
    Tensor(
      (0..<batch).map { step < lengths?[$0] ?? steps ? 1 : 0 }, shape: [batch, 1])
  }
  var x = input
  var finalStates: [[RecurrentState]] = []
  for (index, layer) in layers.enumerated() {
    let zeros = Tensor.zeros([batch, layer.hiddenSize])
    var outputs: [Tensor] = []
    var ends: [RecurrentState] = []
    for direction in 0..<layer.direction.count {
      var state =
        initialStates?[index][direction]
        ?? RecurrentState(hidden: zeros, cell: layer.cell == .lstm ? zeros : nil)
      let isBackward = layer.direction == .backward || direction == 1
      var hidden: [Tensor] = []
      for step in isBackward ? Array((0..<steps).reversed()) : Array(0..<steps) {
        let next = composedStep(
          x.selected(axis: 1, step), state, layer.cell, weights[index][direction])
        let mask = masks[step]
        func chosen(_ new: Tensor, _ old: Tensor) -> Tensor { new * mask + old * (1 - mask) }
        state = RecurrentState(
          hidden: chosen(next.hidden, state.hidden),
          cell: next.cell.flatMap { new in state.cell.map { chosen(new, $0) } })
        hidden.append((next.hidden * mask).reshaped(batch, 1, layer.hiddenSize))
      }
      ends.append(state)
      outputs.append(
        layer.returnsSequences
          ? Tensor.concatenated(isBackward ? hidden.reversed() : hidden, axis: 1) : state.hidden)
    }
    x = outputs[0]
    if case .bidirectional(let merge) = layer.direction {
      switch merge {
      case .concat: x = Tensor.concatenated(outputs, axis: -1)
      case .sum: x = outputs[0] + outputs[1]
      case .mean: x = (outputs[0] + outputs[1]) / 2
      }
    }
    finalStates.append(ends)
  }
  return RecurrentStackResult(output: x, finalStates: finalStates)
}

private func composedStep(
  _ x: Tensor, _ state: RecurrentState, _ cell: RecurrentCell, _ weights: RecurrentWeights
) -> RecurrentState {
  let fromInput = x.dense(weight: weights.weightIH, bias: weights.biasIH)
  let fromState = state.hidden.dense(weight: weights.weightHH, bias: weights.biasHH)
  let size = state.hidden.shape[1]
  func gate(_ index: Int, _ tensor: Tensor) -> Tensor {
    tensor.sliced(axis: 1, index * size..<(index + 1) * size)
  }
  guard let before = state.cell else {
    let reset = (gate(0, fromInput) + gate(0, fromState)).sigmoid()
    let update = (gate(1, fromInput) + gate(1, fromState)).sigmoid()
    let new = (gate(2, fromInput) + reset * gate(2, fromState)).tanh()
    return RecurrentState(hidden: (1 - update) * new + update * state.hidden)
  }
  let sum = fromInput + fromState
  let after = gate(1, sum).sigmoid() * before + gate(0, sum).sigmoid() * gate(2, sum).tanh()
  return RecurrentState(hidden: gate(3, sum).sigmoid() * after.tanh(), cell: after)
}
