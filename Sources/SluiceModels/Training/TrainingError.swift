/// What can go wrong while a network is trained.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A number became infinite or not a number.
  case notFinite(name: String, epoch: Int, update: Int)
  /// A part has no samples.
  case noSamples(part: String)
  /// Training ends before the first epoch that would be judged.
  case noEpochJudged(startEpoch: Int, epochs: Int)
  /// A checkpoint was made by another run than the one that wants to go on from it.
  case otherRun(file: String, what: String, expected: String, found: String)
  /// A checkpoint was made with other readings than those that the run wants to go on with.
  case otherData(file: String, expected: String, found: String)
  /// A checkpoint lacks what it should hold.
  case badCheckpoint(file: String, reason: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notFinite(let name, let epoch, let update):
      return "Training stopped in epoch \(epoch) at update \(update): \(name) is not finite. "
        + "Lower the learning rate, clip the gradients, or look for extreme values in the data."
    case .noSamples(let part):
      return "The \(part) part has no windows: use more rows or a shorter lookback or horizon."
    case .noEpochJudged(let startEpoch, let epochs):
      return "Epochs are judged from \(startEpoch) on, but training has \(epochs): train for more "
        + "epochs or judge from an earlier one."
    case .otherRun(let file, let what, let expected, let found):
      return "The checkpoint \(file) belongs to another run: its \(what) is \(found), this run's "
        + "is \(expected). Go on with the settings of that run, or begin afresh."
    case .otherData(let file, let expected, let found):
      return "The checkpoint \(file) was made with other readings: their fingerprint was "
        + "\(expected), that of the present ones is \(found). Go on with the readings that the run "
        + "was begun with, or begin afresh."
    case .badCheckpoint(let file, let reason):
      return "The checkpoint \(file) cannot be used: \(reason). Begin afresh."
    }
  }
}
