#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far below a value a normally distributed one is expected to fall, as a logarithm: it still
/// tells two points apart where the expectation itself would round to zero.
///
/// - Source: Ament et al. 2023, "Unexpected improvements to expected improvement for Bayesian
///   optimization", <https://arxiv.org/abs/2310.20708>.
enum ExpectedImprovement {
  /// Returns the logarithm, and its derivatives by mean and deviation.
  ///
  /// - Parameter best: The value to fall below.
  static func logarithm(
    of belief: GaussianProcess.Belief, below best: Double
  ) -> (value: Double, byMean: Double, byDeviation: Double) {
    let z = (best - belief.mean) / belief.deviation
    let logDensity = -0.5 * z * z - 0.5 * log(2 * .pi)
    // The expectation is deviation * (density + z * below).
    let (logSum, logBelow): (Double, Double)
    if z > -1 {
      let below = 0.5 * erfc(-z * 0.5.squareRoot())
      (logSum, logBelow) = (log(exp(logDensity) + z * below), log(below))
    } else {
      // below = density * mills, and mills approaches -1 / z.
      let mills = millsRatio(-z)
      logBelow = logDensity + log(mills)
      // 1 + z * mills loses all its digits far out, where it approaches 1 / z^2.
      logSum = logDensity + (z > -1e4 ? log1p(z * mills) : -2 * log(-z))
    }
    return (
      log(belief.deviation) + logSum,
      -exp(logBelow - logSum) / belief.deviation,
      exp(logDensity - logSum) / belief.deviation
    )
  }

  /// Returns the probability of exceeding z over the density at z, for the standard normal
  /// distribution, z at least 1.
  static func millsRatio(_ z: Double) -> Double {
    if z < 6 { return 0.5 * erfc(z * 0.5.squareRoot()) * exp(0.5 * z * z) * (2 * .pi).squareRoot() }
    // The continued fraction 1 / (z + 1 / (z + 2 / (z + ...))), from its tail.
    var tail = z
    for index in stride(from: 24.0, through: 1, by: -1) { tail = z + index / tail }
    return 1 / tail
  }
}
