#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where on the way from the baseline to a window the gradient is taken, and how much each place counts.
public enum PathRule: String, Codable, CaseIterable, Hashable, Sendable {
  /// Gauss and Legendre's places: exact for polynomials up to degree `2n - 1`.
  case gaussLegendre
  /// The middles of `n` equal parts.
  case riemann

  /// Returns `count` places between 0 and 1 in rising order, and their weights, which sum to 1.
  ///
  /// - Precondition: `count` is at least 1.
  public func points(_ count: Int) -> [(place: Double, weight: Double)] {
    precondition(count >= 1, "PathRule: \(count) points")
    switch self {
    case .riemann:
      return (0..<count).map { ((Double($0) + 0.5) / Double(count), 1 / Double(count)) }
    case .gaussLegendre:
      return (0..<count).map { Self.root($0, of: count) }
    }
  }

  /// One root of the Legendre polynomial, by Newton's method from Tricomi's guess, and its weight; both
  /// for the range from 0 to 1.
  private static func root(_ index: Int, of count: Int) -> (place: Double, weight: Double) {
    let order = Double(count)
    var x = -cos(.pi * (Double(index) + 0.75) / (order + 0.5))
    var slope = 1.0
    for _ in 0..<100 {
      // The recurrence gives P_n and P_{n-1} at x, and with them the derivative of P_n.
      var (value, before) = (x, 1.0)
      for degree in stride(from: 2, through: count, by: 1) {
        let degree = Double(degree)
        (value, before) = (((2 * degree - 1) * x * value - (degree - 1) * before) / degree, value)
      }
      slope = order * (x * value - before) / (x * x - 1)
      let change = value / slope
      x -= change
      if abs(change) <= 1e-15 { break }
    }
    return ((x + 1) / 2, 1 / ((1 - x * x) * slope * slope))
  }
}
