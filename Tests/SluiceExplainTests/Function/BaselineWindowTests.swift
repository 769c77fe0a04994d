import SluiceExplain
import SluiceTensor
import Testing

@Suite("Baseline windows")
struct BaselineWindowTests {
  private let function = WeightedSum(weights: Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]))

  @Test("Zeros, the mean of each input over background windows, or a window that is given")
  func values() throws {
    #expect(try BaselineWindow.zeros.values(for: function) == .zeros([2, 3]))
    let background = Tensor([1, 2, 3, 3, 4, 5, 5, 0, 1, 7, 2, 3], shape: [2, 2, 3])
    #expect(
      try BaselineWindow.mean(of: background).values(for: function)
        == Tensor([4, 2, 3, 4, 2, 3], shape: [2, 3]))
    let window = Tensor([1, 0, 0, 0, 0, 9], shape: [2, 3])
    #expect(try BaselineWindow.window(window).values(for: function) == window)
  }

  @Test("Another shape, no window, and readings that are no numbers are refused")
  func refusals() {
    func refusal(_ baseline: BaselineWindow) -> ExplainError? {
      #expect(throws: ExplainError.self) { try baseline.values(for: function) }
    }
    #expect(
      refusal(.window(.zeros([3, 2]))) == .baselineShape(expected: [2, 3], found: [3, 2]))
    #expect(
      refusal(.mean(of: .zeros([4, 3, 2]))) == .windows(expected: [2, 3], found: [4, 3, 2]))
    #expect(refusal(.mean(of: .zeros([0, 2, 3]))) == .noWindows(purpose: "to take the mean of"))
    #expect(
      refusal(.window(.filled(.nan, shape: [2, 3]))) == .notFinite(name: "baseline window"))
  }
}
