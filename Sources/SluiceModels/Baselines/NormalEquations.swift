import SluiceTensor

/// The sums that a linear regression needs of its data: nothing else of the windows is kept.
///
/// They are the products of all pairs of entries of the vectors `[x, y, 1]`, summed over windows:
/// `D` readings, `P` outputs and a one. Readings are counted from a fixed origin near their mean, so
/// that small variances survive; sums of several parts about the same origin can be added.
struct NormalEquations {
  /// What readings and outputs are counted from.
  struct Origin: Equatable {
    var features: [Double]
    var target: Double
  }

  let origin: Origin
  /// Number of readings in a window, `D = L * F`.
  let columns: Int
  /// Number of outputs, `P`.
  let outputs: Int
  /// Number of entries of a vector, `D + P + 1`.
  let size: Int
  /// The sums of products, row-major `[size, size]`, lower triangle; of the products of two outputs
  /// only the squares are kept.
  var products: [Double]

  /// The equations of no windows.
  init(origin: Origin, columns: Int, outputs: Int) {
    self.origin = origin
    self.columns = columns
    self.outputs = outputs
    size = columns + outputs + 1
    products = [Double](repeating: 0, count: size * size)
  }

  /// Number of windows.
  var count: Double { products[size * size - 1] }

  /// The sum of an entry over all windows; entries are readings, then outputs.
  func sum(_ entry: Int) -> Double { products[(size - 1) * size + entry] }

  /// The sum of products of two entries, the later one first.
  func product(_ entry: Int, _ earlier: Int) -> Double { products[entry * size + earlier] }

  /// Adds the sums of other windows.
  mutating func add(_ other: NormalEquations) {
    precondition(
      origin == other.origin && columns == other.columns && outputs == other.outputs,
      "NormalEquations.add: different origin or shape")
    for index in products.indices { products[index] += other.products[index] }
  }

  /// Returns the mean squared error of a linear model on these windows, for one output.
  ///
  /// - Parameters:
  ///   - weights: One a reading.
  ///   - intercept: The prediction where all readings are at ``origin``, less the target's origin.
  func meanSquaredError(output: Int, weights: [Double], intercept: Double) -> Double {
    let row = columns + output
    var total = product(row, row) + intercept * (count * intercept - 2 * sum(row))
    products.withUnsafeBufferPointer { products in
      weights.withUnsafeBufferPointer { weights in
        guard let rows = products.baseAddress, let w = weights.baseAddress else { return }
        for column in 0..<columns {
          let here = rows + column * size
          total += w[column] * (2 * dotProduct(here, w, column) + here[column] * w[column])
        }
        total -= 2 * dotProduct(rows + row * size, w, columns)
        total += 2 * intercept * dotProduct(rows + (size - 1) * size, w, columns)
      }
    }
    return max(0, total / count)
  }
}
