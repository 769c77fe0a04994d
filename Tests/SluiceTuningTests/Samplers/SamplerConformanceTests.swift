import SluiceTensor
import SluiceTuning
import Testing
import TuningConformance

@Suite("The samplers' kit")
struct SamplerConformanceTests {
  @Test("Random search keeps all laws")
  func random() throws {
    #expect(try SamplerConformance.violations(of: RandomSampler(), objectives: 1...3) == [])
  }

  @Test("The kit sees a sampler that breaks a law", arguments: Faulty.Fault.allCases)
  func faults(_ fault: Faulty.Fault) throws {
    let violations = try SamplerConformance.violations(
      of: Faulty(fault: fault), objectives: 1...1)
    #expect(violations.contains { $0.contains(fault.rawValue) }, "\(violations)")
  }

  @Test("The functions have their least values where they are known to be")
  func functions() throws {
    let points: [(TestFunction, Hyperparameters)] = [
      (try .branin(), ["x": .double(.pi), "y": 2.275]),
      (try .rosenbrock(), ["x1": 1, "x2": 1, "x3": 1, "x4": 1]),
      (
        try .hartmann(),
        [
          "x1": 0.20169, "x2": 0.150011, "x3": 0.476874, "x4": 0.275332, "x5": 0.311652,
          "x6": 0.6573,
        ]
      ),
      (
        try .network(),
        [
          "cell": "GRU", "layers": 2, "rate": 0.0031622776601683794, "units": 96, "dropout": 0.2,
          "units2": 16,
        ]
      ),
    ]
    for (function, point) in points {
      #expect(abs(function.value(point) - function.optimum) < 1e-6, "\(function)")
    }
    let deep: Hyperparameters = [
      "cell": "RNN", "layers": 3, "rate": 0.1, "units": 128, "dropout": 0.5, "units2": 64,
      "skip": false,
    ]
    // 0.4 + 0.15 + 0.2 * 1.5^2 + 0.1 + 0.1 * 1.5 + 2 * 0.3^2 + 0.1 * 2^2 + 0.2
    #expect(abs(try TestFunction.network().value(deep) - 2.03) < 1e-9)
  }
}

/// Draws at random, with one fault.
struct Faulty: Sampler {
  /// What is wrong, in words of the kit's report.
  enum Fault: String, CaseIterable {
    case refusesNothing = "2 objectives are not refused"
    case refusesAll = "1 objectives are refused"
    case illegal = "expected"
    case remembers = "the same history and stream"
    case looksAhead = "depends on the results of trials under way"
    case repeats = "the same is proposed while it is under way"
    case counts = "other trials with four askers"
    case gives = "nothing is proposed"
    case misses = "cell: only"
    case stays = "units2 is never in play"
  }

  var fault: Fault
  var memory = Memory()
  var description: String { "faulty" }

  func check(_ space: SearchSpace, objectives: [Objective]) throws {
    if fault == .refusesNothing || (objectives.count == 1 && fault != .refusesAll) { return }
    throw TuningError.unsuitable(sampler: description, reason: "it is faulty")
  }

  func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    memory.count += 1
    if fault == .gives, number > 0 { return nil }
    if fault == .repeats { stream = RandomStream(seed: UInt64(history.completed.count)) }
    if fault == .remembers || (fault == .counts && number > 5) {
      stream = RandomStream(seed: UInt64(memory.count))
    }
    if fault == .looksAhead, history.pending.contains(where: { !$0.intermediate.isEmpty }) {
      _ = stream.uniformDouble()
    }
    var values = history.space.assignment { parameter in
      let place = stream.uniformDouble()
      let isNarrow =
        (fault == .misses && parameter.name == "cell")
        || (fault == .stays && parameter.name == "layers")
      return parameter.domain.value(at: isNarrow ? 0 : place)
    }
    if fault == .illegal { values["rate"] = 7.5 }
    return Proposal(values)
  }

  /// What no sampler may have.
  final class Memory: @unchecked Sendable {
    var count = 0
  }
}
