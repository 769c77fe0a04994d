import SluiceTensor
import SluiceTuning

/// The laws of every sampler; one call tests a new one.
public struct SamplerConformance {
  private let sampler: any Sampler
  private let space: SearchSpace
  private var violations: [String] = []

  /// Returns what a sampler does wrong, in words; empty for one that keeps all laws.
  ///
  /// - Parameters:
  ///   - sampler: The sampler.
  ///   - space: Where it is tried; one with every kind of parameter if nil.
  ///   - objectives: How many objectives it can take; it must refuse another number up to 3.
  ///   - reach: After how many trials without any trend each value of a domain that has at most four
  ///     must have been proposed; nil if that is not what the sampler does.
  public static func violations(
    of sampler: any Sampler, on space: SearchSpace? = nil, objectives: ClosedRange<Int> = 1...1,
    reach: Int? = 150
  ) throws -> [String] {
    var kit = SamplerConformance(sampler: sampler, space: try space ?? TestSpaces.mixed())
    try kit.checkRefusals(taking: objectives)
    for count in objectives.clamped(to: 1...2) {
      let objectives = (0..<count).map { Objective("\($0)", $0 == 0 ? .minimize : .maximize) }
      kit.checkHistories(objectives)
      kit.checkPending(objectives)
      kit.checkAskers(objectives)
      try kit.checkSmallSpaces(objectives)
      if let reach { kit.checkReach(objectives, trials: reach) }
    }
    return kit.violations
  }

  private init(sampler: any Sampler, space: SearchSpace) {
    self.sampler = sampler
    self.space = space
  }

  private mutating func expect(_ isKept: Bool, _ violation: @autoclosure () -> String) {
    if !isKept, !violations.contains(violation()) { violations.append(violation()) }
  }

  private mutating func checkRefusals(taking legal: ClosedRange<Int>) throws {
    for count in 1...3 {
      let objectives = (0..<count).map { Objective("\($0)") }
      do {
        try sampler.check(space, objectives: objectives)
        expect(legal.contains(count), "\(count) objectives are not refused")
      } catch let error as TuningError {
        expect(!legal.contains(count), "\(count) objectives are refused: \(error)")
      }
    }
  }

  /// Proposes for the trial after a history, and checks that the values are legal.
  private mutating func proposal(
    after trials: [Trial], _ objectives: [Objective], in space: SearchSpace? = nil,
    case name: String
  ) -> Proposal? {
    var stream = RandomStreams(seed: 11).stream("trial/\(trials.count)")
    let history = StudyHistory(space: space ?? self.space, objectives: objectives, trials: trials)
    do {
      let proposal = try sampler.proposal(
        for: trials.count, given: history, drawing: &stream)
      if let proposal { try history.space.check(proposal.parameters) }
      return proposal
    } catch {
      violations.append("\(name): \(error)")
      return nil
    }
  }

  /// Whatever has happened, the proposal is legal, and the same a second time.
  private mutating func checkHistories(_ objectives: [Objective]) {
    for (name, trials) in TestHistories.all(in: space, objectives: objectives) {
      let first = proposal(after: trials, objectives, case: name)
      let again = proposal(after: trials, objectives, case: name)
      expect(first != nil, "\(name): nothing is proposed")
      expect(first == again, "\(name): the same history and stream give another proposal")
    }
  }

  /// What runs counts as running, whatever it has reported; and is not proposed again.
  private mutating func checkPending(_ objectives: [Objective]) {
    let done = TestHistories.mixed(24, in: space, objectives: objectives)
    let silent = (24..<27).map { done[$0 - 20] }.enumerated().map { index, trial in
      Trial(number: 24 + index, parameters: trial.parameters)
    }
    var talking = silent.map { $0.begun(by: "w", at: 1).adding(.init(step: 1, value: -50)) }
    talking[0].values = objectives.map { _ in -99 }
    expect(
      proposal(after: done + silent, objectives, case: "trials under way")
        == proposal(after: done + talking, objectives, case: "trials that have reported"),
      "the proposal depends on the results of trials under way")
    for (name, start) in [("no trial", []), ("24 trials", done)] {
      var trials: [Trial] = start
      for _ in 0..<6 {
        let next = proposal(after: trials, objectives, case: "asked on and on after \(name)")
        guard let next else { break }
        expect(
          !trials[start.count...].contains { $0.parameters == next.parameters },
          "after \(name) the same is proposed while it is under way")
        trials.append(Trial(number: trials.count, parameters: next.parameters, parent: next.parent))
      }
    }
  }

  /// A synchronous study makes the same trials with one and with four askers.
  private mutating func checkAskers(_ objectives: [Objective]) {
    do {
      let alone = try trials(askers: 1, objectives, isBackwards: false)
      expect(!alone.isEmpty, "a study ends without a trial")
      for isBackwards in [false, true] {
        let four = try trials(askers: 4, objectives, isBackwards: isBackwards)
        expect(
          four.map(\.parameters) == alone.map(\.parameters)
            && four.map(\.parent) == alone.map(\.parent),
          "a synchronous study makes other trials with four askers than with one")
      }
    } catch {
      violations.append("a study: \(error)")
    }
  }

  private func trials(askers: Int, _ objectives: [Objective], isBackwards: Bool) throws -> [Trial] {
    let budget = StudyBudget(trials: max(18, 2 * (sampler.generation ?? 0) + 3))
    let study = try Study(
      StudyDefinition(
        "s", space: space, objectives: objectives, sampler: sampler, seed: 3, generation: 4),
      budget: budget)
    var held: [Trial] = []
    while true {
      switch held.count < askers ? try study.ask() : .wait {
      case .trial(let trial): held.append(trial)
      case .over: return try study.trials()
      case .wait:
        let trial = isBackwards ? held.removeLast() : held.removeFirst()
        let losses = TestHistories.losses(of: trial, in: space, count: objectives.count)
        try study.tell(trial, trial.number == 5 ? .failed("planned") : .complete(losses))
      }
    }
  }

  /// Domains of one value take that value, beside others and alone.
  private mutating func checkSmallSpaces(_ objectives: [Objective]) throws {
    let single = [
      Hyperparameter("i", .integer(5...5)), Hyperparameter("f", .float(2...2)),
      Hyperparameter("log", .float(3...3, scale: .log)),
      Hyperparameter("one", .categorical(["a"])),
    ]
    let two = Hyperparameter("two", .categorical(["b", "c"]))
    let wide = Hyperparameter("wide", .integer(1...1000, scale: .log))
    for parameters in [single, single + [two, wide], [two]] {
      let space = try SearchSpace(parameters)
      var trials: [Trial] = []
      for number in 0..<20 {
        let next = proposal(
          after: trials, objectives, in: space, case: "a space of \(parameters.count) parameters")
        guard let next else { break }
        let trial = Trial(number: number, parameters: next.parameters, parent: next.parent)
        let losses = TestHistories.losses(of: trial, in: space, count: objectives.count)
        trials.append(trial.ended(with: .complete(losses), at: 1))
      }
      expect(!trials.isEmpty, "a space of \(parameters.count) parameters: nothing is proposed")
    }
  }

  /// Where no value is better than another, each of a few values is proposed.
  private mutating func checkReach(_ objectives: [Objective], trials count: Int) {
    var reached: [String: Set<ParameterValue>] = [:]
    var stream = RandomStream(seed: 5)
    var trials: [Trial] = []
    for number in 0..<count {
      guard let next = proposal(after: trials, objectives, case: "no trend") else { break }
      for (name, value) in next.parameters { reached[name, default: []].insert(value) }
      trials.append(
        Trial(number: number, parameters: next.parameters, parent: next.parent).ended(
          with: .complete(objectives.map { _ in stream.uniformDouble() }), at: 1))
    }
    for parameter in space.parameters {
      let values = reached[parameter.name] ?? []
      expect(!values.isEmpty, "\(parameter.name) is never in play")
      if let all = parameter.domain.values, all.count <= 4 {
        expect(values == Set(all), "\(parameter.name): only \(values.map(\.description).sorted())")
      } else {
        expect(values.count > 4, "\(parameter.name): only \(values.map(\.description).sorted())")
      }
    }
  }
}
