/// Ends a trial that has not improved for some steps, if another pruner agrees.
///
/// - Source: Optuna's `PatientPruner`, with the minimum change of Keras' `EarlyStopping`.
public struct PatientPruner: Pruner {
  /// The number of steps without improvement that are tolerated, 0 or more.
  public var patience: Int

  /// By how much a value must be better to count as an improvement, 0 or more.
  public var minimumChange: Double

  /// Who must agree; nil for nobody.
  public var pruner: (any Pruner)?

  /// Creates the pruner.
  public init(patience: Int, minimumChange: Double = 0, agreeing pruner: (any Pruner)? = nil) {
    self.patience = patience
    self.minimumChange = minimumChange
    self.pruner = pruner
  }

  /// The name with its settings.
  public var description: String {
    let agreeing = pruner.map { ", agreeing \($0)" } ?? ""
    return "patient(\(patience), minimum change \(minimumChange)\(agreeing))"
  }

  /// The same, with the agreeing pruner for trials of so many steps.
  public func forTrials(of steps: Int) throws -> any Pruner {
    PatientPruner(
      patience: patience, minimumChange: minimumChange,
      agreeing: try pruner?.forTrials(of: steps))
  }

  /// Compares the last steps with those before.
  public func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    let losses = trial.intermediate.map { history.objectives[0].loss($0.value) }
    guard losses.count > patience + 1 else { return false }
    let before = losses.dropLast(patience + 1).min() ?? .infinity
    let lately = losses.suffix(patience + 1).min() ?? .infinity
    if lately < before - minimumChange { return false }
    return pruner?.shouldPrune(trial, given: history) ?? true
  }
}
