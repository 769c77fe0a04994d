import Foundation
import SluiceTuning
import Synchronization

extension StorageConformance {
  private static let workers = 8

  /// Each waiting trial goes to one of many claimers.
  static func claimsAtOnce(_ subject: Subject, _ findings: inout Findings) throws {
    try begin("s", trials: 100, in: subject.storage)
    let claimed = try atOnce(subject) { worker, storage in
      var numbers: [Int] = []
      while let trial = try storage.claim(in: "s", for: worker, takingOverAfter: 1000) {
        numbers.append(trial.number)
        _ = try storage.finish(trial.number, of: "s", by: worker, with: .complete([1]))
      }
      return numbers
    }
    findings.check(
      claimed.joined().sorted(), is: Array(0..<100), "the trials that \(workers) workers claim")
  }

  /// Of many that add a trial at the same place, one does.
  static func appendsAtOnce(_ subject: Subject, _ findings: inout Findings) throws {
    try begin("s", trials: 0, in: subject.storage)
    let added = try atOnce(subject) { worker, storage in
      var numbers: [Int] = []
      while numbers.count < 8 {
        let end = try storage.trials(of: "s", from: 0).count
        let proposal = Proposal(["who": .string(worker)])
        if try storage.append([proposal], to: "s", at: end) { numbers.append(end) }
      }
      return numbers
    }
    findings.check(
      added.joined().sorted(), is: Array(0..<8 * workers), "the places where trials were added")
    let trials = try subject.storage.trials(of: "s", from: 0)
    for (index, numbers) in added.enumerated() {
      let own = trials.filter { $0.parameters["who"] == .string("w\(index)") }.map(\.number)
      findings.check(own, is: numbers, "the trials of worker \(index)")
    }
  }

  /// Of many that take over a silent trial, one gets it.
  static func takeOversAtOnce(_ subject: Subject, _ findings: inout Findings) throws {
    try begin("s", trials: 1, in: subject.storage)
    _ = try subject.storage.claim(in: "s", for: "dead", takingOverAfter: 10)
    try subject.elapse(1000)
    let taken = try atOnce(subject) { worker, storage in
      try storage.claim(in: "s", for: worker, takingOverAfter: 100).map { [$0.number] } ?? []
    }
    findings.check(Array(taken.joined()), is: [0], "the take-overs of one silent trial")
    findings.check(
      try subject.storage.trials(of: "s", from: 0)[0].attempts, is: 2, "the attempts after these")
  }

  /// Runs a body in threads, each with a storage as another process has it.
  private static func atOnce<T: Sendable>(
    _ subject: Subject, _ body: @escaping @Sendable (String, any StudyStorage) throws -> T
  ) throws -> [T] {
    let shared = Shared<T>()
    let group = DispatchGroup()
    for index in 0..<workers {
      let storage = try subject.other()
      group.enter()
      Thread.detachNewThread {
        let result = Result { try body("w\(index)", storage) }
        shared.results.withLock { $0[index] = result }
        group.leave()
      }
    }
    group.wait()
    let all = shared.results.withLock { $0 }
    return try (0..<workers).compactMap { try all[$0]?.get() }
  }

  private final class Shared<T: Sendable>: Sendable {
    let results = Mutex<[Int: Result<T, any Error>]>([:])
  }
}
