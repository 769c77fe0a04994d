import SluiceTuning

/// The laws of every storage, as the protocol's comments state them; one call tests a new one.
public enum StorageConformance {
  /// A fresh, empty storage on which the laws are tried.
  public struct Subject: Sendable {
    /// The storage.
    public var storage: any StudyStorage

    /// Lets seconds pass by the storage's clock, or makes all signs of life older by as much.
    public var elapse: @Sendable (Double) throws -> Void

    /// Opens the same storage as another process does; nil when no other process can.
    public var reopen: (@Sendable () throws -> any StudyStorage)?

    /// Creates a subject.
    public init(
      _ storage: any StudyStorage, elapse: @escaping @Sendable (Double) throws -> Void,
      reopen: (@Sendable () throws -> any StudyStorage)? = nil
    ) {
      self.storage = storage
      self.elapse = elapse
      self.reopen = reopen
    }

    /// The storage as another process sees it, where one can.
    func other() throws -> any StudyStorage { try reopen?() ?? storage }
  }

  /// Returns what a storage does wrong, in words; empty for one that keeps all laws.
  ///
  /// - Parameter make: Makes a storage with nothing in it; called for each group of laws.
  /// - Throws: What `make` throws.
  public static func violations(of make: () throws -> Subject) throws -> [String] {
    var findings = Findings()
    let groups = [
      studies, missingStudies, proposals, claims, takeOver, ownership, reports, outcomes, release,
      claimsAtOnce, appendsAtOnce, takeOversAtOnce,
    ]
    for group in groups {
      let subject = try make()
      do {
        try group(subject, &findings)
      } catch {
        findings.violations.append("a call that is legal throws: \(error)")
      }
    }
    return findings.violations
  }

  /// What was found.
  struct Findings {
    var violations: [String] = []

    mutating func check(_ isKept: Bool, _ violation: @autoclosure () -> String) {
      if !isKept { violations.append(violation()) }
    }

    mutating func check<T: Equatable>(_ found: T, is expected: T, _ what: String) {
      check(found == expected, "\(what): expected \(expected), found \(found)")
    }
  }

  /// Begins a study with some waiting trials, whose parameter `x` is their number.
  static func begin(_ study: String, trials: Int, in storage: any StudyStorage) throws {
    _ = try storage.open(study, definition: "a line")
    _ = try storage.append((0..<trials).map { Proposal(["x": .int($0)]) }, to: study, at: 0)
  }
}
