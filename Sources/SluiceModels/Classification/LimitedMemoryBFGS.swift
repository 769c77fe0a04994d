/// Finds the minimum of a smooth convex function from its values and derivatives.
///
/// The last few steps, and how the derivative changed along them, stand for the curvature. The line
/// search also takes a step that does not lower the value beyond rounding, if the slopes at both ends
/// say that the minimum lies between: near it values no longer differ, slopes still do.
///
/// - Source: Liu & Nocedal 1989, <https://doi.org/10.1007/BF01589116>; the approximate condition of
///   Wolfe: Hager & Zhang 2005, <https://doi.org/10.1137/030601880>.
struct LimitedMemoryBFGS {
  /// The search ends when no component of the derivative is larger.
  var tolerance = 1e-7

  /// The search ends after so many steps in any case.
  var steps = 500

  private static let memory = 10

  /// A step and how the derivative changed along it.
  private struct Pair {
    let step: [Double]
    let change: [Double]
    /// Their product, above 0.
    let product: Double
  }

  private typealias Point = (parameters: [Double], value: Double, gradient: [Double])

  /// Returns the parameters of the minimum, or the best that was found.
  func minimum(
    from start: [Double], of function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> [Double] {
    let first = function(start)
    var here: Point = (start, first.value, first.gradient)
    var pairs: [Pair] = []
    for _ in 0..<steps {
      if here.gradient.allSatisfy({ abs($0) <= tolerance }) { break }
      let direction = Self.direction(here.gradient, pairs)
      guard let next = Self.point(along: direction, from: here, isFirst: pairs.isEmpty, function)
      else { break }
      let step = zip(next.parameters, here.parameters).map { $0 - $1 }
      let change = zip(next.gradient, here.gradient).map { $0 - $1 }
      let product = Self.dot(step, change)
      if product > 0 {
        if pairs.count == Self.memory { pairs.removeFirst() }
        pairs.append(Pair(step: step, change: change, product: product))
      }
      here = next
    }
    return here.parameters
  }

  /// The direction of descent that the curvature of the last steps suggests.
  private static func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
    var result = gradient.map { -$0 }
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = dot(pair.step, result) / pair.product
      for index in result.indices { result[index] -= factor * pair.change[index] }
      factors.append(factor)
    }
    if let last = pairs.last {
      let scale = last.product / dot(last.change, last.change)
      for index in result.indices { result[index] *= scale }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      let rest = factor - dot(pair.change, result) / pair.product
      for index in result.indices { result[index] += rest * pair.step[index] }
    }
    return result
  }

  /// Searches along a direction; nil when no step is found that leads down.
  private static func point(
    along direction: [Double], from here: Point, isFirst: Bool,
    _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> Point? {
    let slope = dot(here.gradient, direction)
    guard slope < 0 else { return nil }
    let rounding = 1e-7 * abs(here.value)
    var (low, high) = (0.0, Double.infinity)
    var length = isFirst ? 1 / max(1, dot(direction, direction).squareRoot()) : 1
    for _ in 0..<30 {
      let parameters = zip(here.parameters, direction).map { $0 + length * $1 }
      let (value, gradient) = function(parameters)
      let newSlope = dot(gradient, direction)
      let isLower =
        value <= here.value + 1e-4 * length * slope
        || (value <= here.value + rounding && newSlope <= -0.8 * slope)
      if !isLower {
        high = length
      } else if newSlope < 0.9 * slope {
        low = length
      } else {
        return (parameters, value, gradient)
      }
      length = high.isFinite ? (low + high) / 2 : 2 * low
    }
    return nil
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
