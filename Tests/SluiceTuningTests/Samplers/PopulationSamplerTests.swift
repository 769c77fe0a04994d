import Foundation
import SluiceTensor
import Testing
import TuningConformance

@testable import SluiceTuning

@Suite("The population sampler")
struct PopulationSamplerTests {
  let sampler = PopulationSampler(population: 4, resample: 0, fixed: ["units"])

  private func space() throws -> SearchSpace {
    try SearchSpace([
      Hyperparameter("units", .integer(1...64)),
      Hyperparameter("rate", .float(1e-4...1, scale: .log)),
    ])
  }

  /// A finished population with some losses.
  private func trials(_ losses: [Double]) -> [Trial] {
    losses.enumerated().map { number, loss in
      Trial(
        number: number,
        parameters: ["units": .int(number + 1), "rate": .double(0.01 * Double(number + 1))]
      ).ended(with: .complete([loss]), at: 1)
    }
  }

  private func proposal(
    for number: Int, after trials: [Trial], by sampler: PopulationSampler? = nil
  ) throws -> Proposal {
    var stream = RandomStreams(seed: 1).stream("trial/\(number)")
    let history = StudyHistory(
      space: try space(), objectives: [Objective("loss")], trials: trials)
    let sampler = sampler ?? self.sampler
    return try #require(sampler.proposal(for: number, given: history, drawing: &stream))
  }

  @Test("Members go on as they are; the worst goes on from the best, with its numbers changed")
  func lineage() throws {
    let known = trials([3, 1, 2, 4])
    for member in 0..<3 {
      let leg = try proposal(for: 4 + member, after: known)
      #expect(leg == Proposal(known[member].parameters, parent: member))
    }
    let leg = try proposal(for: 7, after: known)
    #expect(leg.parent == 1)
    #expect(leg.parameters["units"] == 2)
    let factor = (leg.parameters["rate"]?.number ?? 0) / 0.02
    #expect(abs(factor - 1.2) < 1e-12 || abs(factor - 0.8) < 1e-12)
  }

  @Test("A member whose leg failed goes on from the best, and takes the place of the worst")
  func failed() throws {
    var known = trials([3, 1, 2, 4])
    known[2] = known[2].ended(with: .failed("planned"), at: 1)
    #expect(try proposal(for: 6, after: known).parent == 1)
    #expect(try proposal(for: 7, after: known).parent == 3)
  }

  @Test("A later generation goes on from the generation before it")
  func generations() throws {
    let second = trials([5, 6, 7, 8]).map { trial in
      var trial = trial
      trial.number += 4
      return trial
    }
    #expect(try proposal(for: 8, after: trials([3, 1, 2, 4]) + second).parent == 4)
    #expect(try proposal(for: 11, after: trials([3, 1, 2, 4]) + second).parent == 4)
  }

  @Test("With a probability of one all that is not fixed is drawn anew")
  func resampled() throws {
    let sampler = PopulationSampler(population: 4, resample: 1, fixed: ["units"])
    let leg = try proposal(for: 7, after: trials([3, 1, 2, 4]), by: sampler)
    #expect(leg.parameters["units"] == 2)
    let factor = (leg.parameters["rate"]?.number ?? 0) / 0.02
    #expect(abs(factor - 1.2) > 1e-6 && abs(factor - 0.8) > 1e-6)
  }

  @Test(
    "Numbers move by a fifth and at least a step, listed values to a neighbour, none off its domain"
  )
  func neighbours() {
    func neighbours(_ domain: Hyperparameter.Domain, _ value: ParameterValue) -> [ParameterValue?] {
      [domain.neighbour(of: value, isUp: false), domain.neighbour(of: value, isUp: true)]
    }
    #expect(neighbours(.integer(1...100), 50) == [40, 60])
    #expect(neighbours(.integer(1...100), 1) == [nil, 2])
    #expect(neighbours(.integer(32...128, step: 32), 96) == [64, 128])
    #expect(neighbours(.float(0...1), 0) == [nil, nil])
    #expect(neighbours(.float(0...1), 0.9) == [.double(0.9 * 0.8), 1.0])
    #expect(neighbours(.float(0...0.5, step: 0.1), 0.0) == [nil, 0.1])
    #expect(neighbours(.categorical(["a", "b", "c"]), "b") == ["a", "c"])
    #expect(neighbours(.categorical(["a", "b", "c"]), "c") == ["b", nil])
  }

  @Test("It keeps the laws of samplers")
  func laws() throws {
    // Members follow their leaders, so not every value is tried.
    let violations = try SamplerConformance.violations(
      of: PopulationSampler(population: 5), reach: nil)
    #expect(violations == [])
  }

  /// The best loss after 10 legs of 10 members, where a leg gains the more, the nearer its rate is to one
  /// that falls from leg to leg.
  private func best(seed: UInt64, changing: Bool) throws -> Double {
    let space = try SearchSpace([Hyperparameter("rate", .float(1e-4...1, scale: .log))])
    var trials: [Trial] = []
    for number in 0..<100 {
      var stream = RandomStreams(seed: seed).stream("trial/\(number)")
      let history = StudyHistory(space: space, objectives: [Objective("loss")], trials: trials)
      let leg =
        changing || number < 10
        ? try #require(PopulationSampler().proposal(for: number, given: history, drawing: &stream))
        : Proposal(trials[number - 10].parameters, parent: number - 10)
      let distance =
        log10(leg.parameters["rate"]?.number ?? 1) + 0.5 + 0.2 * Double(number / 10)
      let start = leg.parent.map { trials[$0].values[0] } ?? 20
      trials.append(
        Trial(number: number, parameters: leg.parameters, parent: leg.parent).ended(
          with: .complete([start - exp(-distance * distance / 0.18)]), at: 1))
    }
    return trials.map { $0.values[0] }.min() ?? .infinity
  }

  @Test("Where the best rate falls in the course of a training, it beats rates that stay")
  func beatsConstantRates() throws {
    let seeds = (1...20).map { UInt64($0) }
    let own = try seeds.map { try best(seed: $0, changing: true) }.median
    let constant = try seeds.map { try best(seed: $0, changing: false) }.median
    #expect(own < constant - 1)
  }

  @Test("What cannot work is refused with the reason")
  func refusals() throws {
    func refusal(_ sampler: PopulationSampler, _ space: SearchSpace) -> String {
      do {
        try sampler.check(space, objectives: [Objective("loss")])
        return ""
      } catch {
        return "\(error)"
      }
    }
    let mixed = try TestSpaces.mixed()
    #expect(refusal(PopulationSampler(fixed: ["layers", "units2"]), mixed) == "")
    #expect(refusal(PopulationSampler(fixed: ["width"]), mixed).contains("the space has layers"))
    #expect(refusal(PopulationSampler(fixed: ["units2"]), mixed).contains("list both in fixed"))
    #expect(
      refusal(PopulationSampler(fixed: ["units", "rate"]), try space()).contains("take random"))
    #expect(refusal(PopulationSampler(population: 1), mixed).contains("at least 2"))
    #expect(refusal(PopulationSampler(quantile: 0.6), mixed).contains("at most 0.5"))
    #expect(refusal(PopulationSampler(resample: -1), mixed).contains("0 to 1"))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(PopulationSampler.self, from: Data(#"{"quantile": 0}"#.utf8))
    }
    let set = PopulationSampler(population: 4, fixed: ["units"])
    #expect("\(set)" == "population(population 4, fixed units)")
    #expect(
      try JSONDecoder().decode(PopulationSampler.self, from: JSONEncoder().encode(set)) == set)
  }
}
