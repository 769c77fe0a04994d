import Foundation
import SluiceModels
import SluiceNN
import SluiceTensor
import SluiceTuning

/// The trained models of a study's trials on disk, a bundle each; only some of them are kept.
public struct TrialModels: Sendable {
  /// The folder.
  public let folder: String

  /// The number of best trials whose models are kept.
  let keep: Int

  /// Creates the folder's name; it is made when the first model is saved.
  init(study: String, keep: Int) {
    folder = "\(study)/trials"
    self.keep = keep
  }

  /// Where a trial's bundle lies, or would.
  public func path(of trial: Int) -> String { "\(folder)/trial-\(trial).safetensors" }

  /// Where the record of how a trial's network was trained lies, or would.
  private func record(of trial: Int) -> String { "\(folder)/trial-\(trial).json" }

  /// Writes a trial's bundle.
  ///
  /// - Parameter training: How its network was trained, where others are to go on from it.
  func save(_ bundle: ModelBundle, of trial: Int, training: TrainingResult? = nil) throws {
    try Folder.make(folder)
    if let training { try WholeFile.write(MetricsFile.text(of: training), to: record(of: trial)) }
    try bundle.save(to: path(of: trial))
  }

  /// A trial's network.
  ///
  /// - Throws: ``StudyRunError/lostModel(trial:path:)`` when the model is not there any more;
  ///   `BundleError`, `FileError`.
  func network(of trial: Int) throws -> Network {
    let path = path(of: trial)
    guard Folder.exists(path), case .network(let network) = try ModelBundle(reading: path).model
    else { throw StudyRunError.lostModel(trial: trial, path: path) }
    return network
  }

  /// How a trial's network was trained, from its first leg on.
  ///
  /// - Throws: ``StudyRunError/lostModel(trial:path:)``, `DecodingError`.
  func training(of trial: Int) throws -> TrainingResult {
    let path = record(of: trial)
    guard let text = try? Folder.text(of: path) else {
      throw StudyRunError.lostModel(trial: trial, path: path)
    }
    return try JSONDecoder().decode(TrainingResult.self, from: Data(text.utf8))
  }

  /// Removes the models of finished trials that are neither among the best nor still to be gone on
  /// from.
  ///
  /// What a process knows of the trials may be a moment old. That does no harm: a trial that is out of
  /// the best, or far behind in its member's row, never comes back.
  func tidy(after trials: [Trial], in definition: StudyDefinition) {
    let complete = trials.filter { $0.state == .complete }
    var kept = Set(definition.ranking(of: trials).prefix(keep).map(\.number))
    if definition.sampler.inheritance != nil, let population = definition.sampler.generation {
      // A generation goes on from the latest legs before it: one leg for the generation that runs,
      // the one before, and one for who has looked a moment earlier.
      for member in 0..<population {
        kept.formUnion(
          complete.map(\.number).filter { $0 % population == member }.suffix(3))
      }
      kept.formUnion(trials.filter { !$0.state.isFinished }.compactMap(\.parent))
    }
    for trial in complete where !kept.contains(trial.number) {
      unlink(path(of: trial.number))
      unlink(record(of: trial.number))
    }
  }
}
