/// The Cholesky factor of a symmetric positive definite matrix, for solving equations in double
/// precision.
struct Cholesky {
  /// Number of rows.
  let size: Int

  /// The lower factor, row-major `[size, size]`; what lies above the diagonal is not used.
  private var factor: [Double]

  /// Factors a matrix; nil when it is not positive definite to working precision.
  ///
  /// - Parameter matrix: Row-major `[size, size]`; only the lower triangle is read.
  init?(_ matrix: [Double], size: Int) {
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
  func solve(_ right: [Double]) -> [Double] {
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
}

/// Returns the sum of products of two vectors, in eight running sums whose order is fixed.
func dotProduct(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
  var even = SIMD4<Double>()
  var odd = SIMD4<Double>()
  let left = UnsafeRawPointer(a)
  let right = UnsafeRawPointer(b)
  var index = 0
  while index + 8 <= count {
    let bytes = index * 8
    even +=
      left.loadUnaligned(fromByteOffset: bytes, as: SIMD4<Double>.self)
      * right.loadUnaligned(fromByteOffset: bytes, as: SIMD4<Double>.self)
    odd +=
      left.loadUnaligned(fromByteOffset: bytes + 32, as: SIMD4<Double>.self)
      * right.loadUnaligned(fromByteOffset: bytes + 32, as: SIMD4<Double>.self)
    index += 8
  }
  var sum = (even + odd).sum()
  while index < count {
    sum += a[index] * b[index]
    index += 1
  }
  return sum
}
