#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Probabilities of intervals under a normal distribution.
enum NormalMass {
  /// The logarithm of the probability of an interval.
  ///
  /// - Parameters:
  ///   - lower: The lower end, in standard deviations from the mean.
  ///   - upper: The upper end, above the lower one.
  /// - Returns: At most 0; about -700 where the probability is too small for a number.
  static func logProbability(from lower: Double, to upper: Double) -> Double {
    // Nothing is left outside to the last bit.
    if lower < -9 && upper > 9 { return 0 }
    // Tails are small numbers, so they are subtracted on the side where they are.
    let mass =
      lower > 0 ? tail(lower) - tail(upper) : tail(-upper) - tail(-lower)
    return log(max(mass, .leastNormalMagnitude))
  }

  /// The probability of exceeding a number.
  private static func tail(_ z: Double) -> Double { 0.5 * erfc(z * 0.5.squareRoot()) }
}
