import Foundation

/// Where a training run writes its checkpoints, and how often.
///
/// Writing one never changes what is learnt: a run with and one without end with the same bits.
public struct CheckpointPolicy: Hashable, Sendable {
  /// The folder, which is created when it is missing.
  public var folder: URL

  /// The least time between two checkpoints, in seconds; one is always written at the end.
  ///
  /// Checkpoints are written at the end of an epoch, and within an epoch that takes long. 0 writes
  /// one after every update.
  public var seconds: Double

  /// The fingerprint of the readings that the run uses, as `Series.fingerprint`; nil does not ask.
  ///
  /// A run does not go on from a checkpoint that was made with other readings.
  public var dataFingerprint: String?

  /// Creates a policy.
  public init(folder: URL, seconds: Double = 2, dataFingerprint: String? = nil) {
    self.folder = folder
    self.seconds = seconds
    self.dataFingerprint = dataFingerprint
  }

  /// The file that a run goes on from: weights, optimizer, averages, best weights, position.
  public var last: URL { folder.appendingPathComponent("last.safetensors") }

  /// The weights of the best epoch so far.
  public var best: URL { folder.appendingPathComponent("best.safetensors") }
}
