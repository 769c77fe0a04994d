import Testing

@testable import SluiceTensor

@Suite struct SlidingWindowTests {
  @Test("the number of windows is that of Keras and PyTorch")
  func outputSteps() {
    func steps(_ size: Int, _ stride: Int, _ dilation: Int, _ padding: SequencePadding) -> Int {
      SlidingWindow(size: size, stride: stride, dilation: dilation, padding: padding)
        .outputSteps(for: 11)
    }
    #expect(steps(3, 1, 1, .valid) == 9)
    #expect(steps(4, 3, 1, .valid) == 3)
    #expect(steps(3, 1, 4, .valid) == 3)
    #expect(steps(11, 2, 1, .valid) == 1)
    #expect(steps(4, 1, 1, .same) == 11)
    #expect(steps(4, 3, 1, .same) == 4)
    #expect(steps(4, 3, 2, .causal) == 4)
  }

  @Test("a sequence too short for a window yields one step, none yields none")
  func short() {
    let window = SlidingWindow(size: 5, stride: 2, dilation: 2)
    #expect(window.span == 9 && window.leastSteps == 9)
    #expect((0...11).map { window.outputSteps(for: $0) } == [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2])
    #expect(SlidingWindow(size: 5, padding: .causal).leastSteps == 1)
  }
}
