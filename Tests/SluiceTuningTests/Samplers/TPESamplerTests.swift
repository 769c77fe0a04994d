import Foundation
import SluiceTensor
import SluiceTuning
import Testing
import TuningConformance

@Suite("The TPE sampler")
struct TPESamplerTests {
  private struct Fixture: Decodable {
    struct Function: Decodable {
      var random: [Double]
      var tpe: [Double]
    }
    var functions: [String: Function]
  }

  static let functions = ["branin", "hartmann", "rosenbrock", "network"]

  private func function(_ name: String) throws -> TestFunction {
    switch name {
    case "branin": try .branin()
    case "hartmann": try .hartmann()
    case "rosenbrock": try .rosenbrock()
    default: try .network()
    }
  }

  @Test("It comes nearer to the best than random draws", arguments: functions)
  func beatsRandom(_ name: String) throws {
    let function = try function(name)
    let tpe = try function.medianRegret(of: TPESampler())
    let random = try function.medianRegret(of: RandomSampler())
    #expect(tpe < 0.5 * random)
  }

  // 100 % is what random draws leave: the median of their distance from the optimum at equal trials.
  // A share of the best value itself would say nothing where the optimum is 0, and a share of the
  // distance that TPE leaves would be finer than the noise of 40 seeds. With 200 seeds of each, the
  // median distance is 0.97 (branin), 1.08 (hartmann), 1.03 (rosenbrock) and 0.78 (network) of
  // Optuna's, and 1 lies within the 95 % bootstrap interval of all four.
  @Test("It is within 5 % of Optuna's, on the scale of random draws", arguments: functions)
  func optuna(_ name: String) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/tpe", withExtension: "json"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    let function = try function(name)
    let numbers = try #require(fixture.functions[name])
    let theirs = numbers.tpe.median - function.optimum
    let random = numbers.random.median - function.optimum
    let own = try function.medianRegret(of: TPESampler(), seeds: 40)
    #expect(own - theirs < 0.05 * random, "\(own), Optuna \(theirs), random \(random)")
  }

  @Test("The kit's laws hold")
  func laws() throws {
    #expect(try SamplerConformance.violations(of: TPESampler()) == [])
    #expect(try SamplerConformance.violations(of: TPESampler(startup: 0, candidates: 1)) == [])
  }

  /// Trials on a line, each with its loss, told from their positions.
  private func history(_ trials: [Trial]) throws -> StudyHistory {
    StudyHistory(
      space: try SearchSpace([Hyperparameter("x", .float(0...1))]),
      objectives: [Objective("loss")], trials: trials)
  }

  private func mean(_ history: StudyHistory) throws -> Double {
    try (0..<200).map { seed in
      var stream = RandomStream(seed: UInt64(seed))
      let proposal = TPESampler().proposal(
        for: history.trials.count, given: history, drawing: &stream)
      return try #require(proposal?.parameters["x"]?.number)
    }.reduce(0, +) / 200
  }

  private func line(_ ended: (Double, Trial) -> Trial) -> [Trial] {
    (0..<20).map { index in
      let x = (Double(index) + 0.5) / 20
      return ended(x, Trial(number: index, parameters: ["x": .double(x)]))
    }
  }

  @Test("It goes where the losses are small, and turns round with the direction")
  func direction() throws {
    let trials = line { $1.ended(with: .complete([$0]), at: 1) }
    #expect(try mean(history(trials)) < 0.25)
    let turned = StudyHistory(
      space: try history(trials).space, objectives: [Objective("gain", .maximize)], trials: trials)
    #expect(try mean(turned) > 0.75)
  }

  @Test(
    "Among pruned trials those that came farther are better, then those with the smaller report")
  func pruned() throws {
    let farther = line { x, trial in
      trial.adding(.init(step: Int(x * 20), value: x)).ended(with: .pruned(), at: 1)
    }
    #expect(try mean(history(farther)) > 0.75)
    let smaller = line { $1.adding(.init(step: 3, value: $0)).ended(with: .pruned(), at: 1) }
    #expect(try mean(history(smaller)) < 0.25)
    let complete = line { x, trial in
      x > 0.9
        ? trial.ended(with: .complete([100]), at: 1)
        : trial.adding(.init(step: 3, value: x)).ended(with: .pruned(), at: 1)
    }
    #expect(try mean(history(complete)) > 0.75)
  }

  @Test("Trials under way keep others away, failed ones do not")
  func liar() throws {
    let trials = line { $1.ended(with: .complete([abs($0 - 0.5)]), at: 1) }
    let others = (20..<60).map { Trial(number: $0, parameters: ["x": 0.5]) }
    func near(_ trials: [Trial]) throws -> Int {
      let history = try history(trials)
      return (0..<200).filter { seed in
        var stream = RandomStream(seed: UInt64(seed))
        let proposal = TPESampler().proposal(
          for: trials.count, given: history, drawing: &stream)
        return abs((proposal?.parameters["x"]?.number ?? 9) - 0.5) < 0.05
      }.count
    }
    let alone = try near(trials)
    let failed = others.map { $0.ended(with: .failed("planned"), at: 1) }
    #expect(try near(trials + failed) == alone)
    #expect(try near(trials + others) < alone / 2)
  }

  @Test("Its settings are read with their defaults, impossible ones are refused")
  func settings() throws {
    func read(_ json: String) throws -> TPESampler {
      try JSONDecoder().decode(TPESampler.self, from: Data(json.utf8))
    }
    #expect(try read("{}") == TPESampler())
    #expect(try read(#"{"startup": 20}"#).description == "tpe(startup 20)")
    #expect(TPESampler().description == "tpe")
    for bad in [#"{"startup": -1}"#, #"{"candidates": 0}"#] {
      #expect(throws: DecodingError.self) { try read(bad) }
    }
    #expect(throws: TuningError.self) {
      try StudyDefinition("s", space: .line, sampler: TPESampler(candidates: 0))
    }
  }
}
