import SluiceTensor

/// A Gaussian process that has seen some values: at each point a mean and a variance.
///
/// - Source: Rasmussen & Williams 2006, algorithm 2.1, <https://gaussianprocess.org/gpml/>.
struct GaussianProcess {
  /// What is believed of the function at a point, without the noise.
  struct Belief: Hashable {
    var mean: Double
    var deviation: Double
  }

  let kernel: MaternKernel
  private let points: [[Double]]
  private let isCategorical: [Bool]
  private let factor: Cholesky
  private let solution: [Double]

  /// Takes values at points into account; nil when the kernel's matrix cannot be factored.
  ///
  /// - Parameters:
  ///   - targets: One for each point, with mean 0.
  ///   - isCategorical: Which coordinates have no order.
  init?(kernel: MaternKernel, points: [[Double]], targets: [Double], isCategorical: [Bool]) {
    self.kernel = kernel
    self.points = points
    self.isCategorical = isCategorical
    let count = points.count
    var matrix = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      let similar = Self.covariances(of: points[row], with: points[..<row], kernel, isCategorical)
      for column in 0..<row { matrix[row * count + column] = similar[column].value }
      matrix[row * count + row] = kernel.scale + kernel.noise
    }
    guard let factor = Cholesky(matrix, size: count) else { return nil }
    self.factor = factor
    solution = factor.solve(targets)
  }

  /// Finds the kernel that explains values best, beginning at several places.
  ///
  /// - Parameters:
  ///   - targets: One for each point, with mean 0 and variance 1.
  ///   - stream: For the places to begin at.
  static func fitted(
    points: [[Double]], targets: [Double], isCategorical: [Bool],
    drawing stream: inout RandomStream
  ) -> GaussianProcess? {
    let dimensions = isCategorical.count
    let likelihood = MarginalLikelihood(
      points: points, targets: targets, isCategorical: isCategorical)
    let limits = MarginalLikelihood.limits(dimensions: dimensions)
    // One guess in the middle of the prior, and the best of some that differ.
    let middle = MaternKernel(
      weights: [Double](repeating: 1, count: dimensions), scale: 1, noise: 1e-3
    ).logarithms
    let others = (0..<4).map { _ in
      middle.map { $0 + 1.5 * stream.normalDouble() }
    }.map { BoxMinimizer.clamped($0, limits.lower, limits.upper) }
    let other = others.map { ($0, likelihood($0).value) }.min { $0.1 < $1.1 }?.0
    var best: (point: [Double], value: Double)?
    for start in [middle] + (other.map { [$0] } ?? []) {
      let end = BoxMinimizer(lower: limits.lower, upper: limits.upper, steps: 25, tolerance: 1e-3)
        .minimize(from: start) { likelihood($0) }
      if end.value < best?.value ?? .infinity { best = end }
    }
    return GaussianProcess(
      kernel: MaternKernel(logarithms: best?.point ?? middle), points: points, targets: targets,
      isCategorical: isCategorical)
  }

  /// Returns what is believed at a point.
  func belief(at point: [Double]) -> Belief {
    let similar = Self.covariances(of: point, with: points[...], kernel, isCategorical)
    return belief(similar.map(\.value)).belief
  }

  /// Returns what is believed at a point, and how mean and deviation change with some coordinates.
  ///
  /// - Parameter coordinates: Indices of coordinates with an order.
  func belief(
    at point: [Double], along coordinates: [Int]
  ) -> (belief: Belief, means: [Double], deviations: [Double]) {
    let similar = Self.covariances(of: point, with: points[...], kernel, isCategorical)
    let (belief, weights) = belief(similar.map(\.value))
    var means = [Double](repeating: 0, count: coordinates.count)
    var deviations = means
    for (row, other) in points.enumerated() {
      let slope = 2 * similar[row].slope
      for (index, coordinate) in coordinates.enumerated() {
        let change = slope * kernel.weights[coordinate] * (point[coordinate] - other[coordinate])
        means[index] += change * solution[row]
        deviations[index] -= change * weights[row] / belief.deviation
      }
    }
    return (belief, means, deviations)
  }

  private func belief(_ similar: [Double]) -> (belief: Belief, weights: [Double]) {
    let weights = factor.solve(similar)
    var (mean, variance) = (0.0, kernel.scale)
    for row in similar.indices {
      mean += similar[row] * solution[row]
      variance -= similar[row] * weights[row]
    }
    // Rounding may leave less than nothing at a point that has been seen.
    let deviation = max(variance, kernel.scale * 1e-12).squareRoot()
    return (Belief(mean: mean, deviation: deviation), weights)
  }

  private static func covariances(
    of point: [Double], with others: ArraySlice<[Double]>, _ kernel: MaternKernel,
    _ isCategorical: [Bool]
  ) -> [(value: Double, slope: Double)] {
    others.map { other in
      var square = 0.0
      for index in point.indices {
        let difference = point[index] - other[index]
        let part = isCategorical[index] ? (difference == 0 ? 0 : 1) : difference * difference
        square += kernel.weights[index] * part
      }
      return kernel.covariance(atSquare: square)
    }
  }
}
