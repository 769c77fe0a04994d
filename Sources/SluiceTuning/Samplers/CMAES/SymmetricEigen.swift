/// The axes of a covariance: its eigenvectors and the square roots of its eigenvalues.
///
/// - Source: the cyclic Jacobi method; Golub & Van Loan 2013, algorithm 8.5.3.
struct SymmetricEigen {
  /// The lengths of the axes; nowhere zero.
  let lengths: [Double]
  /// The directions, as the columns of a row-major matrix.
  private let vectors: [Double]

  /// Finds the axes of a symmetric matrix, row-major `[size, size]`.
  init(_ matrix: [Double], size: Int) {
    var a = matrix
    var v = (0..<size * size).map { $0 % (size + 1) == 0 ? 1.0 : 0 }
    let scale = (0..<size).reduce(0) { max($0, abs(a[$1 * (size + 1)])) }
    for _ in 0..<30 {
      var largest = 0.0
      for row in 0..<size {
        for column in 0..<row {
          let entry = a[row * size + column]
          largest = max(largest, abs(entry))
          guard abs(entry) > 1e-300 else { continue }
          let ratio = (a[row * (size + 1)] - a[column * (size + 1)]) / (2 * entry)
          let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
          let cosine = 1 / (1 + tangent * tangent).squareRoot()
          let sine = tangent * cosine
          for k in 0..<size {
            let (x, y) = (a[k * size + column], a[k * size + row])
            (a[k * size + column], a[k * size + row]) = (
              cosine * x - sine * y, sine * x + cosine * y
            )
          }
          for k in 0..<size {
            let (x, y) = (a[column * size + k], a[row * size + k])
            (a[column * size + k], a[row * size + k]) = (
              cosine * x - sine * y, sine * x + cosine * y
            )
            let (p, q) = (v[k * size + column], v[k * size + row])
            (v[k * size + column], v[k * size + row]) = (
              cosine * p - sine * q, sine * p + cosine * q
            )
          }
        }
      }
      if largest <= 1e-15 * scale { break }
    }
    vectors = v
    // Rounding may leave a long, thin distribution with an axis of no length.
    lengths = (0..<size).map { max(a[$0 * (size + 1)], 1e-14 * scale, 1e-300).squareRoot() }
  }

  /// Returns the matrix's inverse square root times a vector.
  func whitened(_ vector: [Double]) -> [Double] { scaled(vector, lengths.map { 1 / $0 }) }

  /// Returns a vector of independent entries stretched along the axes.
  func coloured(_ vector: [Double]) -> [Double] {
    let size = lengths.count
    return (0..<size).map { row in
      (0..<size).reduce(0) { $0 + vectors[row * size + $1] * lengths[$1] * vector[$1] }
    }
  }

  private func scaled(_ vector: [Double], _ factors: [Double]) -> [Double] {
    let size = lengths.count
    let turned = (0..<size).map { axis in
      factors[axis] * (0..<size).reduce(0) { $0 + vectors[$1 * size + axis] * vector[$1] }
    }
    return (0..<size).map { row in
      (0..<size).reduce(0) { $0 + vectors[row * size + $1] * turned[$1] }
    }
  }
}
