import Testing

@testable import SluiceExplain

@Suite("Attributions")
struct AttributionTests {
  /// Two windows of three steps and two inputs, counted from 0 up.
  private let attribution = Attribution(
    method: "m", answer: "+1", inputs: ["a", "b"], steps: 3, values: (0..<12).map(Float.init),
    answers: [16, 50], baselines: [1, 0])

  @Test("A share is found by window, step and input")
  func places() {
    #expect(attribution[0, 2, 1] == 5)
    #expect(attribution[1, 0, 1] == 7)
  }

  @Test("The gap is the sum of the shares less the answer's distance from the baseline")
  func gaps() {
    // 0 + ... + 5 = 15 and 16 - 1 = 15; 6 + ... + 11 = 51 and 50 - 0 = 50.
    #expect(attribution.completenessGaps == [0, 1])
  }
}
