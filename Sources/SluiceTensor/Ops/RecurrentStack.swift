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
  /// `[B, H]`; nil for a GRU.
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

/// Computes a stack of recurrent layers, with the dropout in and between them, as one operation.
///
/// A sample of length n has its readings in steps 0..<n; the rest of the input is not read, outputs
/// there are 0. Its final state is that after step n-1; a layer that runs backward begins there.
/// A layer that does not return sequences gives its final state: that of both directions, merged,
/// if it is bidirectional.
///
/// The result of a sample depends, to the bit, on this sample alone: not on the batch that it is in, nor on
/// the number of threads.
///
/// - Parameters:
///   - input: `[B, T, F]`.
///   - lengths: The length of each sample in 0...T; nil: all have T steps.
///   - layers: At least one; only the last may not return sequences.
///   - weights: By layer and direction, forward first.
///   - initialStates: By layer and direction; nil: zeros.
///   - dropoutKey: A draw from the run's dropout stream; nil: nothing is dropped (prediction).
/// - Returns: The output and the final states, all differentiable.
/// - Complexity: O(B·T·H·(F+H)) multiply-adds a layer; keeps about 8·B·T·H floats for the way back.
public func recurrentStack(
  _ input: Tensor, lengths: [Int]? = nil, layers: [RecurrentLayer], weights: [[RecurrentWeights]],
  initialStates: [[RecurrentState]]? = nil, dropoutKey: UInt64? = nil
) -> RecurrentStackResult {
  RecurrentStackChecks.check(
    input, lengths: lengths, layers: layers, weights: weights, initialStates: initialStates)
  let inputs =
    [input] + weights.flatMap { $0.flatMap(\.tensors) }
    + (initialStates ?? []).flatMap { $0.flatMap(\.tensors) }
  let records = Tape.records(inputs)
  let plan = RecurrentPlan(
    batch: input.shape[0], steps: input.shape[1], features: input.shape[2], layers: layers,
    dropoutKey: dropoutKey, hasLengths: lengths != nil, keepsForBackward: records)
  let pass = RecurrentStackPass(
    plan: plan, input: input, lengths: lengths, weights: weights, initialStates: initialStates)
  let results = pass.forward()
  guard records else { return results }

  var outputs = [results.output] + results.finalStates.flatMap { $0.flatMap(\.tensors) }
  Tensor.record("recurrentStack", inputs: inputs, outputs: &outputs) { [wants = pass.wants] in
    pass.backward($0, wants: wants)
  }
  var recorded = results
  var next = outputs.makeIterator()
  if let output = next.next() { recorded.output = output }
  for layer in recorded.finalStates.indices {
    for direction in recorded.finalStates[layer].indices {
      if let hidden = next.next() { recorded.finalStates[layer][direction].hidden = hidden }
      guard recorded.finalStates[layer][direction].cell != nil else { continue }
      recorded.finalStates[layer][direction].cell = next.next()
    }
  }
  return recorded
}

/// What callers of the operation can get wrong.
enum RecurrentStackChecks {
  static func check(
    _ input: Tensor, lengths: [Int]?, layers: [RecurrentLayer], weights: [[RecurrentWeights]],
    initialStates: [[RecurrentState]]?
  ) {
    precondition(
      input.rank == 3, "recurrentStack: the input is [B, T, F], got the shape \(input.shape)")
    let (batch, steps) = (input.shape[0], input.shape[1])
    precondition(!layers.isEmpty, "recurrentStack: there is no layer")
    precondition(
      layers.dropLast().allSatisfy(\.returnsSequences),
      "recurrentStack: only the last layer may give its last state alone")
    precondition(
      weights.count == layers.count,
      "recurrentStack: weights of \(weights.count) layers for \(layers.count) layers")
    precondition(
      initialStates == nil || initialStates?.count == layers.count,
      "recurrentStack: initial states of \(initialStates?.count ?? 0) layers for \(layers.count)")
    if let lengths {
      precondition(
        lengths.count == batch && lengths.allSatisfy { (0...steps).contains($0) },
        "recurrentStack: \(lengths.count) lengths for \(batch) samples, each in 0...\(steps)")
    }
    var features = input.shape[2]
    for (index, layer) in layers.enumerated() {
      check(weights[index], of: layer, at: index, features: features)
      if let states = initialStates?[index] { check(states, of: layer, at: index, batch: batch) }
      features = layer.outputSize
    }
  }

  private static func check(
    _ weights: [RecurrentWeights], of layer: RecurrentLayer, at index: Int, features: Int
  ) {
    let (units, rows) = (layer.hiddenSize, layer.hiddenSize * layer.cell.gateCount)
    precondition(
      weights.count == layer.direction.count,
      "recurrentStack: layer \(index) has \(layer.direction.count) directions, weights for "
        + "\(weights.count)")
    for direction in weights {
      precondition(
        direction.weightIH.shape == [rows, features] && direction.weightHH.shape == [rows, units]
          && direction.biasIH.shape == [rows]
          && direction.biasHH?.shape == (layer.cell == .gru ? [rows] : nil),
        "recurrentStack: layer \(index) (\(layer.cell.rawValue) \(units) on \(features) features) "
          + "got weights of shapes \(direction.tensors.map(\.shape))")
    }
  }

  private static func check(
    _ states: [RecurrentState], of layer: RecurrentLayer, at index: Int, batch: Int
  ) {
    precondition(
      states.count == layer.direction.count,
      "recurrentStack: layer \(index) has \(layer.direction.count) directions, states for "
        + "\(states.count)")
    let shape = [batch, layer.hiddenSize]
    for state in states {
      precondition(
        state.hidden.shape == shape && state.cell?.shape == (layer.cell == .lstm ? shape : nil),
        "recurrentStack: layer \(index) (\(layer.cell.rawValue)) needs states of shape \(shape), "
          + "got \(state.tensors.map(\.shape))")
    }
  }
}
