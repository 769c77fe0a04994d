#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The constants of the CMA evolution strategy that follow from the number of coordinates and the size
/// of a population.
///
/// - Source: Hansen 2016, "The CMA evolution strategy: a tutorial", table 1,
///   <https://arxiv.org/abs/1604.00772>.
struct CMAESConstants: Hashable {
  /// The number of trials of a population.
  let population: Int
  /// How much each of them counts, best first; the sum of the positive ones is 1.
  let weights: [Double]
  /// How many are recombined.
  let parents: Int
  /// How many equally weighted parents would be as good.
  let effectiveParents: Double
  let stepRate: Double
  let stepDamping: Double
  let pathRate: Double
  let oneRate: Double
  let rankRate: Double
  /// The expected length of a normally distributed vector.
  let expectedLength: Double

  /// The size of a population that the tutorial advises: 4 + 3 ln n, rounded down.
  static func population(dimensions: Int) -> Int {
    4 + Int(3 * log(Double(dimensions)))
  }

  /// Creates the constants.
  ///
  /// - Parameters:
  ///   - dimensions: The number of coordinates, at least 1.
  ///   - population: At least 2.
  init(dimensions: Int, population: Int) {
    let n = Double(dimensions)
    let raw = (1...population).map { log((Double(population) + 1) / 2) - log(Double($0)) }
    parents = population / 2
    func sums(_ part: ArraySlice<Double>) -> (sum: Double, effective: Double) {
      let sum = part.reduce(0, +)
      let squares = part.reduce(0) { $0 + $1 * $1 }
      return (sum, squares > 0 ? sum * sum / squares : 0)
    }
    let (_, effective) = sums(raw[..<parents])
    let (_, effectiveRest) = sums(raw[parents...])
    stepRate = (effective + 2) / (n + effective + 5)
    stepDamping = 1 + 2 * max(0, ((effective - 1) / (n + 1)).squareRoot() - 1) + stepRate
    pathRate = (4 + effective / n) / (n + 4 + 2 * effective / n)
    let one = 2 / ((n + 1.3) * (n + 1.3) + effective)
    let rank = min(
      1 - one, 2 * (effective - 2 + 1 / effective) / ((n + 2) * (n + 2) + effective))
    let least = min(
      1 + one / rank, 1 + 2 * effectiveRest / (effective + 2), (1 - one - rank) / (n * rank))
    let positive = raw.filter { $0 > 0 }.reduce(0, +)
    let negative = -raw.filter { $0 < 0 }.reduce(0, +)
    weights = raw.map { $0 >= 0 ? $0 / positive : least * $0 / negative }
    (oneRate, rankRate, effectiveParents, self.population) = (one, rank, effective, population)
    expectedLength = n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
  }
}
