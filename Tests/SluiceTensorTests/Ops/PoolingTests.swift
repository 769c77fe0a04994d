import Testing

@testable import SluiceTensor

@Suite struct PoolingTests {
  private let x = Tensor([5, 1, 4, 2, 9, 3, 8], shape: [1, 7, 1])

  private func pooled(
    _ pooling: Pooling, _ size: Int, _ stride: Int, _ padding: SequencePadding,
    lengths: [Int]? = nil
  ) -> [Float] {
    x.pooled(
      pooling, window: SlidingWindow(size: size, stride: stride, padding: padding), lengths: lengths
    ).values
  }

  @Test("windows give their largest value or their mean, padding left out")
  func values() {
    #expect(pooled(.maximum, 2, 2, .valid) == [5, 4, 9])
    #expect(pooled(.maximum, 3, 2, .valid) == [5, 9, 9])
    #expect(pooled(.maximum, 3, 2, .same) == [5, 4, 9, 8])
    #expect(pooled(.average, 2, 2, .valid) == [3, 3, 6])
    #expect(pooled(.average, 3, 2, .same).map { ($0 * 6).rounded() } == [18, 14, 28, 33])
    #expect(pooled(.average, 2, 2, .causal) == [5, 2.5, 5.5, 5.5])
  }

  @Test("what lies behind a true length is not looked at")
  func lengths() {
    #expect(pooled(.maximum, 2, 2, .valid, lengths: [4]) == [5, 4, 0])
    #expect(pooled(.average, 2, 2, .same, lengths: [3]) == [3, 4, 0, 0])
    #expect(pooled(.average, 3, 1, .valid, lengths: [2]) == [3, 0, 0, 0, 0])
    #expect(pooled(.maximum, 3, 1, .valid, lengths: [0]) == [0, 0, 0, 0, 0])
    #expect(x.globallyPooled(.maximum, lengths: [4]).values == [5])
    #expect(x.globallyPooled(.average, lengths: [4]).values == [3])
    #expect(x.globallyPooled(.average, lengths: [0]).values == [0])
    #expect((-x).globallyPooled(.maximum).values == [-1])
  }

  @Test("gradients of pooling agree with differences")
  func gradients() {
    // All values of a feature apart by more than the differences move them.
    let x = Tensor((0..<70).map { Float(($0 * 37) % 71) / 10 - 3 }, shape: [2, 7, 5])
    for pooling in [Pooling.maximum, .average] {
      for lengths in [nil, [7, 3]] {
        for padding in SequencePadding.allCases {
          checkGradient("\(pooling) \(padding)", at: [x]) {
            $0[0].pooled(
              pooling, window: SlidingWindow(size: 3, stride: 2, padding: padding), lengths: lengths
            )
          }
        }
        checkGradient("global \(pooling)", at: [x]) {
          $0[0].globallyPooled(pooling, lengths: lengths)
        }
      }
    }
  }

  @Test("of equal largest values the first has the gradient")
  func ties() {
    let leaf = Tensor([1, 3, 3, 2], shape: [1, 4, 1]).requiringGradient()
    leaf.globallyPooled(.maximum).backward()
    #expect(leaf.gradient?.values == [0, 1, 0, 0])
  }
}
