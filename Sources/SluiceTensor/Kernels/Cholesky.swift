#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The Cholesky factor of a symmetric positive definite matrix, for solving equations in double
/// precision.
package struct Cholesky: Sendable {
  /// Number of rows.
  package let size: Int

  /// The lower factor, row-major `[size, size]`; what lies above the diagonal is not used.
  private var factor: [Double]

  /// Factors a matrix; nil when it is not positive definite to working precision.
  ///
  /// - Parameter matrix: Row-major `[size, size]`; only the lower triangle is read.
  package init?(_ matrix: [Double], size: Int) {
    precondition(
      matrix.count == size * size, "Cholesky: \(matrix.count) values for \(size) x \(size)")
    self.size = size
    factor = matrix
    let isDefinite = factor.withUnsafeMutableBufferPointer { buffer -> Bool in
      guard let base = buffer.baseAddress else { return true }
      for row in 0..<size {
        let here = base + row * size
        for column in 0..<row {
          let above = base + column * size
          here[column] = (here[column] - dotProduct(here, above, column)) / above[column]
        }
        let original = here[row]
        let pivot = original - dotProduct(here, here, row)
        // A pivot that is rounding error of its row would amplify noise without bound.
        guard pivot > abs(original) * 1e-13 else { return false }
        here[row] = pivot.squareRoot()
      }
      return true
    }
    if !isDefinite { return nil }
  }

  /// Returns the solution of `matrix * x = right`.
  package func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == size, "Cholesky.solve: \(right.count) values for \(size) rows")
    var x = right
    factor.withUnsafeBufferPointer { factor in
      x.withUnsafeMutableBufferPointer { x in
        guard let rows = factor.baseAddress, let x = x.baseAddress else { return }
        for row in 0..<size {
          x[row] = (x[row] - dotProduct(rows + row * size, x, row)) / rows[row * size + row]
        }
        // Backwards by columns of the transpose, which are rows of the factor.
        for row in stride(from: size - 1, through: 0, by: -1) {
          let here = rows + row * size
          x[row] /= here[row]
          let value = x[row]
          for column in 0..<row { x[column] -= here[column] * value }
        }
      }
    }
    return x
  }

  /// The logarithm of the matrix's determinant.
  package var logDeterminant: Double {
    (0..<size).reduce(0) { $0 + 2 * log(factor[$1 * size + $1]) }
  }

  /// Returns the inverse of the matrix, row-major `[size, size]`; only its lower triangle is filled.
  package func lowerInverse() -> [Double] {
    // The inverse of the factor, row by row from the rows above.
    var rows = [Double](repeating: 0, count: size * size)
    var inverse = rows
    factor.withUnsafeBufferPointer { factor in
      rows.withUnsafeMutableBufferPointer { rows in
        inverse.withUnsafeMutableBufferPointer { inverse in
          guard let factor = factor.baseAddress, let rows = rows.baseAddress,
            let inverse = inverse.baseAddress
          else { return }
          for row in 0..<size {
            let here = rows + row * size
            let pivot = 1 / factor[row * size + row]
            for above in 0..<row {
              addProduct(
                of: rows + above * size, times: -factor[row * size + above] * pivot, to: here,
                above + 1)
            }
            here[row] = pivot
            for column in 0...row {
              addProduct(
                of: here, times: here[column], to: inverse + column * size, column + 1)
            }
          }
        }
      }
    }
    return inverse
  }
}
