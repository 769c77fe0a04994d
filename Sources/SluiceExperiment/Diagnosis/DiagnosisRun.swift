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
    let opened = try opened()
    let trained = opened.trained
    var findings = try opened.examination.findings().map(settled)
    if seeds > 1 {
      let trial = try SeedTrial(
        experiment, data: opened.prepared, own: trained, seeds: seeds, observers: observers,
        stop: stop)
      if let finding = try trial.finding.map(settled) {
        let place = findings.firstIndex { $0.weight < finding.weight } ?? findings.count
        findings.insert(finding, at: place)
      }
    }
    return DiagnosisReport(
      title: run.name, verdict: opened.verdict, findings: findings, run: run.path,
      leftOut: opened.examination.leftOut)
  }

  /// Where the report with pictures is written.
  public var reportPath: String { "\(run.path)/\(RunFiles.diagnosis)" }

  /// Writes the report with pictures.
  ///
  /// - Throws: `FileError`.
  public func write(_ report: DiagnosisReport) throws {
    try WholeFile.write(report.html, to: reportPath)
  }

  /// A run with all that it was made of.
  struct Opened {
    let trained: TrainedRun
    let prepared: Series
    let examination: Examination
    let verdict: String
  }

  /// Reads the readings again and has the run's network answer the test part.
  ///
  /// - Throws: ``RunError``, also when the readings are not those of the run or its bundle holds no
  ///   network; the errors of the modules below.
  func opened() throws -> Opened {
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
    return Opened(
      trained: trained, prepared: prepared, examination: examination,
      verdict: metrics.verdict.sentence)
  }
}

extension TrainedRun {
  /// The run as the doctor looks at it.
  func examination(raw: Series, cleaning: CleaningReport) -> Examination {
    Examination(
      raw: raw, cleaning: cleaning, split: data.split, training: data.training,
      validation: data.validation, test: data.test.with(recipe), network: network,
      settings: experiment.training, result: result, baselines: baselines, answers: test,
      unit: experiment.unit, written: experiment.recipe, markers: experiment.data.reader.missing,
      zone: experiment.features.calendar?.zone ?? experiment.data.reader.time?.zone)
  }
}
