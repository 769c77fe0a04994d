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

  @Test("Joined parts stand in the order of their windows, whatever the order of the parts")
  func joining() {
    func part(_ answer: String, _ values: [Float], _ notes: [String]) -> Attribution {
      Attribution(
        method: "m", answer: answer, inputs: ["a", "b"], steps: 1,
        values: values.flatMap { [$0, -$0] }, answers: values.map { 10 * $0 },
        baselines: values.map { 100 * $0 }, unit: .slope, notes: notes)
    }
    let joined = Attribution(
      joining: [([3, 0], part("rest", [4, 1], ["slow"])), ([1, 2], part("walk", [2, 3], []))],
      answer: "each")
    #expect(joined.values == [1, -1, 2, -2, 3, -3, 4, -4])
    #expect(joined.answers == [10, 20, 30, 40])
    #expect(joined.baselines == [100, 200, 300, 400])
    #expect(joined.answer == "each" && joined.unit == .slope && joined.notes == ["rest: slow"])
  }
}
