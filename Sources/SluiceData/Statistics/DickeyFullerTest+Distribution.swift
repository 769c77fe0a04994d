#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The distribution of the statistic under a unit root, as response surfaces fitted to simulations.
extension DickeyFullerTest.Trend {
  /// The probability of a statistic that low.
  ///
  /// - Source: MacKinnon 1994, tables 3 and 4, the surfaces for one variable.
  func probability(below statistic: Double) -> Double {
    let (lowest, bend, highest): (Double, Double, Double) =
      self == .constant ? (-18.83, -1.61, 2.74) : (-16.18, -2.89, 0.7)
    if statistic > highest { return 1 }
    if statistic < lowest { return 0 }
    let coefficients: [Double] =
      switch (self, statistic <= bend) {
      case (.constant, true): [2.1659, 1.4412, 0.038269]
      case (.constant, false): [1.7339, 0.93202, -0.12745, -0.010368]
      case (.line, true): [3.2512, 1.6047, 0.049588]
      case (.line, false): [2.5261, 0.61654, -0.37956, -0.060285]
      }
    let normal = coefficients.reversed().reduce(0) { $0 * statistic + $1 }
    return 0.5 * erfc(-normal * 0.5.squareRoot())
  }

  /// What the statistic falls below with probability 0.01, 0.05 and 0.1.
  ///
  /// - Source: MacKinnon 2010, table 2, the surfaces for one variable.
  func criticalValues(rows: Int) -> [Double] {
    let surfaces: [[Double]] =
      switch self {
      case .constant:
        [
          [-3.43035, -6.5393, -16.786, -79.433], [-2.86154, -2.8903, -4.234, -40.040],
          [-2.56677, -1.5384, -2.809, 0],
        ]
      case .line:
        [
          [-3.95877, -9.0531, -28.428, -134.155], [-3.41049, -4.3904, -9.036, -45.374],
          [-3.12705, -2.5856, -3.925, -22.380],
        ]
      }
    return surfaces.map { $0.reversed().reduce(0) { $0 / Double(rows) + $1 } }
  }
}
