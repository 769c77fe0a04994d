import SluiceTuning
import Synchronization
import Testing
import TuningConformance

@Suite("Storage in memory")
struct InMemoryStorageTests {
  @Test("The storage in memory keeps the laws of all storages")
  func laws() throws {
    #expect(try StorageConformance.violations { inMemory { $0 } } == [])
  }

  @Test("The laws find each of these faults", arguments: FaultyStorage.Fault.allCases)
  func faults(_ fault: FaultyStorage.Fault) throws {
    let violations = try StorageConformance.violations {
      inMemory { FaultyStorage(storage: $0, fault: fault) }
    }
    #expect(!violations.isEmpty)
  }

  private func inMemory(
    _ wrap: (InMemoryStorage) -> any StudyStorage
  ) -> StorageConformance.Subject {
    let clock = SettableClock()
    let storage = InMemoryStorage { clock.seconds.withLock { $0 } }
    return StorageConformance.Subject(wrap(storage)) { seconds in
      clock.seconds.withLock { $0 += seconds }
    }
  }
}

private final class SettableClock: Sendable {
  let seconds = Mutex(1_000_000.0)
}

/// A storage with one fault.
struct FaultyStorage: StudyStorage {
  enum Fault: String, CaseIterable {
    case changesDefinition, forgetsStudy, mixesStudies, keepsTrialsOfRemoved, appendsAnywhere
    case losesKinds, claimsLastFirst, claimsWithoutOwner, takesOverAtOnce, neverTakesOver
    case heartbeatIsNoSign, anybodyFinishes, keepsReportsOnTakeOver, addsReportTwice, roundsReports
    case losesMeasurements, losesFailure, countsReleased, cutsQuotes, ignoresMissing
  }

  let storage: InMemoryStorage
  let fault: Fault

  private func name(_ study: String) -> String {
    switch fault {
    case .mixesStudies: "one for all"
    case .cutsQuotes: String(study.prefix { $0 != "'" })
    default: study
    }
  }

  func open(_ study: String, definition: String) throws -> String {
    let kept = storage.open(name(study), definition: definition)
    return fault == .changesDefinition ? kept.filter { !$0.isWhitespace } : kept
  }

  func definition(of study: String) throws -> String? { storage.definition(of: name(study)) }

  func studies() throws -> [String] {
    fault == .forgetsStudy ? Array(storage.studies().dropFirst()) : storage.studies()
  }

  func remove(_ study: String) throws {
    if fault != .keepsTrialsOfRemoved { storage.remove(name(study)) }
  }

  func trials(of study: String, from first: Int) throws -> [Trial] {
    do {
      return try storage.trials(of: name(study), from: first).map { trial in
        var trial = trial
        switch fault {
        case .losesKinds:
          trial.parameters = trial.parameters.mapValues { $0 == .double(2) ? .int(2) : $0 }
        case .roundsReports:
          trial.intermediate = trial.intermediate.map {
            Trial.Report(step: $0.step, value: Double(Float($0.value)))
          }
        case .losesMeasurements: trial.measurements = [:]
        case .losesFailure: trial.failure = nil
        default: break
        }
        return trial
      }
    } catch {
      if fault == .ignoresMissing { return [] }
      throw error
    }
  }

  func append(_ proposals: [Proposal], to study: String, at first: Int) throws -> Bool {
    let end = try storage.trials(of: name(study), from: 0).count
    return try storage.append(
      proposals, to: name(study), at: fault == .appendsAnywhere ? end : first)
  }

  func claim(
    in study: String, for worker: String, takingOverAfter seconds: Double
  ) throws -> Trial? {
    let patience =
      switch fault {
      case .takesOverAtOnce: -1.0
      case .neverTakesOver: Double.infinity
      default: seconds
      }
    if fault == .claimsLastFirst {
      // By claiming all and giving back all but the last.
      var claimed: [Trial] = []
      while let trial = try storage.claim(
        in: name(study), for: worker, takingOverAfter: .infinity)
      {
        claimed.append(trial)
      }
      for trial in claimed.dropLast() {
        _ = try storage.release(
          trial.number, of: name(study), by: worker, isCounted: false)
      }
      if let last = claimed.last { return last }
    }
    let before = try storage.trials(of: name(study), from: 0)
    var trial = try storage.claim(in: name(study), for: worker, takingOverAfter: patience)
    if fault == .claimsWithoutOwner { trial?.worker = nil }
    if fault == .keepsReportsOnTakeOver, let number = trial?.number, number < before.count {
      for report in before[number].intermediate {
        _ = try storage.report(report, on: number, of: name(study), by: worker)
      }
    }
    return trial
  }

  func heartbeat(_ trial: Int, of study: String, by worker: String) throws -> Bool {
    if fault == .heartbeatIsNoSign { return true }
    return try storage.heartbeat(trial, of: name(study), by: worker)
  }

  func report(
    _ report: Trial.Report, on trial: Int, of study: String, by worker: String
  ) throws -> Bool {
    if fault == .addsReportTwice {
      let later = Trial.Report(step: report.step + 100, value: report.value)
      _ = try storage.report(later, on: trial, of: name(study), by: worker)
    }
    return try storage.report(report, on: trial, of: name(study), by: worker)
  }

  func finish(
    _ trial: Int, of study: String, by worker: String, with outcome: Trial.Outcome
  ) throws -> Bool {
    var worker = worker
    if fault == .anybodyFinishes {
      let trials = try storage.trials(of: name(study), from: 0)
      if trials.indices.contains(trial) { worker = trials[trial].worker ?? worker }
    }
    return try storage.finish(trial, of: name(study), by: worker, with: outcome)
  }

  func release(
    _ trial: Int, of study: String, by worker: String, isCounted: Bool
  ) throws -> Bool {
    let isDone = try storage.release(
      trial, of: name(study), by: worker, isCounted: isCounted)
    if fault == .countsReleased, isDone {
      // Another worker dies on it.
      _ = try storage.claim(in: name(study), for: "x", takingOverAfter: .infinity)
    }
    return isDone
  }
}
