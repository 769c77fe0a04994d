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

  /// Writes a trial's bundle.
  func save(_ bundle: ModelBundle, of trial: Int) throws {
    try Folder.make(folder)
    try bundle.save(to: path(of: trial))
  }

  /// The weights of a trial's network.
  ///
  /// - Throws: `BundleError`, `FileError` when the model is not there (any more).
  func weights(of trial: Int) throws -> [String: Tensor] {
    guard case .network(let network) = try ModelBundle(reading: path(of: trial)).model else {
      return [:]
    }
    return network.parameters.tensors
  }

  /// Removes the models of finished trials that are neither among the best nor still to be gone on
  /// from.
  func tidy(after trials: [Trial], in definition: StudyDefinition) {
    var kept = Set(definition.ranking(of: trials).prefix(keep).map(\.number))
    if definition.sampler.inheritance != nil, let population = definition.sampler.generation {
      // The next generation goes on from any of this one, and this one from the one before it.
      let first = (trials.count / population - 2) * population
      kept.formUnion(trials.filter { $0.number >= first }.map(\.number))
    }
    for trial in trials where trial.state == .complete && !kept.contains(trial.number) {
      unlink(path(of: trial.number))
    }
  }
}
