import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a CMA evolution strategy stands: a normal distribution and the paths that shape it.
///
/// - Source: Hansen 2016, "The CMA evolution strategy: a tutorial", appendix A,
///   <https://arxiv.org/abs/1604.00772>.
struct CMAESState {
  let constants: CMAESConstants
  private(set) var mean: [Double]
  /// The step size.
  private(set) var step: Double
  /// The covariance without the step size, row-major.
  private(set) var covariance: [Double]
  private(set) var stepPath: [Double]
  private(set) var path: [Double]
  private(set) var generation = 0

  /// Begins at a point.
  init(mean: [Double], step: Double, population: Int) {
    let count = mean.count
    constants = CMAESConstants(dimensions: count, population: population)
    self.mean = mean
    self.step = step
    covariance = (0..<count * count).map { $0 % (count + 1) == 0 ? 1 : 0 }
    stepPath = [Double](repeating: 0, count: count)
    path = stepPath
  }

  /// Learns from a population.
  ///
  /// - Parameter points: As many as the population has, best first.
  mutating func learn(from points: [[Double]]) {
    let count = mean.count
    let axes = SymmetricEigen(covariance, size: count)
    let steps = points.map { point in point.indices.map { (point[$0] - mean[$0]) / step } }
    let shift = (0..<count).map { index in
      (0..<constants.parents).reduce(0) { $0 + constants.weights[$1] * steps[$1][index] }
    }
    for index in 0..<count { mean[index] += step * shift[index] }

    let rate = constants.stepRate
    let push = (rate * (2 - rate) * constants.effectiveParents).squareRoot()
    let whitened = axes.whitened(shift)
    for index in 0..<count {
      stepPath[index] = (1 - rate) * stepPath[index] + push * whitened[index]
    }
    let length = stepPath.reduce(0) { $0 + $1 * $1 }.squareRoot()
    step *= exp(rate / constants.stepDamping * (length / constants.expectedLength - 1))

    generation += 1
    // A path that is long only because the step was too small is not to stretch the distribution.
    let expected = (1 - pow(1 - rate, 2 * Double(generation))).squareRoot()
    let isSteady =
      length / expected < (1.4 + 2 / (Double(count) + 1)) * constants.expectedLength
    let pathRate = constants.pathRate
    let pathPush =
      isSteady ? (pathRate * (2 - pathRate) * constants.effectiveParents).squareRoot() : 0
    for index in 0..<count { path[index] = (1 - pathRate) * path[index] + pathPush * shift[index] }
    adapt(to: steps, axes, lost: isSteady ? 0 : pathRate * (2 - pathRate))
  }

  /// Turns the covariance towards the path and the steps.
  private mutating func adapt(to steps: [[Double]], _ axes: SymmetricEigen, lost: Double) {
    let count = mean.count
    let weights = zip(constants.weights, steps).map { weight, step in
      if weight >= 0 { return weight }
      let whitened = axes.whitened(step)
      return weight * Double(count) / (whitened.reduce(0) { $0 + $1 * $1 } + 1e-8)
    }
    let (one, rank) = (constants.oneRate, constants.rankRate)
    let kept = 1 + one * lost - one - rank * constants.weights.reduce(0, +)
    for row in 0..<count {
      for column in 0...row {
        var sum = kept * covariance[row * count + column] + one * path[row] * path[column]
        for (weight, step) in zip(weights, steps) {
          sum += rank * weight * step[row] * step[column]
        }
        covariance[row * count + column] = sum
        covariance[column * count + row] = sum
      }
    }
  }

  /// Keeps the distribution within reason: no wider than the unit cube, and in each coordinate at
  /// least as wide as given.
  mutating func bound(deviations least: [Double]) {
    let count = mean.count
    let largest = (0..<count).reduce(0) { max($0, covariance[$1 * (count + 1)]) }.squareRoot()
    step = min(max(step, 1e-12), 1 / largest)
    for index in 0..<count {
      let deviation = step * covariance[index * (count + 1)].squareRoot()
      guard deviation < least[index] else { continue }
      let factor = least[index] / deviation
      for other in 0..<count {
        covariance[index * count + other] *= factor
        covariance[other * count + index] *= factor
      }
    }
  }

  /// Draws a point of the unit cube: again when it falls outside, and cut off after 100 times.
  func point(drawing stream: inout RandomStream) -> [Double] {
    let axes = SymmetricEigen(covariance, size: mean.count)
    var point = mean
    for _ in 0..<100 {
      let shift = axes.coloured(mean.map { _ in stream.normalDouble() })
      point = mean.indices.map { mean[$0] + step * shift[$0] }
      if point.allSatisfy({ 0...1 ~= $0 }) { return point }
    }
    return point.map { min(max($0, 0), 1) }
  }
}
