#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The distribution of the largest difference between distribution functions.
enum KolmogorovDistribution {
  /// The probability that two samples of one distribution differ by `difference / (n m)` or more.
  ///
  /// All orders of the two samples are equally likely; each is a path over a grid, and those that
  /// leave the band around the diagonal are counted, in shares that only add up (Hodges 1958). It
  /// takes as many steps as the band has points.
  ///
  /// - Parameter difference: From 1 to `n m`.
  static func exactTail(_ difference: Int, _ n: Int, _ m: Int) -> Double {
    // Beyond this the probability is below the smallest number.
    let squared = Double(difference) * Double(difference) / (Double(n) * Double(m))
    if squared / Double(n + m) > 370 { return 0 }
    // The share of the paths to a point that were outside before it; 1 outside the band.
    var outside = [Double](repeating: 1, count: m + 1)
    let reciprocals = (0...n + m).map { $0 == 0 ? 0 : 1 / Double($0) }
    outside.withUnsafeMutableBufferPointer { outside in
      reciprocals.withUnsafeBufferPointer { reciprocals in
        var first = 0
        for i in 0...n {
          // The points with |i m - j n| < difference.
          let low = i * m - difference + 1
          let lowest = low <= 0 ? 0 : (low + n - 1) / n
          let highest = min(m, (i * m + difference - 1) / n)
          while first < min(lowest, m + 1) {
            outside[first] = 1
            first += 1
          }
          guard lowest <= highest else { continue }
          var left = lowest > 0 ? 1.0 : 0
          for j in lowest...highest {
            let up = i > 0 ? outside[j] * Double(i) : 0
            left = (up + left * Double(j)) * reciprocals[i + j]
            outside[j] = left
          }
        }
      }
    }
    return min(1, outside[m])
  }

  /// The probability that a sample differs from its distribution by a number or more.
  ///
  /// From a probability of 0.02 down it is twice that of the one-sided difference (Smirnov), to all
  /// digits; above, Kolmogorov's limit at a corrected place (Vrbik 2018,
  /// <https://doi.org/10.4236/ojs.2018.83033>), to 1e-5 from 1000 readings on.
  ///
  /// - Parameters:
  ///   - difference: Above 0, at most 1.
  ///   - count: The number of readings, at least 1.
  static func tail(_ difference: Double, count: Double) -> Double {
    let squared = count * difference * difference
    if squared > 370 { return 0 }
    if squared >= 2.2 || difference >= 0.5 { return min(1, 2 * oneSidedTail(difference, count)) }
    let root = count.squareRoot()
    let place = difference * root
    return limit(place + 1 / (6 * root) + (place - 1) / (4 * count))
  }

  /// Smirnov's sum, each term from its logarithm.
  private static func oneSidedTail(_ difference: Double, _ count: Double) -> Double {
    if difference >= 1 { return 0 }
    var logBinomial = 0.0
    var sum = 0.0
    var j = 0.0
    while j <= count * (1 - difference) {
      let up = difference + j / count
      let down = 1 - up
      let power = down > 0 ? (count - j) * log(down) : (j == count ? 0 : -Double.infinity)
      sum += exp(logBinomial + (j - 1) * log(up) + power)
      logBinomial += log((count - j) / (j + 1))
      j += 1
    }
    return sum * difference
  }

  /// Kolmogorov's limit distribution beyond a place.
  private static func limit(_ place: Double) -> Double {
    if place < 0.2 { return 1 }
    var sum = 0.0
    var sign = 1.0
    for k in 1...100 {
      let term = exp(-2 * Double(k * k) * place * place)
      sum += sign * term
      if term < 1e-17 { break }
      sign = -sign
    }
    return min(1, max(0, 2 * sum))
  }
}
