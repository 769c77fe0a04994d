import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the kernels of a Parzen estimator are in one parameter.
struct ParzenAxis {
  private let domain: Hyperparameter.Domain

  /// Of each kernel the mean, or the place of the observed choice; the prior's is the last.
  private let means: [Double]

  /// Of each kernel the standard deviation; empty for values without an order.
  private var widths: [Double] = []

  private var inverseWidths: [Double] = []

  /// Of each kernel the logarithm of its share within the unit interval.
  private var logMasses: [Double] = []

  /// Of each kernel what is to be taken from the logarithm of its density anywhere.
  private var constants: [Double] = []

  /// Of each kernel the first one that is equal to it.
  private var twins: [Int] = []

  /// Creates the kernels.
  init(_ domain: Hyperparameter.Domain, observations: [Double]) {
    self.domain = domain
    means = observations + [0.5]
    if case .categorical = domain { return }
    let order = observations.indices.sorted {
      observations[$0] < observations[$1]
        || (observations[$0] == observations[$1] && $0 < $1)
    }
    widths = Self.widths(observations, order: order) + [1]
    inverseWidths = widths.map { 1 / $0 }
    logMasses = zip(means, widths).map {
      NormalMass.logProbability(from: -$0 / $1, to: (1 - $0) / $1)
    }
    constants = zip(widths, logMasses).map { log($0) + $1 + 0.5 * log(2 * Double.pi) }
    twins = Array(means.indices)
    for (previous, next) in zip(order, order.dropFirst())
    where means[previous] == means[next] && widths[previous] == widths[next] {
      twins[next] = twins[previous]
    }
  }

  /// The distance to the farther neighbour, the ends of the interval counting as such only for a
  /// single observation; between 1 and a hundredth, or more where there are few observations.
  private static func widths(_ observations: [Double], order: [Int]) -> [Double] {
    let least = 1 / min(100, Double(observations.count + 2))
    var widths = observations
    for (rank, index) in order.enumerated() {
      let own = observations[index]
      var below = rank > 0 ? own - observations[order[rank - 1]] : own
      var above = rank + 1 < order.count ? observations[order[rank + 1]] - own : 1 - own
      if order.count > 1, rank == 0 { below = 0 }
      if order.count > 1, rank == order.count - 1 { above = 0 }
      widths[index] = min(max(below, above, least), 1)
    }
    return widths
  }

  /// Draws a coordinate from a kernel.
  func draw(_ kernel: Int, from stream: inout RandomStream) -> Double {
    if case .categorical(let values) = domain {
      let count = Double(values.count)
      let share = kernel == means.count - 1 ? 0 : 1 / (1 + count / Double(means.count))
      let place = stream.uniformDouble()
      if place < share { return means[kernel] }
      return min(((place - share) / (1 - share) * count).rounded(.down), count - 1)
    }
    // What falls outside is drawn again: at least a third falls inside.
    var position = -1.0
    while !(position >= 0 && position <= 1) {
      position = means[kernel] + widths[kernel] * stream.normalDouble()
    }
    if domain.count == nil { return position }
    return domain.position(of: domain.value(at: position)) ?? position
  }

  /// Adds the logarithm of each kernel's density at each coordinate.
  ///
  /// - Parameter terms: For each coordinate one number for each kernel.
  func addLogDensities(of coordinates: [Double], to terms: inout [Double]) {
    for (index, coordinate) in coordinates.enumerated() {
      let start = index * means.count
      if case .categorical(let values) = domain {
        addChoice(coordinate, of: Double(values.count), to: &terms, from: start)
      } else if domain.count == nil {
        addPoint(coordinate, to: &terms, from: start)
      } else {
        addCell(around: coordinate, to: &terms, from: start)
      }
    }
  }

  private func addChoice(
    _ choice: Double, of count: Double, to terms: inout [Double], from start: Int
  ) {
    // The weight of the prior is spread over the kernels: each has its share of doubt.
    let doubt = 1 / Double(means.count)
    let (hit, miss) = (log((1 + doubt) / (1 + count * doubt)), log(doubt / (1 + count * doubt)))
    for kernel in 0..<(means.count - 1) {
      terms[start + kernel] += means[kernel] == choice ? hit : miss
    }
    terms[start + means.count - 1] -= log(count)
  }

  private func addPoint(_ position: Double, to terms: inout [Double], from start: Int) {
    for kernel in means.indices {
      let distance = (position - means[kernel]) * inverseWidths[kernel]
      terms[start + kernel] -= 0.5 * distance * distance + constants[kernel]
    }
  }

  private func addCell(around position: Double, to terms: inout [Double], from start: Int) {
    let (lower, upper) = domain.cell(around: position)
    var logs = means
    for (kernel, twin) in twins.enumerated() where kernel == twin {
      let (mean, width) = (means[kernel], widths[kernel])
      logs[kernel] = NormalMass.logProbability(
        from: (lower - mean) / width, to: (upper - mean) / width)
    }
    for (kernel, twin) in twins.enumerated() {
      terms[start + kernel] += logs[twin] - logMasses[twin]
    }
  }
}

extension Hyperparameter.Domain {
  /// The part of the unit interval that gives the same value as a position.
  fileprivate func cell(around position: Double) -> (lower: Double, upper: Double) {
    if case .integer(let range, _, .log) = self, let value = value(at: position).number {
      let low = log(Double(range.lowerBound) - 0.5)
      let high = log(Double(range.upperBound) + 0.5)
      return ((log(value - 0.5) - low) / (high - low), (log(value + 0.5) - low) / (high - low))
    }
    let half = 0.5 / Double(count ?? 1)
    return (position - half, position + half)
  }
}
