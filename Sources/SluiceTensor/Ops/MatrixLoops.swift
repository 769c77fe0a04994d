/// Products of matrices: in tiles by a kernel where there is enough to do, else by plain loops, which
/// are also what the tiles are tested against.
enum MatrixLoops {
  /// `c = a · b` for row-major matrices, or `c += a · b`; see
  /// ``naive(m:n:k:_:_:transposesA:transposesB:adding:into:)``.
  static func multiply(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    transposesA: Bool = false, transposesB: Bool = false, adding: Bool = false,
    into c: UnsafeMutablePointer<Float>
  ) {
    // Packing costs as much as it saves for the few units at the end of a small network.
    if min(m, n, k) < 4 || m * n * k < 1 << 13 {
      naive(
        m: m, n: n, k: k, a, b, transposesA: transposesA, transposesB: transposesB,
        adding: adding, into: c)
    } else {
      TiledProduct(
        m: m, n: n, k: k, transposesA: transposesA, transposesB: transposesB
      ).run(a, b, adding: adding, into: c)
    }
  }

  /// `c = a · b` for row-major matrices: `a [m, k]`, or `[k, m]` when it is to be transposed,
  /// `b [k, n]`, or `[n, k]`, `c [m, n]`; with `adding` the product is added to what `c` holds.
  static func naive(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    transposesA: Bool = false, transposesB: Bool = false, adding: Bool = false,
    into c: UnsafeMutablePointer<Float>
  ) {
    if !adding { c.update(repeating: 0, count: m * n) }
    let (rowA, columnA) = transposesA ? (1, m) : (k, 1)
    if transposesB && !transposesA {
      for i in 0..<m {
        for j in 0..<n { c[i * n + j] += dot(a + i * k, b + j * k, count: k) }
      }
      return
    }
    let (rowB, columnB) = transposesB ? (1, k) : (n, 1)
    for i in 0..<m {
      let to = c + i * n
      for p in 0..<k {
        let factor = a[i * rowA + p * columnA]
        let from = b + p * rowB
        if columnB == 1 {
          for j in 0..<n { to[j] += factor * from[j] }
        } else {
          for j in 0..<n { to[j] += factor * from[j * columnB] }
        }
      }
    }
  }

  private static func dot(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
  ) -> Float {
    var lanes = SIMD8<Float>.zero
    let whole = count & ~7
    for start in Swift.stride(from: 0, to: whole, by: 8) {
      let left = UnsafeRawPointer(a + start).loadUnaligned(as: SIMD8<Float>.self)
      lanes += left * UnsafeRawPointer(b + start).loadUnaligned(as: SIMD8<Float>.self)
    }
    var total = lanes.sum()
    for index in whole..<count { total += a[index] * b[index] }
    return total
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
