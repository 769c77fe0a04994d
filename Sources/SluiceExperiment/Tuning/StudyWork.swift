import Dispatch
import SluiceData
import SluiceModels
import SluiceReport
import SluiceTensor
import SluiceTuning
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The workers of one process: they take trials from the study's storage and run them, until the
/// study is over.
final class StudyWork: Sendable {
  /// After how many seconds without a sign of life a trial is taken over.
  static let takeOverSeconds = 60.0

  /// The seconds between two signs of life.
  private static let heartbeatSeconds = 5.0

  private let plan: StudyPlan
  private let storage: any StudyStorage
  private let data: StudyData
  private let models: TrialModels?
  private let watcher: any StudyWatcher
  private let stop: StopRequest
  private let state = Mutex(State())

  private struct State {
    var inHand: [Int: (study: Study, trial: Trial)] = [:]
    var end: StudyEnd?
    var failure: (any Error)?
  }

  init(
    _ plan: StudyPlan, storage: any StudyStorage, data: StudyData, models: TrialModels?,
    watcher: any StudyWatcher, stop: StopRequest
  ) {
    self.plan = plan
    self.storage = storage
    self.data = data
    self.models = models
    self.watcher = watcher
    self.stop = stop
  }

  /// Runs trials until there is nothing left to do.
  ///
  /// - Parameters:
  ///   - workers: How many at once.
  ///   - name: Who this process is.
  /// - Returns: Why the study is over; nil when it was interrupted.
  func run(workers: Int, as name: WorkerName) throws -> StudyEnd? {
    let studies = try (1...workers).map { number in
      var name = name
      name.number = number
      return try Study(
        plan.definition, budget: plan.budget, storage: storage, worker: name.description,
        takeOverSeconds: Self.takeOverSeconds)
    }
    let trials = try studies[0].trials()
    try releaseTrialsOfTheDead(trials, as: name)
    watcher.studyBegins(plan.definition, budget: plan.budget, trials: trials)
    defer { watcher.studyEnds() }
    let heart = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "sluice.heartbeat"))
    heart.schedule(deadline: .now() + Self.heartbeatSeconds, repeating: Self.heartbeatSeconds)
    // Weakly: a timer gives its handler up some time after its end, and the storage must be closed.
    heart.setEventHandler { [weak self] in self?.beat() }
    heart.resume()
    defer { heart.cancel() }
    if workers == 1 {
      work(studies[0], worker: 0)
    } else {
      Threads.concurrently(workers) { [self] index in work(studies[index], worker: index) }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
    return stop.isMade ? nil : state.withLock { $0.end }
  }

  /// Puts back what was in the hands of processes of this machine that are gone: an attempt, as if
  /// their silence had been waited for.
  private func releaseTrialsOfTheDead(_ trials: [Trial], as name: WorkerName) throws {
    for trial in trials where trial.state == .running {
      guard let worker = trial.worker, let other = WorkerName(worker), name.knowsDead(other) else {
        continue
      }
      _ = try storage.release(
        trial.number, of: plan.definition.name, by: worker, isCounted: true)
    }
  }

  private func beat() {
    for (study, trial) in state.withLock({ Array($0.inHand.values) }) {
      // A storage that is away for a moment, or a trial that was taken over, shows at the next report.
      try? study.heartbeat(trial)
    }
  }

  private func work(_ study: Study, worker: Int) {
    do {
      try runTrials(of: study, worker: worker)
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
      stop.stop()
    }
  }

  private func runTrials(of study: Study, worker: Int) throws {
    var pause: UInt32 = 1000
    while !stop.isMade {
      switch try study.ask() {
      case .over(let end):
        state.withLock { $0.end = end }
        return
      case .wait:
        usleep(pause)
        pause = min(pause * 2, 100_000)
      case .trial(let trial):
        pause = 1000
        state.withLock { $0.inHand[worker] = (study, trial) }
        defer { state.withLock { $0.inHand[worker] = nil } }
        try run(trial, of: study, worker: worker)
      }
    }
  }

  private func run(_ trial: Trial, of study: Study, worker: Int) throws {
    watcher.trialBegins(trial, worker: worker)
    var current = trial
    let run = TrialRun(
      plan: plan, data: data, models: models, stop: stop,
      report: { try study.report($0, at: $1, of: &current) },
      progress: { [watcher] in watcher.trialGoesOn(trial, worker: worker, share: $0) })
    do {
      guard let outcome = try run.outcome(of: trial) else {
        try study.release(trial)
        return
      }
      try study.tell(trial, outcome)
    } catch TuningError.notOwner {
      // Another worker has it now: this one was silent for too long.
    } catch let error as StorageError {
      // Who does not answer takes nothing back: the trial's silence frees it.
      throw error
    } catch {
      // The trial is not to blame: whoever comes next may run it.
      try? study.release(trial)
      throw error
    }
    let trials = try study.trials()
    models?.tidy(after: trials, in: plan.definition)
    watcher.trialEnds(trials[trial.number], worker: worker, trials: trials)
  }
}
