import SluiceTensor

/// One recurrent layer within a stack: its description, with the dropout that follows it, and its
/// parameters.
struct RecurrentUnit: Sendable {
  /// The layer's part of the path; nil where the stack is that layer alone.
  let name: String?
  var layer: RecurrentLayer
  let directions: [DirectionParameters]
}

/// A run of recurrent layers and of the dropout between and after them, computed by one operation.
public struct RecurrentStackModule: Module {
  private let units: [RecurrentUnit]
  private let layers: [RecurrentLayer]
  /// Whether a layer drops values while it learns.
  let hasDropout: Bool
  /// Nil where a layer runs backward.
  private let fewSequences: FewSequences?

  init(units: [RecurrentUnit]) {
    self.units = units
    layers = units.map(\.layer)
    hasDropout = layers.contains { $0.dropout > 0 || $0.recurrentDropout > 0 }
    fewSequences = layers.allSatisfy { $0.direction == .forward } ? FewSequences() : nil
  }

  /// The layers, and the present values of their parameters, for kernels that run them step by
  /// step.
  package var stack: (layers: [RecurrentLayer], weights: [[RecurrentWeights]]) {
    (layers, units.map { $0.directions.map(\.weights) })
  }

  /// Names the parameters, each layer's under its own path.
  public func visit(_ visitor: inout ParameterVisitor) {
    for unit in units {
      if let name = unit.name {
        visitor.scope(name) { inner in
          for direction in unit.directions { direction.visit(&inner) }
        }
      } else {
        for direction in unit.directions { direction.visit(&visitor) }
      }
    }
  }

  /// Runs all layers over a batch of sequences.
  ///
  /// - Shapes: input `[B, T, F]`; output `[B, T, H]` or, for the last step only, `[B, H]`.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    if let fewSequences, Tape.isOff, isPlainPrediction(context), x.rank == 3,
      x.shape[0] <= StreamingStack.fewSequences, x.shape[1] > 0
    {
      return fewSequences.output(x, of: units)
    }
    let result = recurrentStack(
      x, lengths: context.lengths, layers: layers,
      weights: units.map { $0.directions.map(\.weights) },
      initialStates: initialStates(context.initialState, batch: x.shape[0]),
      dropoutKey: hasDropout ? context.dropoutKey() : nil)
    if context.returnsFinalState {
      for (unit, states) in zip(units, result.finalStates) {
        context.finalState.layers[unit.name ?? ""] = states
      }
    }
    return result.output
  }

  private func isPlainPrediction(_ context: ForwardContext) -> Bool {
    !context.isTraining && context.lengths == nil && context.initialState == nil
      && !context.returnsFinalState
  }

  private func initialStates(_ state: NetworkState?, batch: Int) -> [[RecurrentState]]? {
    guard let state, units.contains(where: { state.layers[$0.name ?? ""] != nil }) else {
      return nil
    }
    return units.map { unit in
      if let given = state.layers[unit.name ?? ""] { return given }
      let zeros = Tensor.zeros([batch, unit.layer.hiddenSize])
      return unit.directions.map { _ in
        RecurrentState(hidden: zeros, cell: unit.layer.cell == .lstm ? zeros : nil)
      }
    }
  }
}
