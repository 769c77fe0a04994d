/// The plain loops of matrix products: specification of the fast ones, and their fallback.
enum MatrixLoops {
  /// `c = a · b` for row-major matrices: `a [m, k]`, or `[k, m]` when it is to be transposed,
  /// `b [k, n]`, or `[n, k]`, `c [m, n]`.
  static func multiply(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    transposesA: Bool = false, transposesB: Bool = false, into c: UnsafeMutablePointer<Float>
  ) {
    let (rowA, columnA) = transposesA ? (1, m) : (k, 1)
    let (rowB, columnB) = transposesB ? (1, k) : (n, 1)
    c.update(repeating: 0, count: m * n)
    for i in 0..<m {
      let to = c + i * n
      for p in 0..<k {
        let factor = a[i * rowA + p * columnA]
        let from = b + p * rowB
        for j in 0..<n { to[j] += factor * from[j * columnB] }
      }
    }
  }

  /// Adds a vector to each row of a matrix.
  static func addRow(
    _ row: UnsafePointer<Float>, to matrix: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    for i in 0..<rows {
      let to = matrix + i * columns
      for j in 0..<columns { to[j] += row[j] }
    }
  }
}
