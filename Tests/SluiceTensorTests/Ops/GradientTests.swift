import Testing

@testable import SluiceTensor

@Suite struct GradientTests {
  @Test("arithmetic, for each way in which shapes can stretch")
  func arithmetic() {
    let shapes: [([Int], [Int])] = [
      ([2, 3, 5], [2, 3, 5]), ([2, 3, 5], [5]), ([2, 3, 5], [3, 1]), ([2, 1, 5], [3, 1]),
      ([2, 3, 5], [1]), ([2, 3, 5], []), ([5], [2, 3, 5]), ([2, 1, 1], [1, 3, 5]), ([], []),
      ([7], [7]), ([2, 3, 5], [2, 1, 5]), ([3, 1], [2, 3, 5]),
    ]
    for (left, right) in shapes {
      let a = shaped(left, seed: 3)
      let b = shaped(right, seed: 4)
      checkGradient("+ \(left) \(right)", at: [a, b]) { $0[0] + $0[1] }
      checkGradient("- \(left) \(right)", at: [a, b]) { $0[0] - $0[1] }
      checkGradient("* \(left) \(right)", at: [a, b]) { $0[0] * $0[1] }
      checkGradient("/ \(left) \(right)", at: [a, b + 3]) { $0[0] / $0[1] }
      checkGradient("maximum \(left) \(right)", at: [a, b * 3]) { $0[0].maximum($0[1]) }
      checkGradient("minimum \(left) \(right)", at: [a, b * 3]) { $0[0].minimum($0[1]) }
    }
  }

  private func shaped(_ shape: [Int], seed: UInt64) -> Tensor {
    sample(shape.reduce(1, *), seed: seed).reshaped(to: shape)
  }

  @Test("arithmetic with numbers")
  func numbers() {
    let x = sample(2, 3)
    checkGradient("-x", at: [x]) { -$0[0] }
    checkGradient("x + 2", at: [x]) { $0[0] + 2 }
    checkGradient("2 - x", at: [x]) { 2 - $0[0] }
    checkGradient("x - 2", at: [x]) { $0[0] - 2 }
    checkGradient("3 x", at: [x]) { 3 * $0[0] }
    checkGradient("x / 3", at: [x]) { $0[0] / 3 }
    checkGradient("3 / (x + 4)", at: [x]) { 3 / ($0[0] + 4) }
  }

  @Test("functions of one element")
  func functions() {
    let x = sample(3, 7)
    checkGradient("exp", at: [x]) { $0[0].exp() }
    checkGradient("log", at: [x + 2]) { $0[0].log() }
    checkGradient("tanh", at: [x]) { $0[0].tanh() }
    checkGradient("sigmoid", at: [x * 3]) { $0[0].sigmoid() }
    checkGradient("relu", at: [x]) { $0[0].relu() }
    checkGradient("softplus", at: [x * 5]) { $0[0].softplus() }
    checkGradient("abs", at: [x]) { $0[0].abs() }
    checkGradient("square", at: [x]) { $0[0].square() }
    checkGradient("sqrt", at: [x + 2]) { $0[0].sqrt() }
    checkGradient("clamped", at: [x]) { $0[0].clamped(to: -0.053...0.51) }
  }

  @Test("sums and means over axes")
  func reductions() {
    let x = sample(2, 3, 5)
    checkGradient("sum", at: [x]) { $0[0].sum() }
    checkGradient("mean", at: [x]) { $0[0].mean() }
    checkGradient("sum 0", at: [x]) { $0[0].sum(axes: 0) }
    checkGradient("sum 1 kept", at: [x]) { $0[0].sum(axes: 1, keepingAxes: true) }
    checkGradient("sum -1", at: [x]) { $0[0].sum(axes: -1) }
    checkGradient("mean 0, 2", at: [x]) { $0[0].mean(axes: 0, 2) }
  }

  @Test("the same elements in another arrangement")
  func arrangement() {
    let x = sample(2, 3, 5)
    checkGradient("reshaped", at: [x]) { $0[0].reshaped(5, -1) }
    checkGradient("transposed", at: [x]) { $0[0].transposed() }
    checkGradient("transposed 2 0 1", at: [x]) { $0[0].transposed([2, 0, 1]) }
    checkGradient("sliced", at: [x]) { $0[0].sliced(axis: 1, 1..<3) }
    checkGradient("selected", at: [x]) { $0[0].selected(axis: -1, 2) }
    checkGradient("concatenated", at: [x, sample(2, 7, 5, seed: 2)]) {
      Tensor.concatenated([$0[0], $0[1], $0[0]], axis: 1)
    }
  }

  @Test("probabilities")
  func probabilities() {
    checkGradient("softmax", at: [sample(2, 3, 5)]) { $0[0].softmax() }
    checkGradient("logSoftmax", at: [sample(2, 3, 5)]) { $0[0].logSoftmax() }
  }

  @Test("matrix products")
  func products() {
    checkGradient("matmul", at: [sample(2, 3), sample(3, 5, seed: 2)]) { $0[0].matmul($0[1]) }
    checkGradient("matmul one weight", at: [sample(2, 3, 5), sample(5, 7, seed: 2)]) {
      $0[0].matmul($0[1])
    }
    checkGradient("matmul batches", at: [sample(2, 3, 5), sample(2, 5, 7, seed: 2)]) {
      $0[0].matmul($0[1])
    }
    checkGradient("dense", at: [sample(2, 3, 5), sample(7, 5, seed: 2), sample(7, seed: 3)]) {
      $0[0].dense(weight: $0[1], bias: $0[2])
    }
    checkGradient("dense without bias", at: [sample(3, 5), sample(7, 5, seed: 2)]) {
      $0[0].dense(weight: $0[1], bias: nil)
    }
  }
}
