import SluiceData
import SluiceNN
import SluiceTensor

/// Keeps the states of a network for the windows that began at each of the last rows, and advances
/// all of them by one step when a row comes.
///
/// The states stand in one batch, the window that began first in front: its output is the forecast.
/// When it has seen the whole lookback it goes, and a state of zeros for the window that begins with
/// the next row comes in at the back.
struct StateEngine: StreamEngine {
  private let network: Network
  private let recipe: FittedRecipe
  private let lookback: Int
  /// Where a stretch begins: for zero-padded windows, the states after the zeros of each window.
  private let start: (state: NetworkState, count: Int)
  private var state: NetworkState
  /// Number of windows in hand.
  private var count: Int
  /// Number of rows since the stretch began.
  private var rows = 0

  init(_ network: Network, recipe: FittedRecipe) throws {
    if let layer = network.layerThatNeedsTheWholeSequence {
      throw StreamError.notSteppable(layer: layer)
    }
    self.network = network
    self.recipe = recipe
    lookback = recipe.recipe.window.lookback
    start =
      recipe.recipe.warmUp == .zeroPadded
      ? StateEngine.afterZeros(network, lookback: lookback) : (NetworkState(), 0)
    state = start.state
    count = start.count
  }

  mutating func reset() {
    state = start.state
    count = start.count
    rows = 0
  }

  mutating func push(_ row: RowPreparation, at time: Int64?) -> [Float]? {
    rows = min(rows + 1, lookback)
    // Zero-padded windows are all there from the beginning, the one that begins with row 1 too.
    if rows > 1 || start.count == 0 { beginWindow() }
    let width = row.scaled.count
    let input = Tensor(unsafeUninitialized: [count, 1, width]) { buffer in
      for window in 0..<count {
        for (place, value) in row.scaled.enumerated() { buffer[window * width + place] = value }
      }
    }
    let output = StateEngine.advance(network, input, from: &state)
    guard rows >= recipe.recipe.firstForecastRow, row.knowsReferences else { return nil }
    let steps = output.count / count
    return recipe.answers(
      from: output.withUnsafeBufferPointer { Array($0[0..<steps]) },
      outputsPerStep: network.outputShape.features, references: row.references)
  }

  /// Makes room for the window that begins with this row.
  private mutating func beginWindow() {
    let isFull = count == lookback
    func shifted(_ tensor: Tensor) -> Tensor {
      let width = tensor.shape[1]
      let kept = (isFull ? count - 1 : count) * width
      let skipped = isFull ? width : 0
      return Tensor(unsafeUninitialized: [kept / width + 1, width]) { buffer in
        tensor.withUnsafeBufferPointer { old in
          for place in 0..<kept { buffer[place] = old[skipped + place] }
        }
        for place in kept..<kept + width { buffer[place] = 0 }
      }
    }
    state.layers = state.layers.mapValues { directions in
      directions.map {
        RecurrentState(hidden: shifted($0.hidden), cell: $0.cell.map(shifted))
      }
    }
    if !isFull { count += 1 }
  }

  /// Runs one step and replaces the states by those after it.
  private static func advance(
    _ network: Network, _ input: Tensor, from state: inout NetworkState
  ) -> Tensor {
    withoutGradients {
      var context = ForwardContext(initialState: state, returnsFinalState: true)
      let output = network(input, &context)
      state = context.finalState.detached()
      return output
    }
  }

  /// The states of all windows just before the first row: the oldest has seen all zeros but one.
  private static func afterZeros(
    _ network: Network, lookback: Int
  ) -> (state: NetworkState, count: Int) {
    var single = NetworkState()
    var states: [NetworkState] = []
    let zeros = Tensor.zeros([1, 1, network.inputSize])
    for _ in 1..<lookback {
      _ = advance(network, zeros, from: &single)
      states.append(single)
    }
    // The youngest window has seen nothing: its states are zeros of the same shapes.
    guard let shapes = states.first else { return (NetworkState(), 0) }
    let none = NetworkState(
      layers: shapes.layers.mapValues { directions in
        directions.map {
          RecurrentState(
            hidden: .zeros($0.hidden.shape), cell: $0.cell.map { .zeros($0.shape) })
        }
      })
    states.insert(none, at: 0)
    states.reverse()
    func stacked(_ rows: [Tensor]) -> Tensor {
      Tensor(rows.flatMap(\.values), shape: [rows.count, rows[0].count])
    }
    var batch = NetworkState()
    for (path, directions) in none.layers {
      batch.layers[path] = directions.indices.map { direction in
        let rows = states.compactMap { $0.layers[path]?[direction] }
        let cells = rows.compactMap(\.cell)
        return RecurrentState(
          hidden: stacked(rows.map(\.hidden)), cell: cells.isEmpty ? nil : stacked(cells))
      }
    }
    return (batch, lookback)
  }
}

extension Network {
  /// The first layer that looks at more than the steps so far; nil when there is none.
  package var layerThatNeedsTheWholeSequence: String? {
    for (index, layer) in model.layers.enumerated() {
      let looksBackOnly =
        switch layer {
        case let layer as LSTM: !layer.goesBackwards
        case let layer as GRU: !layer.goesBackwards
        default: layer is Dense || layer is Dropout || layer is LayerNorm || layer is Activation
        }
      if !looksBackOnly { return "\(index) (\(type(of: layer).typeName))" }
    }
    return nil
  }
}
