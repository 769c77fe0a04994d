import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How two numbers of the unit interval make a third, and how one changes a little.
///
/// - Source: Deb & Agrawal 1995, "Simulated binary crossover for continuous search space"; Deb & Goyal
///   1996 for the mutation; both with the distribution index 20 of the NSGA-II paper.
enum UnitVariation {
  private static let index = 20.0

  /// Returns a child that lies near one of its parents, the nearer the closer they are.
  static func crossed(_ one: Double, _ other: Double, drawing stream: inout RandomStream) -> Double
  {
    let (low, high) = (min(one, other), max(one, other))
    let draw = stream.uniformDouble()
    let isLow = stream.uniformDouble() < 0.5
    guard high - low > 1e-12 else { return one }
    let room = 1 + 2 * (isLow ? low : 1 - high) / (high - low)
    let share = 2 - pow(room, -(index + 1))
    let spread =
      draw <= 1 / share
      ? pow(draw * share, 1 / (index + 1)) : pow(1 / (2 - draw * share), 1 / (index + 1))
    let half = 0.5 * spread * (high - low)
    return min(max(0.5 * (low + high) + (isLow ? -half : half), 0), 1)
  }

  /// Returns a number near another, never outside the interval.
  static func mutated(_ value: Double, drawing stream: inout RandomStream) -> Double {
    let draw = stream.uniformDouble()
    let room = draw < 0.5 ? value : 1 - value
    let tail = min(draw, 1 - draw)
    let share = 2 * tail + (1 - 2 * tail) * pow(1 - room, index + 1)
    let change = 1 - pow(share, 1 / (index + 1))
    return min(max(draw < 0.5 ? value - change : value + change, 0), 1)
  }
}
