import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A joint density of some parameters: a mixture with one kernel at each observation and a wide one,
/// the prior, over everything.
///
/// A kernel is a product over the parameters: of normal distributions cut off at the ends of the unit
/// interval, added up over the cell of a value where the values have an end, and for values without
/// an order of a distribution that prefers the observed one. A point has one coordinate for each parameter: its
/// position in the domain, or for values without an order the place in the list.
///
/// - Source: Falkner et al. 2018, "BOHB", <https://arxiv.org/abs/1807.01774>, and the defaults of Optuna (prior weight 1, widths
///   by the neighbours' distances, clipped).
struct ParzenEstimator {
  private let domains: [Hyperparameter.Domain]

  /// The number of kernels, the prior being the last.
  private let count: Int

  /// The shares of the kernels, not divided by their sum.
  private let weights: [Double]

  private let totalWeight: Double

  /// One for each parameter.
  private let axes: [ParzenAxis]

  /// Creates the density of observations.
  ///
  /// - Parameters:
  ///   - domains: The domains of the parameters.
  ///   - observations: For each parameter the coordinates of the observations, oldest first.
  init(_ domains: [Hyperparameter.Domain], observations: [[Double]]) {
    self.domains = domains
    let observed = observations.first?.count ?? 0
    count = observed + 1
    weights = Self.weights(observed) + [1]
    totalWeight = weights.reduce(0, +)
    axes = zip(domains, observations).map { ParzenAxis($0, observations: $1) }
  }

  /// The last 25 observations count fully, older ones the less the older they are.
  private static func weights(_ count: Int) -> [Double] {
    let old = count - 25
    if old < 2 { return (0..<count).map { $0 < old ? 1 / Double(count) : 1 } }
    let first = 1 / Double(count)
    let ramp = (0..<old).map { first + (1 - first) * Double($0) / Double(old - 1) }
    return ramp + Array(repeating: 1, count: 25)
  }

  /// Draws a point.
  func draw(from stream: inout RandomStream) -> [Double] {
    var place = stream.uniformDouble() * totalWeight
    var kernel = 0
    while kernel < count - 1, place >= weights[kernel] {
      place -= weights[kernel]
      kernel += 1
    }
    return axes.map { $0.draw(kernel, from: &stream) }
  }

  /// The logarithm of the density at each of some points.
  func logDensities(of points: [[Double]]) -> [Double] {
    let shares = weights.map { log($0 / totalWeight) }
    var terms = points.flatMap { _ in shares }
    for (number, axis) in axes.enumerated() {
      axis.addLogDensities(of: points.map { $0[number] }, to: &terms)
    }
    return points.indices.map { point in
      let kernels = terms[(point * count)..<((point + 1) * count)]
      let greatest = kernels.max() ?? 0
      return greatest + log(kernels.reduce(0) { $0 + exp($1 - greatest) })
    }
  }
}
