import Testing

@testable import SluiceTensor

@Suite struct BatchNormalizationTests {
  @Test("moments count each valid step once, and keep their digits far from 0")
  func moments() {
    let x = Tensor([1, 10, 3, 20, 5, 90, 7, 40, 100, 100, 100, 100], shape: [2, 3, 2])
    let moments = x.featureMoments(lengths: [3, 1])
    #expect(moments.count == 4)
    #expect(moments.mean.values == [4, 40])
    #expect(moments.variance.values == [5, 950])
    let flat = x.reshaped(6, 2).featureMoments()
    #expect(flat.count == 6 && abs(flat.mean[1] - 60) < 1e-5)
    let far = (sample(601, 3) + 1000).featureMoments()
    let near = sample(601, 3).featureMoments()
    for feature in 0..<3 {
      #expect(abs(far.variance[feature] - near.variance[feature]) < 1e-4)
    }
  }

  @Test("what is normalised has mean 0 and variance 1, and nothing behind the true length")
  func values() {
    let x = sample(5, 7, 3) * 3 + 2
    let lengths = [7, 3, 1, 5, 0]
    let y = x.batchNormalized(
      scale: .ones([3]), shift: .zeros([3]), moments: x.featureMoments(lengths: lengths),
      areOwn: true, epsilon: 1e-7, lengths: lengths)
    let moments = y.featureMoments(lengths: lengths)
    for feature in 0..<3 {
      #expect(abs(moments.mean[feature]) < 1e-6)
      #expect(abs(moments.variance[feature] - 1) < 1e-5)
    }
    for (sample, length) in lengths.enumerated() {
      for step in length..<7 { #expect(y[sample, step, 1] == 0) }
    }
  }

  @Test("gradients agree with differences, by own moments and by given ones")
  func gradients() {
    for lengths in [nil, [5, 2]] {
      for x in lengths == nil ? [sample(7, 3), sample(2, 5, 3)] : [sample(2, 5, 3)] {
        let inputs = [x * 2, sample(3, seed: 2), sample(3, seed: 3)]
        checkGradient("own moments \(x.shape)", at: inputs) {
          $0[0].batchNormalized(
            scale: $0[1], shift: $0[2], moments: $0[0].featureMoments(lengths: lengths),
            areOwn: true, epsilon: 1e-3, lengths: lengths)
        }
        let given = (x * 3 + 1).featureMoments()
        checkGradient("given moments \(x.shape)", at: inputs) {
          $0[0].batchNormalized(
            scale: $0[1], shift: $0[2], moments: given, areOwn: false, epsilon: 1e-3,
            lengths: lengths)
        }
      }
    }
  }
}
