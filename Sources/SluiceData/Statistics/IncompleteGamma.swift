#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The incomplete gamma function, of which the chi-squared distribution is made.
enum IncompleteGamma {
  /// The probability that a chi-squared variable exceeds a value.
  ///
  /// - Parameters:
  ///   - value: At least 0.
  ///   - degreesOfFreedom: At least 1.
  static func chiSquaredTail(_ value: Double, degreesOfFreedom: Int) -> Double {
    upper(Double(degreesOfFreedom) / 2, value / 2)
  }

  /// `Q(a, x)`, the integral of `t^(a - 1) exp(-t)` from x on over that from 0 on.
  ///
  /// Below `a + 1` it is 1 less a power series, above a continued fraction, which keeps the digits
  /// of small tails (Abramowitz & Stegun 6.5.29 and 6.5.31).
  ///
  /// - Parameters:
  ///   - a: Above 0.
  ///   - x: At least 0.
  static func upper(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    let scale = exp(a * log(x) - x - logGamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      var place = a
      while term > sum * 1e-17 {
        place += 1
        term *= x / place
        sum += term
      }
      return max(0, 1 - sum * scale)
    }
    // The fraction from the front (Lentz), whose parts are all positive here.
    var b = x + 1 - a
    var c = 1 / 1e-300
    var d = 1 / b
    var fraction = d
    for step in 1..<10_000 {
      let numerator = -Double(step) * (Double(step) - a)
      b += 2
      d = 1 / (numerator * d + b)
      c = b + numerator / c
      fraction *= c * d
      if abs(c * d - 1) < 1e-16 { break }
    }
    return fraction * scale
  }

  /// The logarithm of the gamma function of a number above 0, by Stirling's series (the C library's
  /// own keeps the sign in a variable that threads share).
  static func logGamma(_ x: Double) -> Double {
    var shifted = x
    var product = 1.0
    while shifted < 16 {
      product *= shifted
      shifted += 1
    }
    let square = 1 / (shifted * shifted)
    let series =
      (1 / 12.0 - square
        * (1 / 360.0 - square * (1 / 1260.0 - square * (1 / 1680.0 - square / 1188))))
      / shifted
    return (shifted - 0.5) * log(shifted) - shifted + 0.5 * log(2 * Double.pi) + series
      - log(product)
  }
}
