import Foundation

/// The power under which readings look most like a normal distribution: the one of maximum likelihood.
enum LambdaSearch {
  /// The largest number of readings that are looked at, evenly spread.
  static let mostReadings = 100_000

  /// Returns the power of Box and Cox for readings above 0.
  ///
  /// - Source: scipy `boxcox_normmax(method="mle")`, within other bounds.
  static func boxCox(
    _ values: UnsafeBufferPointer<Float>, within legal: ClosedRange<Double>
  ) -> Double {
    guard differ(values) else { return 1 }
    let logarithms = chosen(values).map { log($0) }
    let mean = mean(logarithms)
    // Readings divided by their geometric mean have the same best power, and no large powers.
    let centred = logarithms.map { $0 - mean }
    return best(within: legal) { lambda in
      -0.5 * log(variance(centred.map { FittedTransform.power($0, lambda) }))
    }
  }

  /// Returns the power of Yeo and Johnson.
  ///
  /// - Source: scipy `yeojohnson_normmax`, within other bounds.
  static func yeoJohnson(
    _ values: UnsafeBufferPointer<Float>, within legal: ClosedRange<Double>
  ) -> Double {
    guard differ(values) else { return 1 }
    let chosen = chosen(values)
    let stretch = mean(chosen.map { $0 < 0 ? -log1p(-$0) : log1p($0) })
    return best(within: legal) { lambda in
      let transform = FittedTransform.yeoJohnson(lambda: lambda)
      let spread = variance(chosen.map { transform.applied(to: $0) })
      return (lambda - 1) * stretch - 0.5 * log(spread)
    }
  }

  /// Whether two readings differ; all powers are alike where none do, and 1 is taken.
  private static func differ(_ values: UnsafeBufferPointer<Float>) -> Bool {
    let known = values.lazy.filter { !$0.isNaN }
    return known.contains { $0 != known.first }
  }

  private static func chosen(_ values: UnsafeBufferPointer<Float>) -> [Double] {
    stride(from: 0, to: values.count, by: max(1, values.count / mostReadings))
      .compactMap { values[$0].isNaN ? nil : Double(values[$0]) }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  }

  /// The place of the largest value of a function that rises to one peak, by golden sections.
  ///
  private static func best(
    within legal: ClosedRange<Double>, of function: (Double) -> Double
  ) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (legal.lowerBound, legal.upperBound)
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atLeft, atRight) = (function(left), function(right))
    while high - low > 1e-9 {
      if atLeft > atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - ratio * (high - low)
        atLeft = function(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + ratio * (high - low)
        atRight = function(right)
      }
    }
    let middle = (low + high) / 2
    let ends = [legal.lowerBound, legal.upperBound]
    return ends.first { function($0) >= function(middle) } ?? middle
  }
}
