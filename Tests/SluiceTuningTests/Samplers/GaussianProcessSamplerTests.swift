import Foundation
import SluiceTensor
import SluiceTuning
import Testing
import TuningConformance

@Suite("The Gaussian process sampler")
struct GaussianProcessSamplerTests {
  /// What Optuna's sampler found.
  struct Fixture: Decodable {
    struct Function: Decodable, CustomStringConvertible, Sendable {
      var name: String
      var trials: Int
      var median: Double
      var description: String { name }
    }

    var functions: [Function]

    static func functions() throws -> [Function] {
      let url = try #require(
        Bundle.module.url(forResource: "Fixtures/optuna_gp", withExtension: "json"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).functions
    }
  }

  @Test("It keeps the laws of samplers")
  func laws() throws {
    #expect(try SamplerConformance.violations(of: GaussianProcessSampler()) == [])
  }

  @Test(
    "It beats random search, and is within 5 % of Optuna's at equal trials",
    arguments: ["branin", "network", "hartmann"])
  func medians(name: String) throws {
    let function = try #require(
      [.branin(), .network(), .hartmann()].first { (function: TestFunction) in
        function.name == name
      })
    let peer = try #require(Fixture.functions().first { $0.name == name })
    let seeds = (1...20).map { UInt64($0) }
    func median(_ sampler: any Sampler) throws -> Double {
      try seeds.map { try function.best(of: sampler, seed: $0, trials: peer.trials) }.median
    }
    let best = try median(GaussianProcessSampler())
    #expect(best < (try median(RandomSampler())))
    #expect(best <= peer.median + 0.05 * abs(peer.median))
  }

  /// Trials of a parabola in two numbers, whose best is at 0.3 and 0.7.
  private func trials(_ count: Int, in space: SearchSpace) -> [Trial] {
    var stream = RandomStream(seed: 2)
    return (0..<count).map { number in
      let trial = Trial(
        number: number, parameters: space.assignment { $0.domain.value(at: stream.uniformDouble()) }
      )
      let (x, y) = (trial.parameters["x"]?.number ?? 0, trial.parameters["y"]?.number ?? 0)
      let loss = (x - 0.3) * (x - 0.3) + (y - 0.7) * (y - 0.7)
      return trial.ended(with: .complete([loss]), at: 1)
    }
  }

  @Test("It goes to the best place, and elsewhere when that is under way or has failed")
  func pending() throws {
    let space = try SearchSpace([
      Hyperparameter("x", .float(0...1)), Hyperparameter("y", .float(0...1)),
    ])
    func proposal(_ trials: [Trial]) throws -> Hyperparameters {
      var stream = RandomStream(seed: 9)
      let history = StudyHistory(space: space, objectives: [Objective("loss")], trials: trials)
      return try #require(
        GaussianProcessSampler().proposal(
          for: trials.count, given: history, drawing: &stream)
      ).parameters
    }
    func distance(_ a: Hyperparameters, _ b: Hyperparameters) -> Double {
      var square = 0.0
      for name in ["x", "y"] {
        let gap = (a[name]?.number ?? 0) - (b[name]?.number ?? 0)
        square += gap * gap
      }
      return square.squareRoot()
    }
    let known = trials(15, in: space)
    let first = try proposal(known)
    #expect(distance(first, ["x": 0.3, "y": 0.7]) < 0.1)
    let waiting = Trial(number: 15, parameters: first)
    let failed = waiting.ended(with: .failed("planned"), at: 1)
    #expect(distance(try proposal(known + [waiting]), first) > 0.01)
    #expect(distance(try proposal(known + [failed]), first) > 0.1)
  }

  @Test("It tries every value of a small space before it repeats one")
  func smallSpace() throws {
    let space = try SearchSpace([
      Hyperparameter("x", .integer(1...4)), Hyperparameter("y", .categorical(["a", "b", "c"])),
    ])
    var known: [Trial] = []
    for number in 0..<12 {
      var stream = RandomStreams(seed: 1).stream("\(number)")
      let history = StudyHistory(space: space, objectives: [Objective("loss")], trials: known)
      let parameters = try #require(
        GaussianProcessSampler(startup: 1).proposal(
          for: number, given: history, drawing: &stream)
      ).parameters
      // The first two results have no spread to model.
      if number > 1 { #expect(!known.contains { $0.parameters == parameters }, "\(number)") }
      let loss = abs((parameters["x"]?.number ?? 0) - 3) + (parameters["y"] == "b" ? 0 : 1)
      known.append(
        Trial(number: number, parameters: parameters).ended(
          with: .complete([loss + Double(number) * 1e-3]), at: 1))
    }
  }

  @Test("Impossible settings are refused, where they are read and where a study begins")
  func settings() throws {
    #expect("\(GaussianProcessSampler())" == "gp")
    #expect("\(GaussianProcessSampler(startup: 20))" == "gp(startup 20)")
    func read(_ json: String) throws -> GaussianProcessSampler {
      try JSONDecoder().decode(GaussianProcessSampler.self, from: Data(json.utf8))
    }
    #expect(try read("{}") == GaussianProcessSampler())
    #expect(throws: DecodingError.self) { try read(#"{"startup": 0}"#) }
    #expect(throws: TuningError.self) {
      try GaussianProcessSampler(startup: 0).check(
        TestSpaces.mixed(), objectives: [Objective("loss")])
    }
  }
}
