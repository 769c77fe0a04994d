import Foundation
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor
import SluiceTuning

/// The winner of a study on its way to a run directory: trained again, or the very network that a
/// population found.
struct StudyWinner {
  let trial: Trial
  let origin: RunOrigin
  let models: TrialModels

  /// The run that makes it.
  let run: ExperimentRun

  /// Where it is written.
  let path: String

  /// Tests the winner against the baselines and writes its run directory, unless that is there.
  ///
  /// - Returns: What it came to on the test part; nil when its training was interrupted.
  func written() throws -> RunMetrics? {
    if let metrics = try metricsBefore() { return metrics }
    if origin.lineage == nil { return try trainedAgain() }
    let network = try models.network(of: trial.number)
    run.say("The winner is trial \(trial.number): its network is tested as it is.")
    return try run.write(network, trained: models.training(of: trial.number), to: path)
  }

  /// What was measured when this very winner was written before.
  private func metricsBefore() throws -> RunMetrics? {
    guard RunDirectory.isRun(path), !Folder.exists("\(path).partial") else { return nil }
    let before = try FinishedRun(path)
    guard before.experiment == run.experiment, before.origin == origin else { return nil }
    if origin.lineage != nil, Folder.exists(models.path(of: trial.number)) {
      let network = try models.network(of: trial.number)
      guard case .network(let other) = try ModelBundle(reading: before.bundlePath).model,
        other.parameters.tensors == network.parameters.tensors
      else { return nil }
    }
    return try before.metrics()
  }

  /// Trains the winner as `sluice train` does.
  private func trainedAgain() throws -> RunMetrics? {
    run.say(
      "The winner is trial \(trial.number): \(trial.parameters.text). It is trained again.")
    let outcome: ExperimentRun.Outcome
    do {
      let isBegun = Folder.exists("\(path).partial")
      outcome = try run.write(to: path, replaces: !isBegun, resumes: isBegun)
    } catch RunError.otherExperiment {
      outcome = try run.write(to: path, replaces: true)
    }
    switch outcome {
    case .finished(let metrics), .finishedBefore(let metrics): return metrics
    case .interrupted: return nil
    }
  }
}
