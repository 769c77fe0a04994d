import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// The whole of `sluice diagnose`: looks at a finished run, and may try its cures.
public struct DiagnosisRun {
  /// The run.
  public let run: FinishedRun

  /// The experiment, with the readings that it is looked at with.
  public let experiment: Experiment

  /// Opens a run.
  ///
  /// - Parameters:
  ///   - path: The run directory.
  ///   - data: The readings, in place of the experiment's.
  /// - Throws: ``RunError``, ``ConfigError``, `FileError`.
  public init(_ path: String, data: String? = nil) throws {
    run = try FinishedRun(path)
    var experiment = run.experiment
    if let data { experiment.data.path = ExperimentFile.absolute(data) }
    if !experiment.data.isKnown { throw RunError.noData }
    self.experiment = experiment
  }

  /// What is wrong with the run.
  ///
  /// - Parameters:
  ///   - seeds: How many seeds to train with, the run's own among them, to tell luck; 1 trains none.
  ///   - observers: Who watches that training.
  ///   - stop: By which the user may end it early.
  /// - Throws: ``RunError``, also when the readings are not those of the run or its bundle holds no
  ///   network; the errors of the modules below.
  public func report(
    seeds: Int = 1, observers: [any TrainingObserver] = [], stop: StopRequest = StopRequest()
  ) throws -> DiagnosisReport {
    let bundle = try ModelBundle(reading: run.bundlePath)
    guard case .network(let network) = bundle.model else { throw RunError.noNetwork(run.path) }
    let raw = try experiment.readSeries()
    let (prepared, cleaning) = try experiment.prepared(raw)
    let data = try experiment.cut(prepared)
    let fingerprint = data.split.train.series.fingerprint
    if let before = bundle.dataFingerprint, before != fingerprint {
      throw RunError.otherReadings(run.path, before: before, now: fingerprint)
    }
    let metrics = try run.metrics()
    guard let summary = metrics.training,
      let history = History(csv: try Folder.text(of: "\(run.path)/\(RunFiles.history)"))
    else {
      throw RunError.damaged(run.path, reason: "\(RunFiles.history) cannot be read")
    }
    let trained = try TrainedRun(
      network, result: TrainingResult(summary: summary, history: history), data: data,
      experiment: experiment, origin: run.origin)
    var examination = trained.examination(raw: raw, cleaning: cleaning)
    // What prediction does is what counts: the scalers of the bundle, not those fitted just now.
    examination.test = examination.test.with(bundle.recipe)
    var findings = try examination.findings()
    if seeds > 1 {
      let trial = try SeedTrial(
        experiment, data: prepared, own: trained, seeds: seeds, observers: observers, stop: stop)
      if let finding = trial.finding {
        let place = findings.firstIndex { $0.weight < finding.weight } ?? findings.count
        findings.insert(finding, at: place)
      }
    }
    return DiagnosisReport(
      title: run.name, verdict: metrics.verdict.sentence, findings: findings)
  }

  /// Where the report with pictures is written.
  public var reportPath: String { "\(run.path)/\(RunFiles.diagnosis)" }

  /// Writes the report with pictures.
  ///
  /// - Throws: `FileError`.
  public func write(_ report: DiagnosisReport) throws {
    try WholeFile.write(report.html, to: reportPath)
  }

  /// The experiment with the cures of findings: of two that change one key, the first counts.
  ///
  /// - Returns: The experiment and the changes made, as `--set` takes them; none where no finding has a
  ///   cure that is a change of the experiment.
  /// - Throws: ``ConfigError``.
  public func cured(of findings: [Finding]) throws -> (experiment: Experiment, changes: [String]) {
    var chosen: [Cure.Change] = []
    for change in findings.compactMap(\.cure).flatMap(\.changes)
    where !chosen.contains(where: { $0.key == change.key }) {
      chosen.append(change)
    }
    let changes = chosen.map(\.text)
    let text = try ExperimentFile.text(of: experiment)
    let source = "\(run.path)/\(RunFiles.experiment)"
    let cured = try ExperimentFile.experiment(yaml: text, source: source, overrides: changes)
    return (cured, changes)
  }

  /// Trains with the cures and compares the two runs on the same test part.
  ///
  /// - Parameters:
  ///   - findings: What was found.
  ///   - path: The run directory to write; any run there is replaced.
  ///   - observers: Who watches the training.
  ///   - stop: By which the user may end it early.
  ///   - say: Takes lines of talk for the user.
  /// - Returns: Nil where there is nothing to change.
  /// - Throws: ``RunError``, `FileError`, and the errors of the modules below.
  public func prove(
    _ findings: [Finding], in path: String, observers: [any TrainingObserver] = [],
    stop: StopRequest = StopRequest(), say: @escaping (String) -> Void = { _ in }
  ) throws -> DiagnosisReport.Proof? {
    let (experiment, changes) = try cured(of: findings)
    if changes.isEmpty { return nil }
    let training = ExperimentRun(
      experiment: experiment, observers: observers, stop: stop, say: say)
    switch try training.write(to: path, replaces: true) {
    case .interrupted: throw RunError.interrupted
    case .finished(let after), .finishedBefore(let after):
      let before = try run.metrics()
      let (measure, old) = before.headline
      let new = after.headline.value
      return DiagnosisReport.Proof(
        changes: changes, measure: measure, before: old, after: new,
        isBetter: before.isForecast ? new < old : new > old, run: path)
    }
  }
}

extension RunMetrics {
  /// The figure that two runs are compared by.
  fileprivate var headline: (measure: String, value: Double) {
    switch self {
    case .forecast(let metrics): ("the root mean squared error", metrics.test.rmse)
    case .classification(let metrics): ("the balanced accuracy", metrics.test.balancedAccuracy)
    }
  }

  fileprivate var isForecast: Bool {
    if case .forecast = self { return true }
    return false
  }
}

extension TrainedRun {
  /// The run as the doctor looks at it.
  func examination(raw: Series, cleaning: CleaningReport) -> Examination {
    Examination(
      raw: raw, cleaning: cleaning, split: data.split, training: data.training,
      validation: data.validation, test: data.test.with(recipe), network: network,
      settings: experiment.training, result: result, baselines: baselines, answers: test,
      unit: experiment.unit)
  }
}
