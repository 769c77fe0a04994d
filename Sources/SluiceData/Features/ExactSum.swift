/// A sum to which numbers are added and from which they are taken again, in twice the precision of a
/// `Double`.
///
/// It is kept as the nearest `Double` and what that leaves over. As long as all that was ever added
/// spans less than 106 bits from its last digit to the sum's first, no step rounds: the sum is that of
/// the numbers inside alone, to the last bit, whatever went in and out before. Readings of one quantity
/// span far less. Beyond that, what went out leaves an error of some 1e-32 of the largest sum so far.
///
/// - Source: T. J. Dekker, "A floating-point technique for extending the available precision",
///   Numerische Mathematik 18 (1971); D. E. Knuth, "The Art of Computer Programming", 2, 4.2.2.
struct ExactSum: Sendable {
  /// The nearest number.
  private(set) var value = 0.0
  /// What is left over.
  private(set) var rest = 0.0

  /// Adds a number.
  @inline(__always)
  mutating func add(_ number: Double) {
    let sum = value + number
    let added = sum - value
    let error = (value - (sum - added)) + (number - added) + rest
    value = sum + error
    rest = error - (value - sum)
  }

  /// Takes another sum away.
  @inline(__always)
  mutating func subtract(_ other: ExactSum) {
    add(-other.value)
    add(-other.rest)
  }

  /// The square of the sum.
  @inline(__always)
  var squared: ExactSum {
    var square = ExactSum.product(value, value)
    square.add(2 * value * rest)
    return square
  }

  /// The sum times a whole number.
  @inline(__always)
  func times(_ factor: Double) -> ExactSum {
    var product = ExactSum.product(value, factor)
    product.add(rest * factor)
    return product
  }

  /// The product of two numbers without rounding.
  @inline(__always)
  static func product(_ a: Double, _ b: Double) -> ExactSum {
    let (aHigh, aLow) = halves(a)
    let (bHigh, bLow) = halves(b)
    let product = a * b
    let error = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
    return ExactSum(value: product, rest: error)
  }

  /// A number as the sum of two of at most 26 bits each, so that products of them are exact.
  @inline(__always)
  private static func halves(_ number: Double) -> (high: Double, low: Double) {
    let scaled = number * 134_217_729
    let high = scaled - (scaled - number)
    return (high, number - high)
  }
}
