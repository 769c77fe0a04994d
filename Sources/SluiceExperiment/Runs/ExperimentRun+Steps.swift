import Foundation
import SluiceData
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

extension ExperimentRun {
  /// Runs the experiment with a directory to write to.
  func run(
    in directory: RunDirectory, checkpointSeconds: Double, keepsBest: Bool
  ) throws -> Outcome {
    let raw = try experiment.readSeries()
    let (prepared, preparation) = try experiment.prepared(raw)
    let data = try experiment.cut(prepared)
    let cleaning = data.completed(preparation)
    // Asked before training, which would be in vain.
    if experiment.task == .forecast {
      try Baselines(season: experiment.evaluation.season)
        .checkSeason(trainingRows: data.split.train.count)
    }
    say(Self.sentences(raw: raw, cleaning: cleaning, data: data))

    let network = try experiment.network(for: data.recipe)
    say(network.summary().description)
    let trainer = Trainer(
      settings: experiment.training, seed: experiment.seed, observers: observers,
      checkpoints: CheckpointPolicy(
        folder: URL(fileURLWithPath: directory.checkpoints), seconds: checkpointSeconds,
        dataFingerprint: prepared.fingerprint),
      stopRequest: stop)
    let result = try data.learning.fit(
      network, with: trainer, resuming: directory.isResumed)
    if result.summary.stopped == .interrupted {
      return .interrupted(epochs: result.summary.epochs)
    }
    say(Self.sentence(about: result.summary))

    let trained = try TrainedRun(
      network, result: result, data: data, experiment: experiment, origin: origin)
    return .finished(
      try finish(
        directory, with: trained, raw: raw, cleaning: cleaning, keepsBest: keepsBest))
  }

  /// Tests a network that is trained already, and writes its run directory over any that is there.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - result: How it was trained.
  ///   - path: The run directory.
  /// - Throws: ``RunError``, `FileError`, and the errors of the modules below.
  func write(
    _ network: Network, trained result: TrainingResult, to path: String
  ) throws -> RunMetrics {
    let directory = try RunDirectory(
      path,
      experiment: ExperimentFile.text(of: experiment, comment: origin?.experimentComment),
      replaces: true)
    do {
      let raw = try experiment.readSeries()
      let (prepared, preparation) = try experiment.prepared(raw)
      let data = try experiment.cut(prepared)
      let cleaning = data.completed(preparation)
      let trained = try TrainedRun(
        network, result: result, data: data, experiment: experiment, origin: origin)
      return try finish(
        directory, with: trained, raw: raw, cleaning: cleaning, keepsBest: false)
    } catch {
      _ = directory.abandon()
      throw error
    }
  }

  /// Measures what each model costs, writes all that came of a run, and puts its directory into its
  /// place.
  private func finish(
    _ directory: RunDirectory, with trained: TrainedRun, raw: Series, cleaning: CleaningReport,
    keepsBest: Bool
  ) throws -> RunMetrics {
    let metrics = try trained.metrics()
    try (keepsBest ? trained.bestBundle : trained.bundle).save(to: directory.file(RunFiles.bundle))
    if let words = bestSentence(metrics.verdict, keepsBest: keepsBest) { say(words) }
    try directory.write(MetricsFile.text(of: metrics), to: RunFiles.metrics)
    try directory.write(trained.result.history.csv, to: RunFiles.history)
    try directory.write(PredictionsFile.text(of: trained.predictions), to: RunFiles.predictions)
    if let origin { try directory.write(MetricsFile.text(of: origin), to: RunFiles.origin) }
    let findings = try trained.examination(raw: raw, cleaning: cleaning).findings()
    if !findings.isEmpty { say(Self.sentence(about: findings)) }
    let report = try trained.report(raw: raw, cleaning: cleaning, costs: metrics.costs)
    for file in report.svgFiles {
      try directory.write(file.text, to: "\(RunFiles.charts)/\(file.name)")
    }
    try directory.write(report.html, to: RunFiles.report)
    try directory.finish()
    return metrics
  }

  private static func sentences(
    raw: Series, cleaning: CleaningReport, data: PreparedData
  ) -> String {
    let count = NumberText.count
    let (train, test) = (data.split.train, data.split.test)
    let validating = data.split.validation?.count ?? 0
    let used = train.count + validating + test.count - data.rowsOfOtherClasses
    var text =
      "\(count(raw.count)) rows read, \(count(used)) used: \(count(train.count)) to train, "
    if validating > 0 { text += "\(count(validating)) to validate, " }
    text += "\(count(test.count)) to test."
    if let future = cleaning.futureRows, future > 0 {
      text += " \(count(future)) more hold only readings known ahead."
    }
    if let grid = cleaning.resampled { text += " \(grid.sentence)" }
    if cleaning.rowsDropped > 0 {
      let waiting = cleaning.rowsDroppedForFeatures ?? 0
      text +=
        " \(count(cleaning.rowsDropped)) of the rows \(cleaning.resampled == nil ? "read" : "of the grid") were dropped for missing readings"
      text += waiting > 0 ? ", \(count(waiting)) of them for derived features only." : "."
    }
    if let outliers = cleaning.outliers { text += " \(outliers.sentence)" }
    let filled = cleaning.filled.values.reduce(0, +)
    if filled > 0 { text += " \(count(filled)) missing readings were filled." }
    if let masked = cleaning.maskedTargets, masked > 0 {
      text += " \(count(masked)) missing targets count nowhere."
    }
    let gaps = data.series.rows(train.rows.lowerBound..<test.rows.upperBound).gaps
    if let longest = gaps.map(\.duration).max() {
      text += " \(count(gaps.count)) \(gaps.count == 1 ? "gap" : "gaps") in the clock, "
      text += "the longest of \(TimeSpan.text(longest))."
    }
    let validation = data.validation.map { ", \(count($0.count)) to validate" } ?? ""
    text += "\nWindows: \(count(data.training.count)) to train\(validation), "
    text += "\(count(data.test.count)) to test."
    let leftOut = [data.training, data.test].reduce(0) { $0 + $1.windows.leftOutWithoutReference }
    if leftOut > 0 {
      text +=
        " \(count(leftOut)) more have no reference (targetReference) in their stretch of rows."
    }
    if !data.leftOut.isEmpty {
      text += "\nLeft out of the windows: " + data.leftOut.joined(separator: "; ") + "."
    }
    return ([text] + (data.recipe.dropped ?? []).map { "Left out: \($0.name) \($0.reason)." })
      .joined(separator: "\n")
  }

  /// The short form of a diagnosis: what was found, a line each.
  private static func sentence(about findings: [Finding]) -> String {
    (["What may be wrong (sluice diagnose says why, and what to do):"]
      + findings.prefix(3).map { "- \($0.title)" }).joined(separator: "\n")
  }

  /// Says which model the bundle holds, where that is a question.
  private func bestSentence(_ verdict: Verdict, keepsBest: Bool) -> String? {
    guard verdict.difference < 0 else { return nil }
    let rival = Verdict.spoken(verdict.bestBaseline)
    return keepsBest
      ? "The bundle holds \(rival), which has the lower error."
      : "\(Verdict.capitalized(rival)) has the lower error; train with --best to save it instead."
  }

  private static func sentence(about summary: TrainingSummary) -> String {
    let reason =
      switch summary.stopped {
      case .epochs: "all \(summary.epochs) epochs"
      case .patience: "stopped early after \(summary.epochs) epochs"
      case .observer: "ended by an observer after \(summary.epochs) epochs"
      case .interrupted: "interrupted after \(summary.epochs) epochs"
      }
    let kept = summary.keptEpoch ?? summary.bestEpoch
    return "Trained for \(NumberText.duration(seconds: summary.seconds)) (\(reason)); "
      + "best epoch \(summary.bestEpoch)"
      + (kept == summary.bestEpoch ? "." : ", weights of epoch \(kept) kept.")
  }
}
