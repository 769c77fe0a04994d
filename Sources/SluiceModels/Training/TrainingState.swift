import SluiceNN

/// Where a training run stands, apart from tensors: with them it is all that going on needs.
///
/// Random streams are not among it: each is drawn by name (`shuffle/EPOCH`, `dropout/BATCH`), so
/// that their position follows from the numbers here.
struct TrainingState: Codable, Hashable, Sendable {
  /// The epoch in hand, counted from 1.
  var epoch = 1

  /// Number of samples of this epoch that were learned from.
  var position = 0

  /// Number of batches learned from since training began.
  var batches = 0

  /// Number of updates of the weights since training began.
  var updates = 0

  /// Sum of the loss over the samples of this epoch so far.
  var lossSum = 0.0

  /// The learning rate of the last update.
  var learningRate: Float = 0

  /// Time spent in the runs before this one, in seconds.
  var secondsBefore = 0.0

  /// The epochs so far.
  var history = History()

  /// How far the watched loss has come.
  var stopping = EarlyStopping.State()

  /// What the schedule has seen.
  var schedule = ScheduleState(.constant)
}
