import Testing

@testable import SluiceTensor

@Suite struct ValueTests {
  @Test("shapes stretch as in the usual rules")
  func broadcasting() {
    let a = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect((a + Tensor([10, 20, 30])).values == [11, 22, 33, 14, 25, 36])
    #expect((a * Tensor([1, -1], shape: [2, 1])).values == [1, 2, 3, -4, -5, -6])
    let outer = Tensor([1, 2], shape: [2, 1]) - Tensor([10, 20, 30], shape: [1, 3])
    #expect(outer == Tensor([-9, -19, -29, -8, -18, -28], shape: [2, 3]))
    #expect((Tensor([6, 8]) / 2).values == [3, 4])
    #expect((Tensor(2) * a).values == [2, 4, 6, 8, 10, 12])
  }

  @Test("an axis of extent zero gives an empty result")
  func empty() {
    let none = Tensor.zeros([0, 3])
    #expect((none + Tensor([1, 2, 3])).shape == [0, 3])
    #expect(none.sum().item == 0)
    #expect(none.sum(axes: 0).values == [0, 0, 0])
    #expect(none.dense(weight: .ones([5, 3]), bias: .ones([5])).shape == [0, 5])
  }

  @Test("sums over axes")
  func sums() {
    let a = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(a.sum().item == 21)
    #expect(a.sum(axes: 0).values == [5, 7, 9])
    #expect(a.sum(axes: -1, keepingAxes: true) == Tensor([6, 15], shape: [2, 1]))
    #expect(a.mean(axes: 0, 1).item == 3.5)
    #expect(Tensor((1...100).map(Float.init)).sum().item == 5050)
  }

  @Test("products of matrices agree with sums written out")
  func products() {
    let a = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let b = Tensor([1, 0, 2, -1, 0, 3], shape: [3, 2])
    #expect(a.matmul(b) == Tensor([5, 7, 14, 13], shape: [2, 2]))
    #expect(
      a.dense(weight: b.transposed(), bias: Tensor([100, 200]))
        == Tensor([105, 207, 114, 213], shape: [2, 2]))
    let stacked = Tensor.concatenated([a, a * 2], axis: 0).reshaped(2, 2, 3)
    let product = stacked.matmul(Tensor.concatenated([b, b], axis: 0).reshaped(2, 3, 2))
    #expect(product.values == [5, 7, 14, 13, 10, 14, 28, 26])
  }

  @Test("transposing, slicing and joining move the right elements")
  func arrangement() {
    let a = Tensor((0..<30).map(Float.init), shape: [2, 3, 5])
    #expect(a.transposed([2, 0, 1])[4, 1, 2] == a[1, 2, 4])
    #expect(a.transposed()[1, 3, 2] == a[1, 2, 3])
    #expect(a.sliced(axis: 1, 1..<3)[1, 0, 4] == a[1, 1, 4])
    #expect(a.selected(axis: 2, 3).values == [3, 8, 13, 18, 23, 28])
    let joined = Tensor.concatenated([a, a.sliced(axis: 2, 0..<2)], axis: -1)
    #expect(joined.shape == [2, 3, 7])
    #expect(joined[1, 1, 6] == a[1, 1, 1])
  }

  @Test("probabilities stay finite for large logits")
  func probabilities() {
    let logits = Tensor([1000, 0, -1000, 0, 0, 0], shape: [2, 3])
    let third: Float = 1 / 3
    #expect(logits.softmax().values == [1, 0, 0, third, third, third])
    #expect(logits.logSoftmax().values.prefix(3) == [0, -1000, -2000])
    #expect(Tensor([200, -200]).softplus().values == [200, 0])
    let ends = Tensor([-200, 200]).sigmoid()
    #expect(ends[0] >= 0 && ends[0] < 1e-37 && ends[1] == 1)
  }
}
