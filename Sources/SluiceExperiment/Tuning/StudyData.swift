import SluiceData
import SluiceModels
import Synchronization

/// The readings of a study, read and prepared once for all trials that prepare them alike.
final class StudyData: Sendable {
  /// What a trial trains and is judged on: the experiment's own cut, or one of the folds.
  struct Fold: Sendable {
    var recipe: FittedRecipe
    var training: WindowFrame
    var validation: WindowFrame
  }

  /// Everything of an experiment that its windows depend on.
  private struct Preparation: Hashable {
    var data: DataSource
    var recipe: Recipe
    var split: SplitChoice
  }

  /// What reading the file depends on.
  private struct Reading: Hashable {
    var data: DataSource
    var columns: [String]
  }

  private struct State {
    var series: [(key: Reading, series: Series)] = []
    var folds: [(key: Preparation, folds: [Fold])] = []
  }

  private let choice: FoldChoice?
  private let limit: Int
  private let state = Mutex(State())

  /// Creates an empty store.
  ///
  /// - Parameters:
  ///   - folds: The folds over which trials are judged; nil takes the validation windows.
  ///   - limit: The number of ways of preparation that are kept, at least one a worker.
  init(folds: FoldChoice?, limit: Int) {
    choice = folds
    self.limit = limit
  }

  /// The fingerprint of the rows that the study may learn from.
  func fingerprint(of experiment: Experiment) throws -> String {
    try experiment.split.split(
      experiment.prepared(state.withLock { try Self.series(of: experiment, &$0, limit) }).series
    ).train.series.fingerprint
  }

  /// What a trial trains and is judged on.
  ///
  /// All of it lies in the experiment's training part: nothing here looks at the test rows.
  ///
  /// - Throws: ``RunError``, and the errors of the data module.
  func folds(of experiment: Experiment) throws -> [Fold] {
    let key = Preparation(
      data: experiment.data, recipe: experiment.recipe, split: experiment.split)
    // Under the lock, so that workers who want the same do not all prepare it.
    return try state.withLock { state in
      if let known = state.folds.first(where: { $0.key == key }) { return known.folds }
      let series = try experiment.prepared(Self.series(of: experiment, &state, limit)).series
      let folds = try prepare(experiment.split.split(series).train, experiment)
      state.folds.append((key, folds))
      if state.folds.count > limit { state.folds.removeFirst() }
      return folds
    }
  }

  private func prepare(_ training: TrainingPart, _ experiment: Experiment) throws -> [Fold] {
    guard let choice else {
      let recipe = try experiment.recipe.fitted(to: training)
      let parts = try recipe.frame(training, warmUp: .none)
        .holdingOut(lastFraction: experiment.split.validation)
      return [Fold(recipe: recipe, training: parts.training, validation: parts.validation)]
    }
    return try choice.splits(of: training).map { split in
      let recipe = try experiment.recipe.fitted(to: split.train)
      let frames = try recipe.frames(split, warmUp: .history)
      return Fold(recipe: recipe, training: frames.training, validation: frames.test)
    }
  }

  private static func series(
    of experiment: Experiment, _ state: inout State, _ limit: Int
  ) throws -> Series {
    let key = Reading(data: experiment.data, columns: experiment.recipe.trainingColumns)
    if let known = state.series.first(where: { $0.key == key }) { return known.series }
    let series = try experiment.readSeries()
    state.series.append((key, series))
    if state.series.count > limit { state.series.removeFirst() }
    return series
  }
}
