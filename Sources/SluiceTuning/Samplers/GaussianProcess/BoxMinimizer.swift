/// Minimises a smooth function within a box, by BFGS steps that are cut off at its sides.
///
/// - Source: Nocedal & Wright 2006, algorithm 6.1 and section 16.7 (gradient projection).
struct BoxMinimizer {
  /// The least value of each coordinate.
  var lower: [Double]

  /// The largest value of each coordinate.
  var upper: [Double]

  /// The most steps.
  var steps: Int

  /// The largest entry of the gradient, and the relative gain of a step, at which to stop.
  var tolerance: Double

  /// Returns a point moved into a box.
  static func clamped(_ point: [Double], _ lower: [Double], _ upper: [Double]) -> [Double] {
    point.indices.map { min(max(point[$0], lower[$0]), upper[$0]) }
  }

  /// Returns where the function is smallest near a point.
  ///
  /// - Parameter function: The value and its gradient; a value that is infinite is stepped back from.
  func minimize(
    from start: [Double], _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> (point: [Double], value: Double) {
    let count = start.count
    var point = Self.clamped(start, lower, upper)
    var (value, gradient) = function(point)
    guard value.isFinite, count > 0 else { return (point, value) }
    var curvature: [Double]?
    for _ in 0..<steps {
      let free = point.indices.map {
        !(point[$0] <= lower[$0] && gradient[$0] > 0)
          && !(point[$0] >= upper[$0] && gradient[$0] < 0)
      }
      let steepest = gradient.indices.map { free[$0] ? -gradient[$0] : 0 }
      let largest = steepest.reduce(0) { max($0, abs($1)) }
      if largest < tolerance { break }
      var direction = curvature.map { Self.product($0, steepest, free) } ?? steepest
      var size = curvature == nil ? min(1, 1 / largest) : 1
      if Self.dot(direction, gradient) >= 0 {
        (direction, size, curvature) = (steepest, min(1, 1 / largest), nil)
      }
      var next: (point: [Double], value: Double, gradient: [Double])?
      for _ in 0..<12 {
        let trial = Self.clamped(
          point.indices.map { point[$0] + size * direction[$0] }, lower, upper)
        let slope = trial.indices.reduce(0) { $0 + gradient[$1] * (trial[$1] - point[$1]) }
        let found = function(trial)
        if found.value <= value + 1e-4 * slope {
          next = (trial, found.value, found.gradient)
          break
        }
        // The minimum of the parabola through what is known, within reason.
        let parabola = -slope / (2 * (found.value - value - slope))
        size *= found.value.isFinite ? min(max(parabola, 0.1), 0.5) : 0.1
      }
      guard let next else { break }
      let move = point.indices.map { next.point[$0] - point[$0] }
      let change = point.indices.map { next.gradient[$0] - gradient[$0] }
      Self.update(&curvature, move: move, change: change)
      let gain = value - next.value
      (point, value, gradient) = next
      if gain < tolerance * tolerance * (1 + abs(value)) { break }
    }
    return (point, value)
  }

  /// Brings the inverse curvature up to date, where the function curves upwards.
  private static func update(_ curvature: inout [Double]?, move: [Double], change: [Double]) {
    let count = move.count
    let product = dot(move, change)
    guard product > 1e-12 * dot(change, change) else { return }
    var matrix =
      curvature
      ?? (0..<count * count).map { $0 % (count + 1) == 0 ? product / dot(change, change) : 0 }
    let image = Self.product(matrix, change, [Bool](repeating: true, count: count))
    let factor = (1 + dot(change, image) / product) / product
    for row in 0..<count {
      for column in 0..<count {
        matrix[row * count + column] +=
          factor * move[row] * move[column]
          - (image[row] * move[column] + move[row] * image[column]) / product
      }
    }
    curvature = matrix
  }

  private static func product(_ matrix: [Double], _ vector: [Double], _ free: [Bool]) -> [Double] {
    let count = vector.count
    return (0..<count).map { row in
      guard free[row] else { return 0 }
      return (0..<count).reduce(0) { $0 + matrix[row * count + $1] * vector[$1] }
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
