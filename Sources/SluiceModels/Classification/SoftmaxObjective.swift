import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a logistic regression minimises, with its derivative.
///
/// The products of matrices are of single precision, sums over blocks of items of double precision and
/// in the order of the blocks: the result does not depend on the number of threads.
struct SoftmaxObjective {
  /// Some items with their features standardised.
  private struct Block {
    /// `[rows, D]`.
    let features: Tensor
    /// The place of each item's class among those that occur.
    let places: [Int]
    /// The weight of each item.
    let weights: [Double]
  }

  private let blocks: [Block]
  private let classes: Int
  private let width: Int
  private let totalWeight: Double

  private static let rows = 512

  init(_ items: LabeledFeatures, scale: FeatureScale, balanced: Bool) {
    let (width, present, totals) = (items.width, items.present, items.totals)
    let features = scale.standardized(items.features)
    var places = [Int](repeating: 0, count: items.classes)
    for (place, label) in present.enumerated() { places[label] = place }
    let shares = totals.map {
      balanced ? Double(items.count) / (Double(present.count) * Double(max(1, $0))) : 1
    }
    blocks = stride(from: 0, to: items.count, by: Self.rows).map { first in
      let rows = first..<min(items.count, first + Self.rows)
      let labels = items.labels[rows]
      return Block(
        features: Tensor(
          Array(features[rows.lowerBound * width..<rows.upperBound * width]),
          shape: [rows.count, width]),
        places: labels.map { places[$0] }, weights: labels.map { shares[$0] })
    }
    classes = present.count
    self.width = width
    totalWeight = blocks.reduce(0) { $0 + $1.weights.reduce(0, +) }
  }

  /// Number of weights, `[classes, D]`; the intercepts stand behind them.
  var weightCount: Int { classes * width }

  /// Number of weights and intercepts.
  var parameterCount: Int { weightCount + classes }

  /// Returns the mean loss with its penalty, and the derivative.
  func value(at parameters: [Double], strength: Double) -> (value: Double, gradient: [Double]) {
    let weight = Tensor(parameters[0..<weightCount].map { Float($0) }, shape: [classes, width])
    let bias = Tensor(parameters[weightCount...].map { Float($0) }, shape: [classes])
    var sums = [BlockSums?](repeating: nil, count: blocks.count)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      Threads.run(blocks: blocks.count) { index in
        sums[index] = BlockSums(blocks[index], weight: weight, bias: bias)
      }
    }
    var loss = 0.0
    var gradient = [Double](repeating: 0, count: parameterCount)
    for sum in sums.compactMap({ $0 }) {
      loss += sum.loss
      for (index, value) in sum.weights.enumerated() { gradient[index] += Double(value) }
      for (index, value) in sum.intercepts.enumerated() { gradient[weightCount + index] += value }
    }
    loss /= totalWeight
    // Two rows that mirror each other share the penalty on their difference.
    let penalty = classes == 2 ? 2 * strength : strength
    for index in gradient.indices {
      gradient[index] /= totalWeight
      guard index < weightCount else { continue }
      gradient[index] += penalty * parameters[index]
      loss += penalty * parameters[index] * parameters[index] / 2
    }
    return (loss, gradient)
  }

  /// The loss of one block and its derivative.
  private struct BlockSums {
    let loss: Double
    /// `[classes, D]`.
    let weights: [Float]
    let intercepts: [Double]

    init(_ block: Block, weight: Tensor, bias: Tensor) {
      let (rows, classes) = (block.places.count, weight.shape[0])
      let logits = block.features.dense(weight: weight, bias: bias)
      var total = 0.0
      var sums = [Double](repeating: 0, count: classes)
      var powers = sums
      // Probability less truth, `[classes, rows]`.
      let residuals = Tensor(unsafeUninitialized: [classes, rows]) { residuals in
        logits.withUnsafeBufferPointer { logits in
          for row in 0..<rows {
            let (start, truth) = (row * classes, block.places[row])
            var largest = logits[start]
            for place in 1..<classes { largest = max(largest, logits[start + place]) }
            var sum = 0.0
            for place in 0..<classes {
              powers[place] = exp(Double(logits[start + place] - largest))
              sum += powers[place]
            }
            let scale = block.weights[row]
            total += scale * (log(sum) - Double(logits[start + truth] - largest))
            for place in 0..<classes {
              let residual = scale * (powers[place] / sum - (place == truth ? 1 : 0))
              residuals[place * rows + row] = Float(residual)
              sums[place] += residual
            }
          }
        }
      }
      loss = total
      intercepts = sums
      weights = residuals.matmul(block.features).values
    }
  }
}
