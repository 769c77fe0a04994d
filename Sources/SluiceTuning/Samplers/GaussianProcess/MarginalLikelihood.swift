import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How badly a kernel explains some values: the negative logarithm of their likelihood and of the
/// kernel's prior, with its gradient.
///
/// The priors keep a model of few points from extremes: length scales neither far below the unit
/// cube nor far above it, a variance near that of the values, little noise. They are those of Optuna.
///
/// - Source: Rasmussen & Williams 2006, equations 5.8 and 5.9; priors:
///   <https://optuna.readthedocs.io/en/stable/reference/samplers/generated/optuna.samplers.GPSampler.html>.
struct MarginalLikelihood {
  /// The limits of the logarithms of weights, scale and noise.
  static func limits(dimensions: Int) -> (lower: [Double], upper: [Double]) {
    let lower = [Double](repeating: -8, count: dimensions) + [-5, log(1e-6)]
    let upper = [Double](repeating: 8, count: dimensions) + [5, 0]
    return (lower, upper)
  }

  private let dimensions: Int
  private let targets: [Double]
  /// The squared differences of all pairs of points in each coordinate, `[pairs, dimensions]`.
  private let squares: [Double]

  /// Prepares the likelihood of values at points.
  ///
  /// - Parameters:
  ///   - points: One for each target.
  ///   - targets: The values, with mean 0 and variance 1.
  ///   - isCategorical: Which coordinates have no order.
  init(points: [[Double]], targets: [Double], isCategorical: [Bool]) {
    dimensions = isCategorical.count
    self.targets = targets
    var squares: [Double] = []
    squares.reserveCapacity(points.count * (points.count - 1) / 2 * dimensions)
    for row in points.indices {
      for column in 0..<row {
        for index in 0..<dimensions {
          let difference = points[row][index] - points[column][index]
          squares.append(
            isCategorical[index] ? (difference == 0 ? 0 : 1) : difference * difference)
        }
      }
    }
    self.squares = squares
  }

  /// Returns value and gradient at the logarithms of a kernel; infinity where its matrix cannot be
  /// factored.
  func callAsFunction(_ logarithms: [Double]) -> (value: Double, gradient: [Double]) {
    let kernel = MaternKernel(logarithms: logarithms)
    let count = targets.count
    var matrix = [Double](repeating: 0, count: count * count)
    var slopes = [Double](repeating: 0, count: count * (count - 1) / 2)
    fill(&matrix, &slopes, by: kernel)
    var gradient = [Double](repeating: 0, count: dimensions + 2)
    guard let factor = Cholesky(matrix, size: count) else { return (.infinity, gradient) }
    let solution = factor.solve(targets)
    let inverse = factor.lowerInverse()
    var value =
      0.5 * (zip(targets, solution).reduce(0) { $0 + $1.0 * $1.1 } + factor.logDeterminant)
    // For each entry of the matrix: the derivative by it.
    var (byScale, byNoise, pair) = (0.0, 0.0, 0)
    squares.withUnsafeBufferPointer { squares in
      gradient.withUnsafeMutableBufferPointer { gradient in
        for row in 0..<count {
          for column in 0..<row {
            let weight = inverse[row * count + column] - solution[row] * solution[column]
            byScale += weight * matrix[row * count + column]
            let step = weight * slopes[pair]
            for index in 0..<dimensions {
              gradient[index] += step * squares[pair * dimensions + index]
            }
            pair += 1
          }
          let weight = 0.5 * (inverse[row * count + row] - solution[row] * solution[row])
          byScale += weight * kernel.scale
          byNoise += weight * kernel.noise
        }
      }
    }
    for (index, weight) in kernel.weights.enumerated() {
      gradient[index] = gradient[index] * weight + 0.1 * weight - 0.1 / weight
      value += 0.1 / weight + 0.1 * weight
    }
    value += kernel.scale - logarithms[dimensions] + 30 * kernel.noise
    value -= 0.1 * logarithms[dimensions + 1]
    gradient[dimensions] = byScale + kernel.scale - 1
    gradient[dimensions + 1] = byNoise + 30 * kernel.noise - 0.1
    return (value, gradient)
  }

  /// Fills the lower triangle with covariances, and the slopes of the pairs.
  private func fill(_ matrix: inout [Double], _ slopes: inout [Double], by kernel: MaternKernel) {
    let count = targets.count
    var pair = 0
    squares.withUnsafeBufferPointer { squares in
      kernel.weights.withUnsafeBufferPointer { weights in
        for row in 0..<count {
          for column in 0..<row {
            var square = 0.0
            for index in 0..<dimensions {
              square += weights[index] * squares[pair * dimensions + index]
            }
            (matrix[row * count + column], slopes[pair]) = kernel.covariance(atSquare: square)
            pair += 1
          }
          matrix[row * count + row] = kernel.scale + kernel.noise
        }
      }
    }
  }
}
