import SluiceTensor
import Synchronization

/// A search for the best hyper-parameters: ask for a trial, run it, tell what came of it.
///
///     let space = try SearchSpace([Hyperparameter("x", .float(-5...5))])
///     let study = try Study(StudyDefinition("parabola", space: space), budget: StudyBudget(trials: 50))
///     while case .trial(let trial) = try study.ask() {
///       let x = trial.parameters["x"]?.number ?? 0
///       try study.tell(trial, .complete([x * x]))
///     }
///
/// Many threads may share a study, and many processes its storage.
public final class Study: Sendable {
  /// What an asker gets.
  public enum Turn: Sendable {
    /// A trial to run.
    case trial(Trial)
    /// Nothing now: others are still running what must be known first. Ask again later.
    case wait
    /// Nothing any more.
    case over(StudyEnd)
  }

  /// What the study is.
  public let definition: StudyDefinition

  /// What it may spend.
  public let budget: StudyBudget

  /// Where its trials are kept.
  public let storage: any StudyStorage

  /// By which name this process claims trials; no other process may have it.
  public let worker: String

  /// After how many seconds without a sign of life a trial is taken over.
  public let takeOverSeconds: Double

  /// How many workers may die on a trial before it counts as failed.
  public static let attempts = 3

  private let known = Mutex<[Trial]>([])
  private let clock: @Sendable () -> Double
  private let startTime: Double

  /// Begins a study, or goes on with the one of that name.
  ///
  /// - Parameters:
  ///   - worker: A name that no other process uses.
  ///   - takeOverSeconds: The silence after which another worker's trial is taken over.
  ///   - clock: The time in seconds since 1970, by which the budget's time is measured.
  /// - Throws: ``TuningError/changed(study:what:before:now:)`` when the study was begun with another
  ///   definition; ``StorageError``.
  public init(
    _ definition: StudyDefinition, budget: StudyBudget = StudyBudget(),
    storage: any StudyStorage = InMemoryStorage(), worker: String = "worker",
    takeOverSeconds: Double = 60, clock: @escaping @Sendable () -> Double = WallClock.seconds
  ) throws {
    self.definition = definition
    self.budget = budget
    self.storage = storage
    self.worker = worker
    self.takeOverSeconds = takeOverSeconds
    self.clock = clock
    startTime = clock()
    try definition.checkSame(
      as: storage.open(definition.name, definition: definition.text))
  }

  /// Returns a trial to run, claimed for this worker.
  ///
  /// - Throws: ``StorageError``, ``TuningError``.
  public func ask() throws -> Turn {
    while true {
      if try isOutOfTime() { return .over(.time) }
      let claimed = try storage.claim(
        in: definition.name, for: worker, takingOverAfter: takeOverSeconds)
      if let trial = claimed {
        if trial.attempts <= Self.attempts { return .trial(trial) }
        try tell(
          trial,
          .failed("\(Self.attempts) workers died on it: killed, crashed or short of memory"))
        continue
      }
      let trials = try trials()
      let isIdle = trials.allSatisfy(\.state.isFinished)
      if definition.generation != nil, !isIdle { return .wait }
      if let end = end(after: trials) { return isIdle ? .over(end) : .wait }
      let proposals = try proposals(after: trials)
      if proposals.isEmpty { return isIdle ? .over(.exhausted) : .wait }
      // Where somebody else was faster, there is now something to claim.
      _ = try storage.append(proposals, to: definition.name, at: trials.count)
    }
  }

  /// Notes a value on the way, and says whether to end the trial here.
  ///
  /// - Parameters:
  ///   - value: The first objective so far.
  ///   - step: How far the trial is, from 1 on.
  ///   - trial: A trial that was claimed by this worker.
  /// - Returns: Whether the pruner wants the trial to end; then tell `.pruned()`.
  /// - Throws: ``TuningError/notOwner(trial:worker:)`` when it was taken over.
  public func report(_ value: Double, at step: Int, of trial: inout Trial) throws -> Bool {
    let report = Trial.Report(step: step, value: value)
    guard
      try storage.report(report, on: trial.number, of: definition.name, by: worker)
    else { throw TuningError.notOwner(trial: trial.number, worker: worker) }
    trial = trial.adding(report)
    guard let pruner = definition.pruner else { return false }
    return pruner.shouldPrune(trial, given: definition.history(for: trial.number, of: try trials()))
  }

  /// Gives a sign of life for a trial that runs long without reporting.
  ///
  /// - Throws: ``TuningError/notOwner(trial:worker:)`` when it was taken over.
  public func heartbeat(_ trial: Trial) throws {
    guard try storage.heartbeat(trial.number, of: definition.name, by: worker) else {
      throw TuningError.notOwner(trial: trial.number, worker: worker)
    }
  }

  /// Ends a trial.
  ///
  /// - Throws: ``TuningError/badResult(trial:reason:)`` when the values do not fit the objectives or
  ///   are not numbers; ``TuningError/notOwner(trial:worker:)`` when it was taken over.
  public func tell(_ trial: Trial, _ outcome: Trial.Outcome) throws {
    if outcome.state == .complete {
      let wanted = definition.objectives.count
      if outcome.values.count != wanted {
        throw TuningError.badResult(
          trial: trial.number, reason: "\(wanted) values are needed, found \(outcome.values.count)")
      }
      if outcome.values.contains(where: \.isNaN) {
        throw TuningError.badResult(
          trial: trial.number, reason: "a value is not a number; tell it as failed instead")
      }
    }
    guard
      try storage.finish(trial.number, of: definition.name, by: worker, with: outcome)
    else { throw TuningError.notOwner(trial: trial.number, worker: worker) }
  }

  /// Puts a trial back, to be run by whoever asks next; the attempt does not count.
  public func release(_ trial: Trial) throws {
    _ = try storage.release(trial.number, of: definition.name, by: worker, isCounted: false)
  }

  /// All trials so far, by number.
  public func trials() throws -> [Trial] {
    // Finished trials never change, so only those from the first unfinished one on are read again.
    let old = known.withLock { $0 }
    let first = old.firstIndex { !$0.state.isFinished } ?? old.count
    let trials = old[..<first] + (try storage.trials(of: definition.name, from: first))
    known.withLock { known in
      if trials.count >= known.count { known = Array(trials) }
    }
    return Array(trials)
  }

  private func isOutOfTime() throws -> Bool {
    guard let limit = budget.seconds else { return false }
    let now = clock()
    // What this process has done, and what others have told of.
    return try trials().secondsAtWork(besides: startTime...max(now, startTime)) >= limit
  }

  private func end(after trials: [Trial]) -> StudyEnd? {
    if let limit = budget.trials, trials.count >= limit { return .trials }
    guard let patience = budget.patience, let best = definition.best(of: trials) else { return nil }
    let later = trials.filter { $0.number > best.number && $0.state.isFinished }
    return later.count >= patience ? .patience : nil
  }

  /// Proposes the rest of a generation, or one trial.
  private func proposals(after trials: [Trial]) throws -> [Proposal] {
    let first = trials.count
    var last = definition.generation.map { (first / $0 + 1) * $0 } ?? first + 1
    if let limit = budget.trials { last = min(last, limit) }
    let streams = RandomStreams(seed: definition.seed)
    var trials = trials
    var proposals: [Proposal] = []
    for number in first..<max(last, first) {
      var stream = streams.stream("trial/\(number)")
      let history = definition.history(for: number, of: trials)
      let proposal =
        number < definition.initial.count
        ? Proposal(
          definition.space.completing(definition.initial[number]) {
            $0.domain.value(at: stream.uniformDouble())
          })
        : try definition.sampler.proposal(for: number, given: history, drawing: &stream)
      guard let proposal else { break }
      try definition.space.check(proposal.parameters)
      proposals.append(proposal)
      trials.append(
        Trial(number: number, parameters: proposal.parameters, parent: proposal.parent))
    }
    return proposals
  }
}
