/// One trial of a study: values for the parameters, and what came of them.
public struct Trial: Hashable, Sendable {
  /// Where a trial stands.
  public enum State: String, Hashable, Sendable, Codable, CaseIterable {
    /// Proposed; nobody works on it.
    case waiting
    /// A worker is on it.
    case running
    /// Done, with values.
    case complete
    /// Ended early, because it did not look promising.
    case pruned
    /// Ended by an error.
    case failed

    /// Whether the trial has ended.
    public var isFinished: Bool { self != .waiting && self != .running }
  }

  /// The number of the trial in its study, from 0 on.
  public var number: Int

  /// Where it stands.
  public var state = State.waiting

  /// The values of the parameters in play.
  public var parameters: Hyperparameters

  /// The trial whose weights this one goes on from, in population-based training.
  public var parent: Int?

  /// One value for each objective; empty until the trial is complete.
  public var values: [Double] = []

  /// What was reported on the way (the validation loss after an epoch, say), by ascending step.
  public var intermediate: [Report] = []

  /// Further numbers about the result, by name; no sampler looks at them.
  public var measurements: [String: Double] = [:]

  /// Why it failed.
  public var failure: String?

  /// Who works or worked on it.
  public var worker: String?

  /// How many workers have begun it; above 1 after a take-over.
  public var attempts = 0

  /// When it was begun, in seconds since 1970.
  public var started: Double?

  /// When it ended, in seconds since 1970.
  public var ended: Double?

  /// Creates a trial that waits.
  public init(number: Int, parameters: Hyperparameters, parent: Int? = nil) {
    self.number = number
    self.parameters = parameters
    self.parent = parent
  }

  /// A value reported while a trial runs.
  public struct Report: Hashable, Sendable, Codable {
    /// The step: epochs done, folds done; from 1 on.
    public var step: Int
    /// The value of the first objective so far.
    public var value: Double

    /// Creates a report.
    public init(step: Int, value: Double) {
      self.step = step
      self.value = value
    }
  }

  /// The value reported at a step.
  public func value(at step: Int) -> Double? { intermediate.last { $0.step == step }?.value }
}

/// What a sampler wants to be tried next.
public struct Proposal: Hashable, Sendable {
  /// Values for the parameters in play.
  public var parameters: Hyperparameters

  /// The trial whose weights to go on from.
  public var parent: Int?

  /// Creates a proposal.
  public init(_ parameters: Hyperparameters, parent: Int? = nil) {
    self.parameters = parameters
    self.parent = parent
  }
}
