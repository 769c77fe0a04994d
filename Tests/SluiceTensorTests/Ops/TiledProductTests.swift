import Testing

@testable import SluiceTensor

@Suite struct TiledProductTests {
  @Test("tiles give what the plain loops give, for all sizes at the edges of tiles and blocks")
  func againstNaive() {
    let sizes = [0, 1, 7, 8, 9, 64, 65]
    for m in sizes {
      for n in sizes {
        for k in sizes { check(m, n, k) }
      }
    }
    check(3, 5, 600)
    check(401, 33, 257)
  }

  private func check(_ m: Int, _ n: Int, _ k: Int) {
    let (a, b) = (sample(m, k, seed: 1), sample(k, n, seed: 2))
    for (transposesA, transposesB) in [(false, false), (false, true), (true, false), (true, true)] {
      let left = transposesA ? a.transposed() : a
      let right = transposesB ? b.transposed() : b
      let (expected, found) = (Tensor.ones([m, n]), Tensor.ones([m, n]))
      MatrixLoops.naive(
        m: m, n: n, k: k, left.storage.pointer, right.storage.pointer, transposesA: transposesA,
        transposesB: transposesB, into: expected.storage.pointer)
      TiledProduct(m: m, n: n, k: k, transposesA: transposesA, transposesB: transposesB)
        .run(left.storage.pointer, right.storage.pointer, into: found.storage.pointer)
      let worst = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0
      #expect(worst < 1e-5 * Float(max(k, 1)), "\(m) \(n) \(k) \(transposesA) \(transposesB)")
    }
  }
}
