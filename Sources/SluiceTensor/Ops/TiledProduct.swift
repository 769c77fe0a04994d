import CSluiceKernels

/// A matrix product in tiles that stay in registers, over panels packed so that the kernel reads
/// them in order.
///
/// The order in which products are added depends on the shapes alone, not on threads.
struct TiledProduct {
  let m: Int
  let n: Int
  let k: Int
  let transposesA: Bool
  let transposesB: Bool

  /// Products added at a time: a panel of each operand then fits into the first-level cache.
  private static let depth = 256
  /// Rows packed at a time, in panels.
  private static let panelsAtOnce = 16

  /// Computes `c = a · b`, or `c += a · b`; see ``MatrixLoops``.
  func run(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, adding: Bool = false,
    into c: UnsafeMutablePointer<Float>
  ) {
    let kernels = InstructionSet.current.kernels
    let rows = Int(kernels.pointee.gemm_rows)
    let columns = Int(kernels.pointee.gemm_columns)
    let depth = max(1, min(k, TiledProduct.depth))
    let panelsB = (n + columns - 1) / columns
    let packedA = TensorStorage(count: TiledProduct.panelsAtOnce * rows * depth)
    let packedB = TensorStorage(count: panelsB * columns * depth)
    let edge = TensorStorage(count: rows * columns)
    if !adding { c.update(repeating: 0, count: m * n) }
    for start in stride(from: 0, to: k, by: depth) {
      let count = min(depth, k - start)
      pack(
        b, into: packedB.pointer, width: columns, from: 0, to: n, start: start, count: count,
        step: transposesB ? k : 1, depthStep: transposesB ? 1 : n)
      for first in stride(from: 0, to: m, by: TiledProduct.panelsAtOnce * rows) {
        let last = min(m, first + TiledProduct.panelsAtOnce * rows)
        pack(
          a, into: packedA.pointer, width: rows, from: first, to: last, start: start,
          count: count, step: transposesA ? 1 : k, depthStep: transposesA ? m : 1)
        for panel in 0..<panelsB {
          let column = panel * columns
          let b = packedB.pointer + column * count
          for row in stride(from: first, to: last, by: rows) {
            let a = packedA.pointer + (row - first) * count
            let target = c + row * n + column
            if row + rows <= m, column + columns <= n {
              kernels.pointee.gemm_tile(Int32(count), a, b, target, n)
              continue
            }
            // A tile over the edge goes through a buffer, so that nothing beside C is touched.
            let (height, width) = (min(rows, m - row), min(columns, n - column))
            edge.pointer.update(repeating: 0, count: rows * columns)
            kernels.pointee.gemm_tile(Int32(count), a, b, edge.pointer, columns)
            for i in 0..<height {
              for j in 0..<width { target[i * n + j] += edge.pointer[i * columns + j] }
            }
          }
        }
      }
    }
    withExtendedLifetime((packedA, packedB, edge)) {}
  }

  /// Packs rows (or columns) `from..<to` into panels of `width`, `[depth][width]` each, with zeros
  /// where there are none left.
  private func pack(
    _ matrix: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, width: Int,
    from: Int, to: Int, start: Int, count: Int, step: Int, depthStep: Int
  ) {
    var target = packed
    for first in stride(from: from, to: to, by: width) {
      let filled = min(width, to - first)
      for depth in start..<start + count {
        let source = matrix + first * step + depth * depthStep
        for index in 0..<filled { target[index] = source[index * step] }
        for index in filled..<width { target[index] = 0 }
        target += width
      }
    }
  }
}
