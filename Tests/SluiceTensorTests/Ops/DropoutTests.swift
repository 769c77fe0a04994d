import Testing

@testable import SluiceTensor

@Suite struct DropoutTests {
  @Test("a share of the elements is dropped and the others are scaled up")
  func share() {
    for rate in [0, 0.2, 0.5, 0.9] as [Float] {
      let dropped = Tensor.ones([101, 103]).dropout(rate: rate, key: 7)
      let zeros = Float(dropped.values.filter { $0 == 0 }.count) / Float(dropped.count)
      #expect(abs(zeros - rate) < 0.02)
      #expect(dropped.values.allSatisfy { $0 == 0 || abs($0 * (1 - rate) - 1) < 1e-6 })
    }
  }

  @Test("the key alone decides which")
  func key() {
    let x = Tensor.ones([17, 31])
    #expect(x.dropout(rate: 0.5, key: 1) == x.dropout(rate: 0.5, key: 1))
    #expect(x.dropout(rate: 0.5, key: 1) != x.dropout(rate: 0.5, key: 2))
  }

  @Test("one mask for a sequence is the same at all its steps and another for the next")
  func perSequence() {
    let dropped = Tensor.ones([5, 7, 31]).dropout(rate: 0.5, key: 3, perSequence: true)
    for sample in 0..<5 {
      let first = dropped.selected(axis: 0, sample).selected(axis: 0, 0)
      for step in 1..<7 {
        #expect(dropped.selected(axis: 0, sample).selected(axis: 0, step) == first)
      }
    }
    #expect(dropped.selected(axis: 0, 0) != dropped.selected(axis: 0, 1))
  }

  @Test("gradients pass where elements stay")
  func gradients() {
    checkGradient("dropout", at: [sample(3, 5, 7)]) { $0[0].dropout(rate: 0.4, key: 9) }
    checkGradient("dropout per sequence", at: [sample(3, 5, 7)]) {
      $0[0].dropout(rate: 0.4, key: 9, perSequence: true)
    }
    checkGradient(
      "layerNormalized", at: [sample(2, 3, 7), sample(7, seed: 2), sample(7, seed: 3)]
    ) { $0[0].layerNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-3) }
  }
}
