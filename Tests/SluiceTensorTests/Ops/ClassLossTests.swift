import Testing

@testable import SluiceTensor

@Suite struct ClassLossTests {
  private static let rules: [ClassLossRule] = [
    .crossEntropy(smoothing: 0), .crossEntropy(smoothing: 0.3), .focal(gamma: 0),
    .focal(gamma: 0.5), .focal(gamma: 2),
  ]
  private static let binaryRules: [ClassLossRule] = [
    .binaryCrossEntropy(smoothing: 0), .binaryCrossEntropy(smoothing: 0.3), .focal(gamma: 0),
    .focal(gamma: 0.5), .focal(gamma: 2),
  ]

  private func labels(_ shape: Int..., below classes: Int) -> Tensor {
    Tensor(
      (0..<shape.reduce(1, *)).map { Float(($0 * 7 + $0 / 3) % classes) }, shape: shape)
  }

  @Test("gradients agree with differences, with weights of samples, of steps and without")
  func gradients() {
    let weights = Tensor([1, 0, 2, 0.5, 3])
    let stepWeights = Tensor((0..<10).map { Float($0 % 4) }, shape: [5, 2])
    for rule in ClassLossTests.rules {
      for weights in [nil, weights] {
        checkGradient("\(rule) [B, K]", at: [sample(5, 3) * 2]) {
          $0[0].classLoss(rule, to: labels(5, below: 3), weights: weights)
        }
      }
      for weights in [nil, weights, stepWeights] {
        checkGradient("\(rule) [B, T, K]", at: [sample(5, 2, 3) * 2]) {
          $0[0].classLoss(rule, to: labels(5, 2, below: 3), weights: weights)
        }
      }
    }
    for rule in ClassLossTests.binaryRules {
      for weights in [nil, weights, stepWeights] {
        checkGradient("\(rule) [B, T, 1]", at: [sample(5, 2, 1) * 2]) {
          $0[0].classLoss(rule, to: labels(5, 2, below: 2), weights: weights)
        }
      }
    }
  }

  @Test("a single logit says the same as two, the first of them 0")
  func binaryIsTwoClasses() {
    let logits = sample(7, 1) * 3
    let both = Tensor.concatenated([.zeros([7, 1]), logits], axis: 1)
    let target = labels(7, below: 2)
    let pairs: [(ClassLossRule, ClassLossRule)] = [
      (.binaryCrossEntropy(smoothing: 0), .crossEntropy(smoothing: 0)),
      (.binaryCrossEntropy(smoothing: 0.3), .crossEntropy(smoothing: 0.3)),
      (.focal(gamma: 2), .focal(gamma: 2)),
    ]
    for (one, two) in pairs {
      let single = logits.classLosses(one, to: target, weights: nil)
      let double = both.classLosses(two, to: target, weights: nil)
      for index in 0..<7 { #expect(abs(single[index] - double[index]) < 1e-6, "\(one)") }
    }
  }

  @Test("logits of 100 and 1000 give finite losses and slopes, and small losses keep their digits")
  func extremes() throws {
    for size: Float in [100, 1000] {
      let logits = Tensor([size, -size, 0, -size, size, 0], shape: [2, 3])
      let target = Tensor([1, 1])
      let leaf = logits.requiringGradient()
      let value = leaf.classLoss(.crossEntropy(smoothing: 0), to: target, weights: nil)
      #expect(value.item == size)
      value.backward()
      #expect(leaf.gradient?.values == [0.5, -0.5, 0, 0, 0, 0])
      for rule in ClassLossTests.rules {
        let leaf = logits.requiringGradient()
        let value = leaf.classLoss(rule, to: target, weights: nil)
        value.backward()
        #expect(value.item.isFinite && value.item >= 0, "\(rule)")
        #expect(try #require(leaf.gradient).isFinite, "\(rule)")
      }
      let single = Tensor([size, -size, size, -size], shape: [4, 1])
      for rule in ClassLossTests.binaryRules {
        let leaf = single.requiringGradient()
        let value = leaf.classLoss(rule, to: Tensor([0, 0, 1, 1]), weights: nil)
        value.backward()
        #expect(value.item.isFinite && value.item >= 0, "\(rule)")
        #expect(try #require(leaf.gradient).isFinite, "\(rule)")
      }
      let plain = single.classLosses(
        .binaryCrossEntropy(smoothing: 0), to: Tensor([0, 0, 1, 1]), weights: nil)
      #expect(plain.values[0] == size && plain.values[3] == size)
      #expect(plain.values[1] < 1e-37 && plain.values[2] < 1e-37)
    }
    // log(1 + exp(-20)): a difference of logarithms would say 0.
    let sure = Tensor([20, 0], shape: [1, 2])
    let loss = sure.classLoss(.crossEntropy(smoothing: 0), to: Tensor([0]), weights: nil).item
    #expect(abs(loss / 2.061_153_6e-9 - 1) < 1e-5)
  }

  @Test("a target of weight 0 is left out, whatever stands there; so is a batch of such targets")
  func leftOut() {
    let logits = sample(2, 3, 5)
    var holed = logits
    holed.withUnsafeMutableBufferPointer { $0[5 * 5 + 2] = .nan }
    let target = labels(2, 3, below: 5)
    var strange = target
    strange.withUnsafeMutableBufferPointer { $0[5] = .nan }
    let weights = Tensor([1, 1, 1, 1, 1, 0], shape: [2, 3])
    for rule in ClassLossTests.rules {
      let leaf = holed.requiringGradient()
      let value = leaf.classLoss(rule, to: strange, weights: weights)
      let each = logits.classLosses(rule, to: target, weights: weights)
      // Three steps count in the first sample, two in the second.
      #expect(abs(value.item - (3 * each[0] + 2 * each[1]) / 5) < 1e-6, "\(rule)")
      value.backward()
      #expect(leaf.gradient?.values.suffix(5) == [0, 0, 0, 0, 0], "\(rule)")
      let short = logits.sliced(axis: 0, 1..<2).sliced(axis: 1, 0..<2)
        .classLosses(rule, to: target.sliced(axis: 0, 1..<2).sliced(axis: 1, 0..<2), weights: nil)
      #expect(abs(each[1] - short[0]) < 1e-6, "\(rule)")
      #expect(logits.classLoss(rule, to: target, weights: .zeros([2])).item == 0)
      #expect(logits.classLosses(rule, to: target, weights: .zeros([2, 3])).values == [0, 0])
    }
    #expect(sample(2, 1).loss(.squared, to: .zeros([2, 1]), weights: .zeros([2])).item == 0)
  }

  @Test("weights are relative: of samples among samples, of steps among steps")
  func weighting() {
    let (logits, target) = (sample(2, 3, 5), labels(2, 3, below: 5))
    let steps = logits.reshaped(6, 5).classLosses(
      .focal(gamma: 2), to: target.reshaped(6), weights: nil
    ).values
    func loss(_ weights: Tensor?) -> Float {
      logits.classLoss(.focal(gamma: 2), to: target, weights: weights).item
    }
    let means = [(steps[0] + steps[1] + steps[2]) / 3, (steps[3] + steps[4] + steps[5]) / 3]
    #expect(abs(loss(nil) - (means[0] + means[1]) / 2) < 1e-6)
    #expect(abs(loss(Tensor([30, 10])) - (3 * means[0] + means[1]) / 4) < 1e-6)
    let weights = Tensor([1, 2, 3, 0, 0.5, 0], shape: [2, 3])
    let first = steps[0] + 2 * steps[1] + 3 * steps[2]
    #expect(abs(loss(weights) - (first + 0.5 * steps[4]) / 6.5) < 1e-6)
    let each = logits.classLosses(.focal(gamma: 2), to: target, weights: weights)
    #expect(abs(each[0] - first / 6) < 1e-6 && abs(each[1] - steps[4]) < 1e-6)
  }

  @Test("a target that is no class ends the program", arguments: [-1, 0.5, 3])
  func noClass(target: Float) async {
    switch target {
    case -1: await #expect(processExitsWith: .failure) { tryTarget(-1) }
    case 3: await #expect(processExitsWith: .failure) { tryTarget(3) }
    default: await #expect(processExitsWith: .failure) { tryTarget(0.5) }
    }
    await #expect(processExitsWith: .success) { tryTarget(2) }
  }
}

private func tryTarget(_ target: Float) {
  _ = Tensor([1, 2, 3], shape: [1, 3]).classLoss(
    .crossEntropy(smoothing: 0), to: Tensor([target]), weights: nil)
}
