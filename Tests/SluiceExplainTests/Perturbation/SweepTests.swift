import SluiceData
import SluiceExplain
import SluiceTensor
import Testing

@Suite("Sweeps over an input")
struct SweepTests {
  @Test("Single courses and their mean agree with scikit-learn")
  func fixture() throws {
    let fixture = try ShapleyFixture.read()
    let expected = fixture.sweep
    let found = try Sweep(input: expected.input, steps: expected.step..<expected.step + 1)
      .run(
        try fixture.function(), windows: fixture.many.tensor, answer: 0, grid: expected.grid)
    #expect(expected.individual.shape == [41, 5])
    #expect(largestDistance(found.individual, expected.individual.values) < 1e-6)
    #expect(largestDistance(found.mean, expected.mean) < 1e-6)
    #expect(found.grid == expected.grid)
    #expect(found.input == "b")
    #expect(found.steps == 3..<4)
  }

  @Test("All steps are set, to quantiles of their readings, told in the input's own unit")
  func units() throws {
    let function = Formula(steps: 2, inputs: ["a", "b"]) { [$0[0] * 10 + $0[2]] }
    // The readings of the first input are 0, 1, ..., 20, 20.
    let readings = (0..<22).flatMap { [Float(min($0, 20)), Float(7)] }
    let windows = Tensor(readings, shape: [11, 2, 2])
    let scale = ColumnScale(column: "a", offset: 100, scale: 2)
    let sweep = Sweep(input: 0, points: 4)
    let found = try sweep.run(
      function, windows: windows, answer: 0, scale: scale)
    // A twentieth of 21 distances is 1.05, and so on.
    let quantiles: [Float] = [1.05, 7.35, 13.65, 19.95]
    #expect(largestDistance(found.grid, quantiles.map { 100 + 2 * $0 }) < 1e-4)
    #expect(largestDistance(found.mean, quantiles.map { 11 * $0 }) < 1e-3)
    #expect(found.individual.count == 11 * 4)
    #expect(found.steps == 0..<2)
  }

  @Test("An input that is ignored leaves every course flat; one step alone moves less than all")
  func dummy() throws {
    let function = Formula(steps: 2, inputs: ["a", "b"]) { [$0[0] + $0[2]] }
    let windows = Formula.windows([5, 2, 2])
    let ignored = try Sweep(input: 1).run(function, windows: windows, answer: 0)
    let answers = function.values(windows)
    for window in 0..<5 {
      let course = ignored.individual[window * 20..<(window + 1) * 20]
      #expect(course.allSatisfy { $0 == answers[window] })
    }
    let one = try Sweep(input: 0, steps: 1..<2).run(
      function, windows: windows, answer: 0, grid: [2])
    #expect(one.individual == (0..<5).map { windows[$0, 0, 0] + 2 })
  }

  @Test("Equal readings make a grid of one value")
  func constant() throws {
    let function = Formula(steps: 2, inputs: ["a"]) { [$0[0]] }
    let found = try Sweep(input: 0).run(function, windows: .ones([3, 2, 1]), answer: 0)
    #expect(found.grid == [1])
    #expect(found.mean == [1])
  }

  @Test("An input, steps, points or a grid that are not there are refused")
  func errors() {
    let function = Formula.tangle(steps: 3, inputs: 2)
    func error(
      _ sweep: Sweep, _ windows: Tensor = .ones([2, 3, 2]), answer: Int = 0, grid: [Float]? = nil
    ) -> ExplainError? {
      #expect(throws: ExplainError.self) {
        try sweep.run(function, windows: windows, answer: answer, grid: grid)
      }
    }
    #expect(
      error(Sweep(input: 2))?.description
        == "input of the sweep must be a number below 2, found 2.")
    #expect(
      error(Sweep(input: 0, steps: 2..<4))?.description
        == "steps of the sweep must be at least one of 0..<3, found 2..<4.")
    #expect(error(Sweep(input: 0, steps: 1..<1)) != nil)
    #expect(error(Sweep(input: 0, points: 1)) != nil)
    #expect(error(Sweep(input: 0), grid: []) != nil)
    #expect(error(Sweep(input: 0), grid: [.infinity]) != nil)
    #expect(error(Sweep(input: 0), answer: 1) == .noSuchAnswer(found: 1, answers: ["value"]))
    #expect(error(Sweep(input: 0), .zeros([0, 3, 2])) == .noWindows(purpose: "to explain"))
    #expect(error(Sweep(input: 0), .filled(.nan, shape: [1, 3, 2])) == .notFinite(name: "window"))
    let broken = Formula(steps: 3, inputs: ["a", "b"]) { [$0[0] == 2 ? .nan : 1] }
    #expect(throws: ExplainError.notFinite(name: "answer")) {
      try Sweep(input: 0).run(broken, windows: .ones([1, 3, 2]), answer: 0, grid: [1, 2])
    }
  }
}
