import SluiceData
import SluiceNN
import SluiceTensor

/// Runs a network over the whole window after each row.
struct WindowEngine: StreamEngine {
  private let network: Network
  private let recipe: FittedRecipe
  private var rows: RowWindow

  init(_ network: Network, recipe: FittedRecipe) {
    self.network = network
    self.recipe = recipe
    rows = RowWindow(
      capacity: recipe.recipe.window.lookback, width: recipe.recipe.inputs.count)
  }

  mutating func reset() { rows.removeAll() }

  mutating func push(_ row: RowPreparation, at time: Int64?) -> [Float]? {
    rows.append(row.scaled)
    guard rows.count >= recipe.recipe.firstForecastRow else { return nil }
    let known = rows.count * rows.width
    let size = rows.capacity * rows.width
    let isPadded = recipe.recipe.warmUp == .zeroPadded
    let input = Tensor(unsafeUninitialized: [1, rows.capacity, rows.width]) { buffer in
      // A short window stands at the front as a short sequence, or at the back behind zeros.
      buffer.update(repeating: 0)
      let start = isPadded ? size - known : 0
      rows.withRows { values in
        for place in values.indices { buffer[start + place] = values[place] }
      }
    }
    let lengths = recipe.recipe.warmUp == .trueLength ? [rows.count] : nil
    return recipe.unscaled(network.predict(input, lengths: lengths).values)
  }
}
