import Foundation
import SluiceReport
import SluiceTuning
import Synchronization
import Testing

@testable import SluiceExperiment

/// What becomes of trials when the storage or a worker fails.
@Suite struct StudyWorkTests {
  private static let study = """
    name: work
    experiment:
      data: {generate: multivariate, rows: 120}
      target: target
      features: {columns: [input1, target]}
      split: {train: 0.8, validation: 0.2}
      window: {lookback: 4, horizon: 1}
      model: [{LSTM: {hiddenSize: $units}}, {Dense: {units: 1}}]
      training: {batchSize: 40, epochs: 2}
    search: {units: {integer: [2, 3]}}
    budget: {trials: 2}

    """

  private static let name = WorkerName(
    host: "node", system: "here", process: 1, token: "now")

  private func search(_ storage: any StudyStorage) throws -> StudyRun.Outcome {
    let plan = try StudyFile.plan(yaml: Self.study, source: "work.yaml")
    return try StudyRun(plan, storage: storage, name: Self.name, watcher: Nobody())
      .write(to: nil, onlySearches: true)
  }

  @Test func `a storage that does not answer is asked nothing more, and the trial stays claimable`()
    throws
  {
    let storage = Unreachable()
    #expect(throws: StorageError.unavailable(storage: "far", reason: "gone")) {
      try search(storage)
    }
    #expect(storage.releases.withLock { $0 } == 0)
    let trial = try storage.inner.trials(of: "work", from: 0)[0]
    #expect(trial.state == .running && trial.intermediate.isEmpty)
    // Four trials are proposed at once, of which two are within the budget.
    #expect(try storage.inner.claim(in: "work", for: "b", takingOverAfter: 60)?.number == 1)
    #expect(try storage.inner.claim(in: "work", for: "b", takingOverAfter: -1)?.attempts == 2)
  }

  @Test func `a study that was begun otherwise is refused with the key and its values`() throws {
    let storage = InMemoryStorage()
    func begin(_ fingerprint: String, _ sets: String...) throws {
      try StudyFile.plan(yaml: Self.study, source: "work.yaml", overrides: sets)
        .identified(by: fingerprint).begin(in: storage)
    }
    try begin("aaaa")
    try begin("aaaa")
    #expect(
      throws: StudyRunError.otherExperiment(
        study: "work", key: "experiment.training.epochs", before: "'2'", now: "'5'")
    ) { try begin("aaaa", "experiment.training.epochs=5") }
    #expect(throws: StudyRunError.otherReadings(study: "work", before: "aaaa", now: "bbbb")) {
      try begin("bbbb")
    }
    let error = #expect(throws: StudyRunError.self) { try begin("aaaa", "seeds=3") }
    #expect(
      error.map(\.description) == """
        The study work was begun with another study file: seeds was not set and is '3' now. Go on with \
        the study file of then, or give the study another name.
        """)
    #expect(throws: TuningError.self) { try begin("aaaa", "seed=7") }
  }

  @Test func `a study that is gone when the winner is written is no success`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-study-work-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let storage = InMemoryStorage()
    let plan = try StudyFile.plan(yaml: Self.study, source: "work.yaml")
    let run = StudyRun(
      plan, storage: storage, name: Self.name, watcher: Nobody(),
      say: { if $0.hasPrefix("The winner is trial") { storage.remove("work") } })
    #expect(throws: StorageError.self) { try run.write(to: folder) }
  }

  @Test func `trials of dead processes count as attempts, and fail after three`() throws {
    let storage = InMemoryStorage()
    // A first search makes the study; its trials are then run by processes that die.
    guard case .searched(let results) = try search(storage) else {
      Issue.record("not searched")
      return
    }
    #expect(results.trials.map(\.attempts) == [1, 1])
    let again = InMemoryStorage()
    let definition = try #require(storage.definition(of: "work"))
    _ = again.open("work", definition: definition)
    _ = try again.append(results.trials.map { Proposal($0.parameters) }, to: "work", at: 0)
    var dead = Self.name
    for attempt in 1...3 {
      dead.token = "dead \(attempt)"
      let claimed = try again.claim(in: "work", for: dead.description, takingOverAfter: 60)
      #expect(claimed?.number == 0 && claimed?.attempts == attempt)
      if attempt < 3 {
        _ = try again.release(0, of: "work", by: dead.description, isCounted: true)
      }
    }
    guard case .searched(let found) = try search(again) else {
      Issue.record("not searched")
      return
    }
    #expect(found.trials.map(\.state) == [.failed, .complete])
    #expect(found.trials[0].failure?.hasPrefix("3 workers died on it") == true)
    #expect(found.trials[1].values == results.trials[1].values)
  }
}

/// Watches nothing.
private struct Nobody: StudyWatcher {
  func studyBegins(_ definition: StudyDefinition, budget: StudyBudget, trials: [Trial]) {}
  func trialBegins(_ trial: Trial, worker: Int) {}
  func trialGoesOn(_ trial: Trial, worker: Int, share: Double) {}
  func trialEnds(_ trial: Trial, worker: Int, trials: [Trial]) {}
  func studyEnds() {}
}

/// A storage that cannot be reached from the first report on.
private final class Unreachable: StudyStorage {
  let inner = InMemoryStorage()
  let releases = Mutex(0)

  func open(_ study: String, definition: String) -> String {
    inner.open(study, definition: definition)
  }
  func definition(of study: String) -> String? { inner.definition(of: study) }
  func studies() -> [String] { inner.studies() }
  func remove(_ study: String) { inner.remove(study) }
  func trials(of study: String, from first: Int) throws -> [Trial] {
    try inner.trials(of: study, from: first)
  }
  func append(_ proposals: [Proposal], to study: String, at first: Int) throws -> Bool {
    try inner.append(proposals, to: study, at: first)
  }
  func claim(
    in study: String, for worker: String, takingOverAfter seconds: Double
  ) throws -> Trial? {
    try inner.claim(in: study, for: worker, takingOverAfter: seconds)
  }
  func heartbeat(_ trial: Int, of study: String, by worker: String) throws -> Bool { throw gone }
  func report(
    _ report: Trial.Report, on trial: Int, of study: String, by worker: String
  ) throws -> Bool { throw gone }
  func finish(
    _ trial: Int, of study: String, by worker: String, with outcome: Trial.Outcome
  ) throws -> Bool { throw gone }
  func release(
    _ trial: Int, of study: String, by worker: String, isCounted: Bool
  ) throws -> Bool {
    releases.withLock { $0 += 1 }
    throw gone
  }

  private var gone: StorageError { .unavailable(storage: "far", reason: "gone") }
}
