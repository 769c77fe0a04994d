import Foundation
import SluiceTensor
import Testing
import TuningConformance

@testable import SluiceTuning

@Suite("The sampler NSGA-II")
struct NSGA2SamplerTests {
  @Test("Members are ranked by front, then by the room around them")
  func ranking() {
    let ranking = ParetoRanking([[1, 5], [2, 3], [4, 1], [3, 4], [5, 5], [2.5, 2.9]])
    #expect(ranking.fronts == [0, 0, 0, 1, 2, 0])
    #expect(ranking.crowding[0] == .infinity)
    #expect(ranking.crowding[2] == .infinity)
    #expect(abs(ranking.crowding[1] - (1.5 / 3 + 2.1 / 4)) < 1e-15)
    #expect(abs(ranking.crowding[5] - (2.0 / 3 + 2.0 / 4)) < 1e-15)
    #expect(ranking.prefers(5, to: 1))
    #expect(ranking.prefers(1, to: 3))
    #expect(!ranking.prefers(4, to: 3))
  }

  @Test("Crossed and mutated numbers spread as their distribution index says")
  func variation() {
    var stream = RandomStream(seed: 4)
    let count = 20_000
    var (room, low, change) = (0.0, 0, 0.0)
    for _ in 0..<count {
      let child = UnitVariation.crossed(0.6, 0.4, drawing: &stream)
      room += abs(child - 0.5) / Double(count)
      if child < 0.5 { low += 1 }
      change += abs(UnitVariation.mutated(0.5, drawing: &stream) - 0.5) / Double(count)
      #expect(0...1 ~= UnitVariation.crossed(0, 1, drawing: &stream))
      #expect(0...1 ~= UnitVariation.mutated(0.001, drawing: &stream))
    }
    // The mean of the spread factor is (21/22 + 21/20) / 2, that of the change 1/22.
    #expect(abs(room - 0.1 * (21.0 / 22 + 21.0 / 20) / 2) < 5e-4)
    #expect(abs(change - 1.0 / 22) < 1e-3)
    #expect(abs(low - count / 2) < 300)
  }

  @Test("It keeps the laws of samplers with one objective and with several")
  func laws() throws {
    #expect(
      try SamplerConformance.violations(of: NSGA2Sampler(population: 8), objectives: 1...3) == [])
  }

  /// The area between the results and a far corner.
  private func area(_ results: [[Double]], below corner: [Double]) -> Double {
    var (area, height) = (0.0, corner[1])
    for point in results.sorted(by: { $0[0] < $1[0] })
    where point[0] < corner[0] && point[1] < height {
      area += (corner[0] - point[0]) * (height - point[1])
      height = point[1]
    }
    return area
  }

  /// The area that a sampler's 160 trials of ZDT1 in six numbers cover.
  private func area(_ sampler: any Sampler, seed: UInt64) throws -> Double {
    let names = (0..<6).map { "x\($0)" }
    let study = try Study(
      StudyDefinition(
        "zdt1", space: SearchSpace(names.map { Hyperparameter($0, .float(0...1)) }),
        objectives: [Objective("near"), Objective("far")], sampler: sampler, seed: seed),
      budget: StudyBudget(trials: 160))
    while case .trial(let trial) = try study.ask() {
      let x = names.map { trial.parameters[$0]?.number ?? .nan }
      let far = 1 + 9 / 5 * x[1...].reduce(0, +)
      try study.tell(trial, .complete([x[0], far * (1 - (x[0] / far).squareRoot())]))
    }
    return area(try study.trials().map(\.values), below: [1.1, 7])
  }

  @Test("Its front of ZDT1 covers more than that of random search")
  func beatsRandom() throws {
    let seeds = (1...20).map { UInt64($0) }
    let own = try seeds.map { try area(NSGA2Sampler(), seed: $0) }.median
    let random = try seeds.map { try area(RandomSampler(), seed: $0) }.median
    #expect(own > random + 0.5)
  }

  @Test("Children take their values from the parents, save for about one")
  func children() throws {
    let space = try TestSpaces.mixed()
    var stream = RandomStream(seed: 6)
    let one: Hyperparameters = [
      "layers": 1, "units": 32, "rate": 0.01, "dropout": 0.1, "cell": "LSTM",
    ]
    let parents = (0..<8).map { number in
      Trial(number: number, parameters: one).ended(with: .complete([1, 1]), at: 1)
    }
    let history = StudyHistory(
      space: space, objectives: [Objective("a"), Objective("b")], trials: parents)
    var changes = 0
    for _ in 0..<500 {
      let child = try #require(
        NSGA2Sampler(population: 8).proposal(for: 8, given: history, drawing: &stream)
      ).parameters
      try space.check(child)
      changes += one.keys.count { child[$0] != one[$0] }
    }
    // One in five parameters is redrawn, and may be the same again; children without a change are
    // bred once more.
    #expect(300...800 ~= changes)
  }

  @Test("An impossible population is refused")
  func settings() throws {
    let small = NSGA2Sampler(population: 3)
    #expect(throws: TuningError.self) { try small.check(TestSpaces.mixed(), objectives: []) }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(NSGA2Sampler.self, from: Data(#"{"population": 3}"#.utf8))
    }
    #expect("\(NSGA2Sampler())" == "nsga2")
    #expect("\(small)" == "nsga2(population 3)")
    #expect(NSGA2Sampler().generation == 20)
  }
}
