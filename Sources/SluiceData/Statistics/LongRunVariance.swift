#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The variance of the sum of many neighbouring readings over their number: the variance of
/// independent readings, and more when neighbours resemble each other.
enum LongRunVariance {
  /// Estimates it in two ways that a few changes of level do not move, and takes the larger one.
  ///
  /// One takes the median difference between the means of neighbouring blocks. Blocks begin at the
  /// cube root of the number of readings and are doubled as long as the estimate grows by a fifth, for
  /// as long as readings remember, and twenty blocks remain. The other takes the readings as an
  /// autoregression of order 1: of a short series that tells more, of a long one it may be wrong, so
  /// that it may raise the first one by at most 1000 in the number of readings.
  ///
  /// - Parameter values: At least 20.
  /// - Source: Wu & Zhao 2007, <https://doi.org/10.1111/j.1467-9868.2007.00594.x> (the doubling is
  ///   ours); Chakar et al. 2017, <https://doi.org/10.3150/15-BEJ782>.
  static func robust(_ values: [Double]) -> Double {
    var block = max(1, min(Int(cbrt(Double(values.count)).rounded(.up)), values.count / 20))
    var estimate = at(block, values)
    while values.count / (2 * block) >= 20 {
      let next = at(2 * block, values)
      guard next > 1.2 * estimate else { break }
      estimate = next
      block *= 2
    }
    let most = estimate * (1 + 1_000 / Double(values.count))
    return max(estimate, min(most, ofAutoregression(values)))
  }

  /// The long-run variance of an autoregression, from the median changes over one and two rows.
  private static func ofAutoregression(_ values: [Double]) -> Double {
    let one = Readings.median(zip(values.dropFirst(1), values).map { abs($0 - $1) })
    let two = Readings.median(zip(values.dropFirst(2), values).map { abs($0 - $1) })
    guard one > 0 else { return 0 }
    // One near 1 would be a random walk, whose sum has no such variance.
    let coefficient = min(max(0, two * two / (one * one) - 1), 1 - 3 / Double(values.count))
    let typical = one / normalMedian
    let innovation = typical * typical * (1 + coefficient) / 2
    return innovation / ((1 - coefficient) * (1 - coefficient))
  }

  /// The median of the magnitude of a standard normal variable.
  private static let normalMedian = 0.6744897501960817

  private static func at(_ block: Int, _ values: [Double]) -> Double {
    let means = (0..<values.count / block).map { index in
      values[index * block..<(index + 1) * block].reduce(0, +) / Double(block)
    }
    let differences = zip(means.dropFirst(), means).map { abs($0 - $1) }
    let typical = Readings.median(differences) / normalMedian
    if typical > 0 { return Double(block) * typical * typical / 2 }
    // More than half of the blocks are equal: only the mean square tells of the others.
    let square = differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)
    return Double(block) * square / 2
  }
}
