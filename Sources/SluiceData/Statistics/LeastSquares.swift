import SluiceTensor

/// A least-squares problem of any number of rows, kept as the triangle that Householder reflections
/// make of them: no digits are lost to sums of squares.
///
/// The last column is the answer. Its part below row k of the triangle is the residual of the
/// regression on the first k columns, so that one pass over the rows solves all nested problems.
///
/// - Source: Golub & Van Loan, "Matrix Computations", sections 5.2 and 5.3.
struct LeastSquares {
  /// The number of columns, the answer among them.
  let columns: Int
  /// The number of rows seen.
  private(set) var rows = 0
  /// The upper triangle, row-major `[columns, columns]`.
  private var triangle: [Double]

  /// Creates a problem without rows.
  init(columns: Int) {
    self.columns = columns
    triangle = [Double](repeating: 0, count: columns * columns)
  }

  /// Adds rows.
  ///
  /// - Parameters:
  ///   - block: Column-major `[columns, count]`; destroyed.
  ///   - count: The number of rows.
  mutating func add(_ block: inout [Double], count: Int) {
    rows += count
    let columns = columns
    triangle.withUnsafeMutableBufferPointer { triangle in
      block.withUnsafeMutableBufferPointer { block in
        guard let start = block.baseAddress else { return }
        for column in 0..<columns {
          let own = start + column * count
          let below = dotProduct(own, own, count)
          guard below > 0 else { continue }
          let diagonal = triangle[column * columns + column]
          let norm = (diagonal * diagonal + below).squareRoot()
          let reflected = diagonal > 0 ? -norm : norm
          let head = diagonal - reflected
          let factor = 2 / (head * head + below)
          triangle[column * columns + column] = reflected
          for other in column + 1..<max(columns, column + 1) {
            let values = start + other * count
            let place = column * columns + other
            let share = factor * (head * triangle[place] + dotProduct(own, values, count))
            triangle[place] -= share * head
            addProduct(of: own, times: -share, to: values, count)
          }
        }
      }
    }
  }

  /// The sum of squares that the regression on the first columns leaves.
  func remainder(regressors: Int) -> Double {
    (regressors..<columns).reduce(0) { sum, row in
      let part = triangle[row * columns + columns - 1]
      return sum + part * part
    }
  }

  /// The number of columns, from the first on, that are no combination of the ones before them.
  var independentColumns: Int {
    (0..<columns - 1).first { column in
      let squares = (0...column).reduce(0.0) { sum, row in
        let part = triangle[row * columns + column]
        return sum + part * part
      }
      return abs(triangle[column * columns + column]) <= 1e-10 * squares.squareRoot()
    } ?? columns - 1
  }

  /// The coefficient of the last column before the answer over its standard error.
  var lastRatio: Double {
    let last = columns - 2
    let own = triangle[last * columns + last]
    let answer = triangle[last * columns + columns - 1]
    let variance = remainder(regressors: columns - 1) / Double(rows - (columns - 1))
    return (own < 0 ? -answer : answer) / variance.squareRoot()
  }
}
