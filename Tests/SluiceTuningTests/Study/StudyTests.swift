import SluiceTensor
import SluiceTuning
import Synchronization
import Testing

@Suite("Studies")
struct StudyTests {
  let space = SearchSpace.line

  private func study(
    _ name: String = "s", generation: Int? = nil, budget: StudyBudget = StudyBudget(trials: 12),
    pruner: (any Pruner)? = nil, storage: any StudyStorage = InMemoryStorage(),
    worker: String = "a", initial: [Hyperparameters] = [], seed: UInt64 = 1
  ) throws -> Study {
    try Study(
      StudyDefinition(
        name, space: space, sampler: Greedy(), pruner: pruner, seed: seed, generation: generation,
        initial: initial),
      budget: budget, storage: storage, worker: worker)
  }

  @Test("Ask and tell runs to the end of the budget and knows the best")
  func askAndTell() throws {
    let study = try study(initial: [["x": 0.5]])
    while case .trial(let trial) = try study.ask() {
      try study.tell(trial, .complete(square(trial)))
    }
    let trials = try study.trials()
    #expect(trials.count == 12)
    #expect(trials.allSatisfy { $0.state == .complete && $0.attempts == 1 })
    #expect(trials[0].parameters["x"] == 0.5)
    let best = try #require(study.definition.best(of: trials))
    #expect(best.values[0] == trials.map { $0.values[0] }.min())
  }

  /// Runs a synchronous study with several askers that answer in different orders.
  private func trials(workers: Int, backwards: Bool) throws -> [Trial] {
    let study = try study(generation: 4, budget: StudyBudget(trials: 14))
    var held: [Trial] = []
    loop: while true {
      switch held.count < workers ? try study.ask() : .wait {
      case .trial(let trial): held.append(trial)
      case .over: break loop
      case .wait:
        let trial = backwards ? held.removeLast() : held.removeFirst()
        try study.tell(trial, .complete(square(trial)))
      }
    }
    return try study.trials()
  }

  @Test("A synchronous study makes the same trials with 1 and 4 workers, whoever is faster")
  func synchronous() throws {
    let one = try trials(workers: 1, backwards: false)
    #expect(one.count == 14)
    for other in [
      try trials(workers: 4, backwards: false), try trials(workers: 4, backwards: true),
    ] {
      #expect(one.map(\.parameters) == other.map(\.parameters))
      #expect(one.map(\.values) == other.map(\.values))
    }
    // The sampler does use what it is told: later generations lie nearer to the best.
    #expect(one[4...].allSatisfy { abs(square($0)[0]) <= 1.05 })
  }

  @Test("A study that is opened again goes on where it was, with the same trials")
  func goesOn() throws {
    let storage = InMemoryStorage()
    let first = try study(budget: StudyBudget(trials: 5), storage: storage)
    while case .trial(let trial) = try first.ask() {
      try first.tell(trial, .complete(square(trial)))
    }
    let second = try study(budget: StudyBudget(trials: 12), storage: storage)
    while case .trial(let trial) = try second.ask() {
      try second.tell(trial, .complete(square(trial)))
    }
    let whole = try study()
    while case .trial(let trial) = try whole.ask() {
      try whole.tell(trial, .complete(square(trial)))
    }
    #expect(try second.trials().map(\.parameters) == whole.trials().map(\.parameters))
  }

  @Test("A study whose space or seed has changed is refused, naming the first difference")
  func changed() throws {
    let storage = InMemoryStorage()
    _ = try study(storage: storage)
    #expect(
      throws: TuningError.changed(study: "s", what: "seed", before: "1", now: "2")
    ) { try study(storage: storage, seed: 2) }
    let other = try SearchSpace([Hyperparameter("x", .float(-1...2))])
    #expect(
      throws: TuningError.changed(
        study: "s", what: "parameter x", before: "-1.0 to 1.0", now: "-1.0 to 2.0")
    ) { try Study(StudyDefinition("s", space: other, sampler: Greedy()), storage: storage) }
  }

  @Test("The trial of a dead worker is taken over; the dead one's result does not count")
  func takeOver() throws {
    let time = TestClock()
    let storage = InMemoryStorage(clock: time.now)
    let dead = try study(budget: StudyBudget(trials: 1), storage: storage, worker: "dead")
    let alive = try study(budget: StudyBudget(trials: 1), storage: storage, worker: "alive")
    guard case .trial(var lost) = try dead.ask() else { throw Missing() }
    _ = try dead.report(3, at: 1, of: &lost)
    time.advance(by: 59)
    guard case .wait = try alive.ask() else { throw Missing() }
    time.advance(by: 2)
    guard case .trial(let taken) = try alive.ask() else { throw Missing() }
    #expect(taken.number == 0 && taken.attempts == 2 && taken.intermediate.isEmpty)
    #expect(throws: TuningError.notOwner(trial: 0, worker: "dead")) {
      try dead.tell(lost, .complete([9]))
    }
    try alive.tell(taken, .complete([1]))
    #expect(try alive.trials().map(\.values) == [[1]])
  }

  @Test("A trial on which three workers have died counts as failed")
  func poison() throws {
    let time = TestClock()
    let study = try study(budget: StudyBudget(trials: 1), storage: InMemoryStorage(clock: time.now))
    for attempt in 1...3 {
      guard case .trial(let trial) = try study.ask() else { throw Missing() }
      #expect(trial.attempts == attempt)
      time.advance(by: 61)
    }
    guard case .over(.trials) = try study.ask() else { throw Missing() }
    #expect(try study.trials()[0].state == .failed)
    #expect(try study.trials()[0].failure?.hasPrefix("3 workers died on it") == true)
  }

  @Test("A trial that is put back waits again and has not lost an attempt")
  func release() throws {
    let study = try study()
    guard case .trial(let trial) = try study.ask() else { throw Missing() }
    try study.release(trial)
    #expect(try study.trials()[0].state == .waiting)
    guard case .trial(let again) = try study.ask() else { throw Missing() }
    #expect(again.number == 0 && again.attempts == 1)
  }

  @Test("Patience ends a study that no longer improves; a spent time ends it as well")
  func ends() throws {
    let study = try study(budget: StudyBudget(patience: 3))
    var count = 0
    var end: StudyEnd?
    while end == nil {
      switch try study.ask() {
      case .trial(let trial):
        count += 1
        try study.tell(trial, .complete([count == 4 ? -1 : 0]))
      case .over(let reason): end = reason
      case .wait: throw Missing()
      }
    }
    #expect(end == .patience)
    #expect(count == 7)

    let time = TestClock()
    let timed = try Study(
      StudyDefinition("t", space: space), budget: StudyBudget(seconds: 10), clock: time.now)
    guard case .trial = try timed.ask() else { throw Missing() }
    time.advance(by: 10)
    guard case .over(.time) = try timed.ask() else { throw Missing() }
  }

  @Test("The time of a budget is the study's: pauses do not count, workers do not count twice")
  func timeAtWork() throws {
    let time = TestClock()
    let storage = InMemoryStorage(clock: time.now)
    func open(_ worker: String) throws -> Study {
      try Study(
        StudyDefinition("t", space: space), budget: StudyBudget(seconds: 100), storage: storage,
        worker: worker, clock: time.now)
    }
    // Two workers side by side for 40 seconds, and 10 more of one.
    let (a, b) = (try open("a"), try open("b"))
    guard case .trial(let first) = try a.ask() else { throw Missing() }
    time.advance(by: 5)
    guard case .trial(let second) = try b.ask() else { throw Missing() }
    time.advance(by: 35)
    try a.tell(first, .complete([1]))
    time.advance(by: 10)
    try b.tell(second, .complete([1]))
    // A night, and a run of 20 seconds whose trial is interrupted.
    time.advance(by: 30_000)
    let c = try open("c")
    guard case .trial(let third) = try c.ask() else { throw Missing() }
    time.advance(by: 20)
    try c.tell(third, .failed("planned"))
    time.advance(by: 30_000)
    // 70 of the 100 seconds are spent.
    let d = try open("d")
    time.advance(by: 29)
    guard case .trial = try d.ask() else { throw Missing() }
    time.advance(by: 1)
    guard case .over(.time) = try d.ask() else { throw Missing() }
  }

  @Test("Of the first values some may be given, and the others are drawn and stay the same")
  func partialInitial() throws {
    let space = try SearchSpace([
      Hyperparameter("layers", .integer(1...3)), Hyperparameter("rate", .float(0...1)),
      Hyperparameter("units", .integer(1...64), when: .init("layers", isOneOf: [2, 3])),
    ])
    func trials(_ seed: UInt64) throws -> [Hyperparameters] {
      let study = try Study(
        StudyDefinition(
          "p", space: space, seed: seed,
          initial: [["layers": 3, "units": 7], ["rate": 0.25], ["layers": 1, "rate": 0.5]]),
        budget: StudyBudget(trials: 4))
      while case .trial(let trial) = try study.ask() { try study.tell(trial, .complete([0])) }
      return try study.trials().map(\.parameters)
    }
    let found = try trials(1)
    #expect(found[0]["layers"] == 3 && found[0]["units"] == 7)
    #expect(found[1]["rate"] == 0.25)
    #expect(found[2] == ["layers": 1, "rate": 0.5])
    for values in found { try space.check(values) }
    #expect(try trials(1) == found)
    #expect(try trials(2)[0]["rate"] != found[0]["rate"])
  }

  @Test(
    "First values that cannot be are refused with what would do",
    arguments: [
      (["units": 7], "The parameter units has 7; expected layers beside it"),
      (["layers": 1, "units": 7], "nothing: it is in play only when layers is 2 or 3"),
      (["layers": 4], "The parameter layers has 4; expected 1 to 3"),
      (["unts": 7], "The search has no parameter unts; did you mean units? It has layers, units."),
    ] as [(Hyperparameters, String)])
  func badInitial(values: Hyperparameters, words: String) throws {
    let space = try SearchSpace([
      Hyperparameter("layers", .integer(1...3)),
      Hyperparameter("units", .integer(1...64), when: .init("layers", isOneOf: [2, 3])),
    ])
    let error = #expect(throws: TuningError.self) {
      try StudyDefinition("p", space: space, initial: [values])
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test("Values that do not fit the objectives are refused")
  func badResults() throws {
    let study = try study()
    guard case .trial(let trial) = try study.ask() else { throw Missing() }
    for values in [[], [1, 2], [Double.nan]] {
      #expect(throws: TuningError.self) { try study.tell(trial, .complete(values)) }
    }
    try study.tell(trial, .complete([1]))
    #expect(throws: TuningError.notOwner(trial: 0, worker: "a")) {
      try study.tell(trial, .complete([1]))
    }
  }

  @Test(
    "The best trial comes first, the earlier of equals, whether small or large is good",
    arguments: [Objective.Direction.minimize, .maximize])
  func ranking(direction: Objective.Direction) throws {
    let definition = try StudyDefinition(
      "r", space: space, objectives: [Objective("score", direction)])
    let sign = direction == .minimize ? 1.0 : -1
    var trials = [2.0, -3, 0.5, -3, 4].enumerated().map { index, value in
      Trial(number: index, parameters: [:]).ended(with: .complete([sign * value]), at: 0)
    }
    trials.append(Trial(number: 5, parameters: [:]).ended(with: .pruned(), at: 0))
    #expect(definition.best(of: trials)?.number == 1)
    #expect(definition.ranking(of: trials).map(\.number) == [1, 3, 2, 0, 4])
  }

  @Test("The Pareto front holds what nothing beats in every objective")
  func pareto() throws {
    let definition = try StudyDefinition(
      "p", space: space, objectives: [Objective("error"), Objective("speed", .maximize)])
    let values: [[Double]] = [[1, 1], [2, 3], [2, 2], [3, 3], [0.5, 0.5], [0.5, 0.5]]
    let trials = values.enumerated().map { index, values in
      Trial(number: index, parameters: [:]).ended(with: .complete(values), at: 0)
    }
    #expect(definition.paretoFront(of: trials).map(\.number) == [0, 1, 4, 5])
    #expect(definition.best(of: trials) == nil)
  }
}

extension SearchSpace {
  /// One number between -1 and 1.
  static var line: SearchSpace {
    do { return try SearchSpace([Hyperparameter("x", .float(-1...1))]) } catch {
      fatalError("\(error)")
    }
  }
}

private func square(_ trial: Trial) -> [Double] {
  let x = trial.parameters["x"]?.number ?? .nan
  return [x * x]
}

/// Looks near the best trial that it knows, a little apart from those under way.
private struct Greedy: Sampler {
  var description: String { "greedy" }

  func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    let best = history.completed.min { $0.values[0] < $1.values[0] }
    let center = best?.parameters["x"]?.number ?? 0
    let shift = (stream.uniformDouble() - 0.5) * 0.2 + 0.01 * Double(history.pending.count)
    return Proposal(["x": .double(min(max(center * 0.7 + shift, -1), 1))])
  }
}

private struct Missing: Error {}

/// A clock that is moved by hand.
final class TestClock: Sendable {
  private let seconds = Mutex(1000.0)
  var now: @Sendable () -> Double { { self.seconds.withLock { $0 } } }
  func advance(by seconds: Double) { self.seconds.withLock { $0 += seconds } }
}
