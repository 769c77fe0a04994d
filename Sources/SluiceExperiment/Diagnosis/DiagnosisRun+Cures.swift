import Foundation
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

extension DiagnosisRun {
  /// An experiment with cures, and how it came about.
  public struct Cured: Sendable {
    /// The experiment.
    public var experiment: Experiment
    /// The changes made, as `--set` takes them; none where no finding has a cure that changes anything.
    public var changes: [String]
    /// What the changes are to cure.
    public var kinds: [Finding.Kind]
  }

  /// The experiment with the cures of findings: of two that change one key, the first counts, and a cure that
  /// would change nothing or that the experiment refuses is left out.
  ///
  /// - Parameters:
  ///   - findings: What was found, in order.
  ///   - takesAll: Whether all cures are taken, or that of the first finding that has one.
  /// - Throws: ``ConfigError``.
  public func cured(of findings: [Finding], takesAll: Bool = true) throws -> Cured {
    var cured = Cured(experiment: experiment, changes: [], kinds: [])
    var keys: Set<String> = []
    for finding in findings {
      if !takesAll, !cured.changes.isEmpty { break }
      let wanted = (finding.cure?.changes ?? []).filter { !keys.contains($0.key) }
      let effective = try effective(wanted, on: cured.experiment)
      if effective.changes.isEmpty { continue }
      cured.experiment = effective.experiment
      cured.changes += effective.changes.map(\.text)
      cured.kinds.append(finding.kind)
      keys.formUnion(effective.changes.map(\.key))
    }
    return cured
  }

  /// A finding whose cure changes what it says, and loads; its words stay where nothing is left of it.
  func settled(_ finding: Finding) throws -> Finding {
    guard let changes = finding.cure?.changes, !changes.isEmpty else { return finding }
    var finding = finding
    finding.cure?.changes = try effective(changes, on: experiment).changes
    return finding
  }

  /// The changes without which the experiment would be another one; none where it refuses them.
  private func effective(
    _ changes: [Cure.Change], on experiment: Experiment
  ) throws -> (experiment: Experiment, changes: [Cure.Change]) {
    let text = try ExperimentFile.text(of: experiment)
    let source = "\(run.path)/\(RunFiles.experiment)"
    func changed(_ changes: [Cure.Change]) -> Experiment? {
      try? ExperimentFile.experiment(
        yaml: text, source: source, overrides: changes.map(\.text))
    }
    guard !changes.isEmpty, let whole = changed(changes), whole != experiment else {
      return (experiment, [])
    }
    var needed = changes
    for change in changes {
      let others = needed.filter { $0 != change }
      if changed(others) == whole { needed = others }
    }
    return (whole, try needed.map(Self.readable))
  }

  /// The change with its value as people write it.
  private static func readable(_ change: Cure.Change) throws -> Cure.Change {
    let value = try ConfigNode(overrideValue: change.value, option: "--set \(change.text)")
    return .init(change.key, value.inline)
  }

  /// Throws where something would be lost by writing: the examined run always, what else is there unless it
  /// may be replaced.
  ///
  /// - Parameters:
  ///   - path: The file or run directory that is to be written.
  ///   - replaces: Whether what is there may be replaced.
  /// - Throws: ``RunError/examined(_:)``, ``RunError/exists(_:)``.
  public func checkOutput(_ path: String, replaces: Bool) throws {
    func resolved(_ path: String) -> String {
      URL(fileURLWithPath: RunDirectory.trimmed(path)).standardized.resolvingSymlinksInPath().path
    }
    let (own, other) = (resolved(run.path), resolved(path))
    if other == own || other.hasPrefix(own + "/") { throw RunError.examined(path) }
    if !replaces, Folder.exists(path), !Folder.isEmpty(path) { throw RunError.exists(path) }
  }

  /// Trains with the cures and compares the two runs on the answers that both give to the test part.
  ///
  /// - Parameters:
  ///   - findings: What was found.
  ///   - path: The run directory to write.
  ///   - takesAll: Whether all cures are taken, or that of the first finding that has one.
  ///   - replaces: Whether a run that is there may be replaced; never the examined one.
  ///   - observers: Who watches the training.
  ///   - stop: By which the user may end it early.
  ///   - say: Takes lines of talk for the user.
  /// - Returns: Nil where there is nothing to change.
  /// - Throws: ``RunError``, `FileError`, and the errors of the modules below.
  public func prove(
    _ findings: [Finding], in path: String, takesAll: Bool = true, replaces: Bool = false,
    observers: [any TrainingObserver] = [], stop: StopRequest = StopRequest(),
    say: @escaping (String) -> Void = { _ in }
  ) throws -> DiagnosisReport.Proof? {
    try checkOutput(path, replaces: replaces)
    let cured = try cured(of: findings, takesAll: takesAll)
    if cured.changes.isEmpty { return nil }
    let training = ExperimentRun(
      experiment: cured.experiment, observers: observers, stop: stop, say: say)
    if case .interrupted = try training.write(to: path, replaces: replaces) {
      throw RunError.interrupted
    }
    let comparison = RunComparison(
      of: try opened().trained.side, and: try DiagnosisRun(path).opened().trained.side,
      streams: RandomStreams(seed: experiment.seed))
    return DiagnosisReport.Proof(
      changes: cured.changes, comparison: comparison,
      takesLeakAway: cured.kinds.contains(.leakingColumn), run: path)
  }
}

extension TrainedRun {
  /// Its answers to the test part.
  fileprivate var side: RunComparison.Side { .init(test, on: data.test.with(recipe)) }
}
