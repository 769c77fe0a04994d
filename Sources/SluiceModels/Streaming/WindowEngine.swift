import SluiceData
import SluiceNN
import SluiceTensor

/// Runs a network over the whole window after each row.
///
/// A network that begins with recurrent layers and goes on with their last step, as most do, runs on
/// the kernels for single samples, which give the bits of the batch at a fraction of its cost.
struct WindowEngine: StreamEngine {
  private let network: Network
  private let recipe: FittedRecipe
  private var rows: RowWindow
  private var stack: StreamingStack?
  private let zeros: [Float]

  init(_ network: Network, recipe: FittedRecipe) {
    self.network = network
    self.recipe = recipe
    rows = RowWindow(
      capacity: recipe.recipe.window.lookback, width: recipe.recipe.inputs.count)
    stack = network.leadingStack
    zeros = Array(repeating: 0, count: network.inputSize)
  }

  mutating func reset() { rows.removeAll() }

  mutating func push(_ row: RowPreparation, at time: Int64?) -> [Float]? {
    rows.append(row.scaled)
    guard rows.count >= recipe.recipe.firstForecastRow, row.knowsReferences else { return nil }
    let output = withoutGradients { stackOutput() ?? network.predict(window(), lengths: lengths) }
    return recipe.answers(
      from: recipe.labelsEveryStep ? lastStep(of: output) : output.values,
      outputsPerStep: network.outputShape.features, references: row.references)
  }

  /// The outputs of the step of the newest row, of all that are labeled.
  private func lastStep(of output: Tensor) -> [Float] {
    let width = network.outputShape.features
    let step = lengths == nil ? rows.capacity - 1 : rows.count - 1
    return Array(output.values[step * width..<(step + 1) * width])
  }

  private var isPadded: Bool { recipe.recipe.warmUp == .zeroPadded }

  private var lengths: [Int]? {
    recipe.recipe.warmUp == .trueLength || recipe.recipe.window.wholeSequences
      ? [rows.count] : nil
  }

  private mutating func stackOutput() -> Tensor? {
    guard stack != nil else { return nil }
    stack?.reset()
    if isPadded {
      for _ in rows.count..<rows.capacity { stack?.advance(zeros) }
    }
    rows.withRows { stack?.advance($0) }
    guard let hidden = stack?.output else { return nil }
    var context = ForwardContext()
    return network.stages.dropFirst().reduce(Tensor(hidden, shape: [1, hidden.count])) {
      $1($0, &context)
    }
  }

  /// The window as a batch of one, `[1, T, F]`.
  private func window() -> Tensor {
    let known = rows.count * rows.width
    let size = rows.capacity * rows.width
    return Tensor(unsafeUninitialized: [1, rows.capacity, rows.width]) { buffer in
      // A short window stands at the front as a short sequence, or at the back behind zeros.
      buffer.update(repeating: 0)
      let start = isPadded ? size - known : 0
      rows.withRows { values in
        for place in values.indices { buffer[start + place] = values[place] }
      }
    }
  }
}

extension Network {
  /// The recurrent layers that the network begins with, when all run forwards and hand on their last
  /// step only; nil otherwise.
  fileprivate var leadingStack: StreamingStack? {
    guard let module = stages.first as? RecurrentStackModule else { return nil }
    let (layers, weights) = module.stack
    guard layers.allSatisfy({ $0.direction == .forward }),
      layers.last.map({ !$0.returnsSequences }) ?? false
    else { return nil }
    return StreamingStack(layers: layers, weights: weights)
  }
}
