import SluiceExplain
import SluiceTensor
import Testing

@Suite("Importance by permutation")
struct PermutationImportanceTests {
  private let method = PermutationImportance(repeats: 4, random: RandomStreams(seed: 1))

  private func squares(_ truth: [Float]) -> ([Float]) -> Double {
    { answers in
      zip(answers, truth).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        / Double(truth.count)
    }
  }

  @Test("Means and deviations agree with scikit-learn, within what 400 shuffles leave")
  func fixture() throws {
    let fixture = try ShapleyFixture.read()
    let network = try fixture.function()
    let function = Formula(steps: 1, inputs: ["a", "b"]) { x in
      let zeros = [Float](repeating: 0, count: 8)
      return [network.values(Tensor(zeros + x, shape: [1, 5, 2]))[0]]
    }
    let many = fixture.many.values
    let last = (0..<41).flatMap { many[$0 * 10 + 8..<$0 * 10 + 10] }
    let found = try PermutationImportance(repeats: 400, random: RandomStreams(seed: 1))
      .importances(
        of: function, windows: Tensor(last, shape: [41, 1, 2]),
        loss: squares(fixture.importance.truth))
    for (input, importance) in found.enumerated() {
      let (mean, deviation) = (fixture.importance.mean[input], fixture.importance.deviation[input])
      #expect(abs(importance.mean - mean) < 4 * deviation * (2.0 / 400).squareRoot())
      #expect(abs(importance.deviation / deviation - 1) < 0.15)
    }
  }

  @Test("An input that is ignored has an importance of exactly zero; the other's spread is told")
  func dummy() throws {
    let function = Formula(steps: 2, inputs: ["a", "b"]) { [$0[2] * 3] }
    let windows = Formula.windows([31, 2, 2])
    let found = try method.importances(
      of: function, windows: windows, loss: squares(function.values(windows)))
    #expect(found.map(\.name) == ["a", "b"])
    #expect(found[1].increases == [0, 0, 0, 0])
    #expect(found[0].loss == 0)
    #expect(found[0].increases.allSatisfy { $0 > 1 })
    #expect(Set(found[0].increases).count == 4)
    let mean = found[0].increases.reduce(0, +) / 4
    let variance = found[0].increases.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
    #expect(abs(found[0].mean - mean) < 1e-12)
    #expect(abs(found[0].deviation - variance.squareRoot()) < 1e-12)
  }

  @Test("A window's readings of an input stay together, and so do the inputs of a group")
  func together() throws {
    // Every reading of a window is the same number: differences are zero wherever they come from.
    let function = Formula(steps: 2, inputs: ["a", "b"]) { [$0[0] - $0[2], $0[0] - $0[1]] }
    let readings = (0..<9).flatMap { [Float](repeating: Float($0), count: 4) }
    let windows = Tensor(readings, shape: [9, 2, 2])
    func loss(_ answer: Int) -> ([Float]) -> Double {
      { answers in (0..<9).reduce(0) { $0 + Double(abs(answers[$1 * 2 + answer])) } }
    }
    let course = try method.importances(of: function, windows: windows, loss: loss(0))
    #expect(course.allSatisfy { $0.increases == [0, 0, 0, 0] })
    let single = try method.importances(of: function, windows: windows, loss: loss(1))
    #expect(single.allSatisfy { $0.mean > 0 })
    let group = try method.importances(
      of: function, windows: windows, groups: [InputGroup(name: "both", inputs: [0, 1])],
      loss: loss(1))
    #expect(group.map(\.name) == ["both"])
    #expect(group[0].increases == [0, 0, 0, 0])
  }

  @Test("The same seed gives the same shuffles, whatever else is asked for")
  func repeats() throws {
    let function = Formula.tangle(steps: 2, inputs: 3)
    let windows = Formula.windows([17, 2, 3])
    let loss = squares(function.values(windows))
    let all = try method.importances(of: function, windows: windows, loss: loss)
    let last = try method.importances(
      of: function, windows: windows, groups: [InputGroup(name: "c", inputs: [2])], loss: loss)
    #expect(last == [all[2]])
    let other = try PermutationImportance(repeats: 4, random: RandomStreams(seed: 2))
      .importances(of: function, windows: windows, loss: loss)
    #expect(other != all)
  }

  @Test("One window, no repeat, a group of no input and a loss that is no number are refused")
  func errors() {
    let function = Formula.tangle(steps: 2, inputs: 3)
    func error(
      _ windows: Tensor = .ones([2, 2, 3]), repeats: Int = 1, inputs: [Int] = [0],
      loss: Double = 1
    ) -> ExplainError? {
      #expect(throws: ExplainError.self) {
        try PermutationImportance(repeats: repeats, random: RandomStreams(seed: 1)).importances(
          of: function, windows: windows, groups: [InputGroup(name: "g", inputs: inputs)],
          loss: { _ in loss })
      }
    }
    #expect(error(.ones([1, 2, 3])) == .noWindows(purpose: "to swap readings with"))
    #expect(error(.ones([0, 2, 3])) == .noWindows(purpose: "to explain"))
    #expect(error(.ones([2, 2, 4])) == .windows(expected: [2, 3], found: [2, 2, 4]))
    #expect(error(.filled(.nan, shape: [2, 2, 3])) == .notFinite(name: "window"))
    #expect(error(repeats: 0) == .setting(name: "repeats", expected: "at least 1", found: "0"))
    #expect(
      error(inputs: [3])?.description
        == "inputs of the group g must be at least one number below 3, found [3].")
    #expect(error(inputs: []) != nil)
    #expect(error(loss: .nan) == .notFinite(name: "loss"))
    // The windows of the two inputs no longer go together when one is shuffled.
    let pairs = Formula(steps: 1, inputs: ["a", "b"]) { [$0[0] == $0[1] ? 1 : .nan] }
    let windows = Tensor((0..<16).map { Float($0 / 2) }, shape: [8, 1, 2])
    #expect(throws: ExplainError.notFinite(name: "loss")) {
      try method.importances(of: pairs, windows: windows) { Double($0.reduce(0, +)) }
    }
  }
}
