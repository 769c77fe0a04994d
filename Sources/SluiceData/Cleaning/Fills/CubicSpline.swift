/// The natural cubic spline through the known readings of a stretch.
///
/// - Source: Burden & Faires, "Numerical Analysis", 3.5: the second derivatives solve a tridiagonal system
///   and are 0 at both ends.
struct CubicSpline {
  /// Where the readings lie: seconds since the stretch began, or rows.
  private var places: [Double] = []
  private var readings: [Double] = []
  private var curvatures: [Double] = []
  private let place: (Int) -> Double

  /// Creates the spline of the rows of a stretch that are not missing, at least one.
  init(through values: [Float], in rows: Range<Int>, timestamps: Timestamps?) {
    place = { row in
      timestamps.map { Double($0[row] - $0[rows.lowerBound]) / 1e6 }
        ?? Double(row - rows.lowerBound)
    }
    for row in rows where !values[row].isNaN {
      places.append(place(row))
      readings.append(Double(values[row]))
    }
    curvatures = CubicSpline.curvatures(places, readings)
  }

  /// Returns the spline's value at a row between two readings.
  func value(at row: Int) -> Double {
    let x = place(row)
    var low = 0
    var high = places.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if places[middle] <= x { low = middle } else { high = middle }
    }
    let width = places[high] - places[low]
    let right = (x - places[low]) / width
    let left = 1 - right
    let bend =
      (left * left * left - left) * curvatures[low] + (right * right * right - right)
      * curvatures[high]
    return left * readings[low] + right * readings[high] + bend * width * width / 6
  }

  /// The second derivatives at the readings, by elimination without pivots: the system is dominated by
  /// its diagonal.
  private static func curvatures(_ x: [Double], _ y: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: x.count)
    guard x.count > 2 else { return result }
    var upper = [Double](repeating: 0, count: x.count)
    for i in 1..<x.count - 1 {
      let (before, after) = (x[i] - x[i - 1], x[i + 1] - x[i])
      let pivot = 2 * (before + after) - before * upper[i - 1]
      upper[i] = after / pivot
      let slopes = (y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before
      result[i] = (6 * slopes - before * result[i - 1]) / pivot
    }
    for i in stride(from: x.count - 2, through: 1, by: -1) { result[i] -= upper[i] * result[i + 1] }
    return result
  }
}
