import Foundation
import SluiceTensor
import Testing
import TuningConformance

@testable import SluiceTuning

@Suite("The CMA evolution strategy")
struct CMAESSamplerTests {
  struct Fixture: Decodable {
    struct Generation: Decodable {
      var points: [[Double]]
      var mean: [Double]
      var step: Double
      var covariance: [Double]
      var stepPath: [Double]
      var path: [Double]
    }

    var population: Int
    var start: [Double]
    var step: Double
    var generations: [Generation]
  }

  private func isNear(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-9) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < tolerance }
  }

  @Test("Twelve populations move the distribution as those of the package cmaes")
  func fixture() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/cmaes_state", withExtension: "json"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    var state = CMAESState(
      mean: fixture.start, step: fixture.step, population: fixture.population)
    for generation in fixture.generations {
      state.learn(from: generation.points)
      #expect(isNear(state.mean, generation.mean))
      #expect(isNear([state.step], [generation.step]))
      #expect(isNear(state.covariance, generation.covariance))
      #expect(isNear(state.stepPath, generation.stepPath))
      #expect(isNear(state.path, generation.path))
    }
  }

  @Test("The axes of a covariance stretch and unstretch vectors")
  func axes() {
    let covariance = [2, 0.8, 0.1, 0.8, 1, -0.3, 0.1, -0.3, 0.5]
    let axes = SymmetricEigen(covariance, size: 3)
    let units = (0..<3).map { axis in (0..<3).map { $0 == axis ? 1.0 : 0 } }
    let columns = units.map(axes.coloured)
    for row in 0..<3 {
      for column in 0..<3 {
        let entry = columns.reduce(0) { $0 + $1[row] * $1[column] }
        #expect(abs(entry - covariance[row * 3 + column]) < 1e-14)
      }
      // Twice the inverse root is the inverse: the matrix leads back.
      let inverse = axes.whitened(axes.whitened(units[row]))
      let back = (0..<3).map { line in
        (0..<3).reduce(0) { $0 + covariance[line * 3 + $1] * inverse[$1] }
      }
      #expect(isNear(back, units[row], 1e-12))
    }
  }

  @Test("It keeps the laws of samplers, with a population of its own and with one that is set")
  func laws() throws {
    #expect(try SamplerConformance.violations(of: CMAESSampler()) == [])
    #expect(try SamplerConformance.violations(of: CMAESSampler(population: 6)) == [])
  }

  @Test("It beats random search", arguments: ["branin", "rosenbrock", "hartmann", "network"])
  func beatsRandom(name: String) throws {
    let function = try #require(
      [.branin(), .rosenbrock(), .hartmann(), .network()].first { (function: TestFunction) in
        function.name == name
      })
    let own = try function.medianRegret(of: CMAESSampler())
    #expect(own < 0.75 * (try function.medianRegret(of: RandomSampler())))
  }

  /// A history of trials around a point, and the state after it.
  private func state(after trials: [Trial], in space: SearchSpace) -> CMAESState {
    CMAESSampler(population: 4).state(
      after: StudyHistory(space: space, objectives: [Objective("loss")], trials: trials),
      searching: space.parameters)
  }

  private func trials(_ count: Int) -> [Trial] {
    (0..<count).map { number in
      Trial(number: number, parameters: ["x": .double(Double(number % 7) / 10), "n": .int(2)])
        .ended(with: .complete([Double(number % 7)]), at: 1)
    }
  }

  @Test("It learns from whole populations only, and counts failed trials as the worst")
  func populations() throws {
    let space = try SearchSpace([
      Hyperparameter("x", .float(0...1)), Hyperparameter("n", .integer(1...5)),
    ])
    let whole = trials(8)
    #expect(state(after: Array(whole.prefix(7)), in: space).generation == 1)
    #expect(state(after: whole, in: space).generation == 2)
    var running = whole
    running[2] = Trial(number: 2, parameters: whole[2].parameters)
    #expect(state(after: running, in: space).generation == 0)
    let one = Array(whole.prefix(4))
    var (failed, worst) = (one, one)
    failed[0] = failed[0].ended(with: .failed("planned"), at: 1)
    worst[0] = worst[0].ended(with: .complete([99]), at: 1)
    #expect(state(after: failed, in: space).mean == state(after: worst, in: space).mean)
    #expect(state(after: failed, in: space).mean != state(after: one, in: space).mean)
  }

  @Test("A number in steps keeps a width of a quarter of a step")
  func width() throws {
    let space = try SearchSpace([
      Hyperparameter("x", .float(0...1)), Hyperparameter("n", .integer(1...5)),
    ])
    // All trials have n = 2, so nothing else would keep the distribution from closing on it.
    let state = state(after: trials(200), in: space)
    #expect(abs(state.mean[1] - 0.3) < 1e-3)
    #expect(state.step * state.covariance[3].squareRoot() > 0.05 * (1 - 1e-9))
  }

  @Test("A space without a number that is always in play, and impossible settings, are refused")
  func refusals() throws {
    let words = try SearchSpace([
      Hyperparameter("cell", .categorical(["LSTM", "GRU"])),
      Hyperparameter("units", .integer(1...9), when: .init("cell", isOneOf: ["GRU"])),
    ])
    let loss = [Objective("loss")]
    #expect(throws: TuningError.self) { try CMAESSampler().check(words, objectives: loss) }
    for sampler in [
      CMAESSampler(population: 3), CMAESSampler(deviation: 0), CMAESSampler(deviation: 2),
    ] {
      #expect(throws: TuningError.self) {
        try sampler.check(TestSpaces.mixed(), objectives: loss)
      }
      let json = try JSONEncoder().encode(sampler)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(CMAESSampler.self, from: json)
      }
    }
    #expect("\(CMAESSampler())" == "cmaes")
    let set = CMAESSampler(population: 8, deviation: 0.2)
    #expect("\(set)" == "cmaes(population 8, deviation 0.2)")
    #expect(try JSONDecoder().decode(CMAESSampler.self, from: JSONEncoder().encode(set)) == set)
  }
}
