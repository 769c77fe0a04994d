import Foundation
@testable import SluiceTuning
import Testing
import TuningConformance

@Suite("The Sobol sampler")
struct SobolSamplerTests {
  private struct Fixture: Decodable {
    var indices: [Int]
    var points: [[Double]]
  }

  @Test("The bare sequence is SciPy's, in all 64 dimensions")
  func points() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/sobol", withExtension: "json"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    #expect(fixture.points.count == 27 && SobolSequence.dimensions == 64)
    let sequence = SobolSequence(seed: nil)
    for (index, point) in zip(fixture.indices, fixture.points) {
      for (dimension, coordinate) in point.enumerated() {
        #expect(sequence.coordinate(dimension, of: index) == coordinate)
      }
    }
  }

  @Test(
    "Scrambled, each of 64 equal parts of each coordinate has one of 64 points; pairs fill squares")
  func balance() {
    let sequence = SobolSequence(seed: 9)
    for dimension in 0..<64 {
      for start in [0, 64, 192] {
        let parts = (0..<64).map { Int(sequence.coordinate(dimension, of: start + $0) * 64) }
        #expect(Set(parts).count == 64, "dimension \(dimension)")
      }
    }
    let squares = (0..<64).map { index in
      Int(sequence.coordinate(0, of: index) * 8) * 8 + Int(sequence.coordinate(1, of: index) * 8)
    }
    #expect(Set(squares).count == 64)
  }

  @Test("Over the seeds a point is uniform, and two seeds give different points")
  func scrambling() {
    for (dimension, index) in [(0, 0), (1, 5), (7, 1)] {
      let draws = (0..<2000).map {
        SobolSequence(seed: UInt64($0)).coordinate(dimension, of: index)
      }
      let mean = draws.reduce(0, +) / 2000
      let square = draws.reduce(0) { $0 + $1 * $1 } / 2000
      // Four standard errors: 4 * 0.289 / sqrt(2000), 4 * 0.298 / sqrt(2000).
      #expect(abs(mean - 1.0 / 2) < 0.026 && abs(square - 1.0 / 3) < 0.027)
      #expect(Set(draws).count == 2000)
    }
  }

  @Test("It comes nearer to the best of Branin's function than random draws")
  func beatsRandom() throws {
    let function = try TestFunction.branin()
    let sobol = try function.medianRegret(of: SobolSampler())
    let random = try function.medianRegret(of: RandomSampler())
    #expect(sobol < random)
  }

  @Test("The kit's laws hold")
  func laws() throws {
    #expect(try SamplerConformance.violations(of: SobolSampler(), objectives: 1...3) == [])
  }

  @Test("The seed of the study scrambles its points")
  func seeds() throws {
    func first(seed: UInt64) throws -> [ParameterValue?] {
      let study = try Study(
        StudyDefinition("s", space: .line, sampler: SobolSampler(), seed: seed),
        budget: StudyBudget(trials: 4))
      while case .trial(let trial) = try study.ask() { try study.tell(trial, .complete([0])) }
      return try study.trials().map { $0.parameters["x"] }
    }
    #expect(try first(seed: 1) == first(seed: 1))
    #expect(try first(seed: 1) != first(seed: 2))
  }

  @Test("More parameters than there are direction numbers for are refused")
  func tooMany() throws {
    func space(_ count: Int) throws -> SearchSpace {
      try SearchSpace((0..<count).map { Hyperparameter("p\($0)", .float(0...1)) })
    }
    try SobolSampler().check(space(64), objectives: [Objective("a")])
    #expect(throws: TuningError.self) {
      try SobolSampler().check(space(65), objectives: [Objective("a")])
    }
  }
}
