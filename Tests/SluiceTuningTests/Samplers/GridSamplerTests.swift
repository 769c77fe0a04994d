import Foundation
import SluiceTuning
import Testing
import TuningConformance

@Suite("The grid sampler")
struct GridSamplerTests {
  /// Runs a study to its end and returns what was tried, as text.
  private func tried(
    _ space: SearchSpace, points: Int? = nil, initial: [Hyperparameters] = []
  ) throws -> [String] {
    let study = try Study(
      StudyDefinition("g", space: space, sampler: GridSampler(points: points), initial: initial),
      budget: StudyBudget(trials: 200))
    loop: while true {
      switch try study.ask() {
      case .trial(let trial): try study.tell(trial, .complete([0]))
      case .over(let end):
        #expect(end == .exhausted)
        break loop
      case .wait: break loop
      }
    }
    return try study.trials().map { trial in
      trial.parameters.sorted { $0.key < $1.key }.map { "\($0.value)" }.joined(separator: " ")
    }
  }

  private let conditional = [
    Hyperparameter("a", .integer(1...3)),
    Hyperparameter("b", .categorical(["x", "y"]), when: .init("a", isOneOf: [2, 3])),
    Hyperparameter("c", .categorical([true, false]), when: .init("b", isOneOf: ["y"])),
    Hyperparameter("d", .float(0...0.5, step: 0.5)),
  ]

  @Test(
    "All combinations come once, the last parameter changing fastest, without what is not in play")
  func order() throws {
    #expect(
      try tried(SearchSpace(conditional)) == [
        "1 0.0", "1 0.5",
        "2 x 0.0", "2 x 0.5", "2 y true 0.0", "2 y true 0.5", "2 y false 0.0", "2 y false 0.5",
        "3 x 0.0", "3 x 0.5", "3 y true 0.0", "3 y true 0.5", "3 y false 0.0", "3 y false 0.5",
      ])
  }

  @Test(
    "What was tried first, on the grid or beside it, is not tried again and nothing is left out")
  func initial() throws {
    let space = try SearchSpace([
      Hyperparameter("a", .integer(1...3)), Hyperparameter("f", .float(0...1)),
    ])
    #expect(
      try tried(space, points: 2, initial: [["a": 2, "f": 1], ["a": 2, "f": 0.3]]) == [
        "2 1", "2 0.3", "1 0.0", "1 1.0", "2 0.0", "3 0.0", "3 1.0",
      ])
  }

  @Test("A number without a step gets points from end to end of its scale, or is refused")
  func points() throws {
    let space = try SearchSpace([Hyperparameter("rate", .float(1e-4...1e-2, scale: .log))])
    let values = try tried(space, points: 3).compactMap { Double($0) }
    #expect(values.count == 3 && values[0] == 1e-4 && values[2] == 1e-2)
    #expect(abs(values[1] - 1e-3) < 1e-12)
    #expect(
      try tried(space, points: 1).compactMap { Double($0) }.map { abs($0 - 1e-3) < 1e-12 } == [true]
    )
    let error = #expect(throws: TuningError.self) {
      try StudyDefinition("g", space: space, sampler: GridSampler())
    }
    #expect(error?.description.contains("rate has no end of values") == true)
    #expect(throws: TuningError.self) { try GridSampler(points: 0).check(space, objectives: []) }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(GridSampler.self, from: Data(#"{"points": 0}"#.utf8))
    }
    let read = try JSONDecoder().decode(GridSampler.self, from: Data(#"{"points": 7}"#.utf8))
    #expect(read == GridSampler(points: 7))
  }

  @Test("A grid that nobody could finish still begins")
  func endless() throws {
    let space = try SearchSpace(
      (0..<20).map { Hyperparameter("p\($0)", .integer(1...1000)) })
    let study = try Study(
      StudyDefinition("g", space: space, sampler: GridSampler()), budget: StudyBudget(trials: 3))
    while case .trial(let trial) = try study.ask() { try study.tell(trial, .complete([0])) }
    #expect(try study.trials().map { $0.parameters["p19"] } == [1, 2, 3])
  }

  @Test("Where the best lies at the ends of the ranges, the grid beats random search")
  func beatsRandom() throws {
    let function = try TestFunction.corner()
    let grid = try function.medianRegret(of: GridSampler(points: 4))
    let random = try function.medianRegret(of: RandomSampler())
    #expect(grid == 0)
    #expect(random > 0.1, "\(random)")
  }

  @Test(
    "With a trial for each combination the grid finds the best one always, random search does not")
  func completeness() throws {
    let space = try SearchSpace([
      Hyperparameter("a", .integer(1...4)), Hyperparameter("b", .categorical(["x", "y", "z"])),
      Hyperparameter("c", .float(0...0.3, step: 0.1)),
    ])
    func isFound(by sampler: any Sampler, seed: UInt64) throws -> Bool {
      let study = try Study(
        StudyDefinition("f", space: space, sampler: sampler, seed: seed),
        budget: StudyBudget(trials: 48))
      while case .trial(let trial) = try study.ask() { try study.tell(trial, .complete([0])) }
      return try study.trials().contains {
        $0.parameters["a"] == 3 && $0.parameters["b"] == "y" && $0.parameters["c"] == 0.2
      }
    }
    let seeds = UInt64(1)...20
    #expect(try seeds.allSatisfy { try isFound(by: GridSampler(), seed: $0) })
    #expect(try !seeds.allSatisfy { try isFound(by: RandomSampler(), seed: $0) })
  }

  @Test("The kit's laws hold")
  func laws() throws {
    #expect(
      try SamplerConformance.violations(
        of: GridSampler(points: 3), objectives: 1...3, reach: nil) == [])
    let violations = try SamplerConformance.violations(
      of: GridSampler(points: 3), on: SearchSpace(conditional), objectives: 1...3, reach: nil)
    // 14 combinations are fewer than some histories of the kit hold.
    #expect(violations.allSatisfy { $0.hasSuffix("nothing is proposed") }, "\(violations)")
  }
}
