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

    /// The class numbers to validate with.
    fileprivate var labels: [Int] { validation.labels() }
  }

  /// The forecasts that all trials are judged by in one fold.
  private struct Judgement {
    /// The first target row of each.
    var rows: [Int]
    /// What happened there, in the target's own units.
    var actual: [Float]
  }

  /// Everything of an experiment that its windows depend on.
  private struct Preparation: Hashable {
    var data: DataSource
    var recipe: Recipe
    var split: SplitChoice
    var undersampling: Undersampling?
    /// The seed by which windows are left out; nil where none are.
    var seed: UInt64?
  }

  /// What reading the file depends on.
  private struct Reading: Hashable {
    var data: DataSource
    var columns: [String]
  }

  private struct State {
    var series: [(key: Reading, series: Series)] = []
    var folds: [(key: Preparation, folds: [Fold])] = []
    var judgements: [Judgement]?
    /// The class numbers that all trials of a classification are judged by, fold by fold.
    var labels: [[Int]]?

    mutating func remember(_ new: [Fold], for key: Preparation, limit: Int) {
      folds.append((key, new))
      if folds.count > limit { folds.removeFirst() }
    }
  }

  private let choice: FoldChoice?
  private let references: [Experiment]
  private let limit: Int
  private let state = Mutex(State())

  /// Creates an empty store.
  ///
  /// - Parameters:
  ///   - folds: The folds over which trials are judged; nil takes the validation windows.
  ///   - references: An experiment of each lookback of the study, the shortest first.
  ///   - limit: The number of ways of preparation that are kept, at least one a worker.
  init(folds: FoldChoice?, references: [Experiment], limit: Int) {
    choice = folds
    self.references = references
    self.limit = limit
  }

  /// The fingerprint of the rows that the study may learn from.
  func fingerprint(of experiment: Experiment) throws -> String {
    try experiment.split.split(
      experiment.prepared(state.withLock { try Self.series(of: experiment, &$0, limit) }).series,
      experiment.recipe
    ).train.series.fingerprint
  }

  /// What a trial trains and is judged on.
  ///
  /// All of it lies in the experiment's training part: nothing here looks at the test rows.
  ///
  /// - Throws: ``RunError``, ``StudyRunError/otherForecasts(found:expected:)``,
  ///   ``StudyRunError/otherLabels(found:expected:)``, and the errors of the data module.
  func folds(of experiment: Experiment) throws -> [Fold] {
    let key = Preparation(
      data: experiment.data, recipe: experiment.recipe, split: experiment.split,
      undersampling: experiment.training.undersampling,
      seed: experiment.training.undersampling.map { _ in experiment.seed })
    // Under the lock, so that workers who want the same do not all prepare it.
    return try state.withLock { state in
      if let known = state.folds.first(where: { $0.key == key }) { return known.folds }
      if experiment.task == .classification {
        let folds = try labeledFolds(of: experiment, &state)
        let labels = try state.labels ?? self.labels(experiment, folds, &state)
        state.labels = labels
        for (fold, expected) in zip(folds, labels) where fold.labels != expected {
          throw StudyRunError.otherLabels(found: fold.labels.count, expected: expected.count)
        }
        state.remember(folds, for: key, limit: limit)
        return folds
      }
      let judgements = try state.judgements ?? self.judgements(&state)
      state.judgements = judgements
      let folds = try zip(cuts(of: experiment, &state), judgements).map {
        try judged($0, by: $1)
      }
      state.remember(folds, for: key, limit: limit)
      return folds
    }
  }

  /// The folds of a classification, whose windows are the same in all trials.
  private func labeledFolds(of experiment: Experiment, _ state: inout State) throws -> [Fold] {
    let series = try experiment.prepared(Self.series(of: experiment, &state, limit)).series
    let splits =
      try choice?.labeledSplits(of: series, experiment)
      ?? [experiment.split.split(series, experiment.recipe)]
    return try splits.map { split in
      let data = try LearningData(split, experiment: experiment)
      // A plan without folds has been checked for windows to validate with.
      guard let validation = data.validation else { throw SplitError.fraction(0) }
      return Fold(recipe: data.recipe, training: data.training, validation: validation)
    }
  }

  /// The class numbers of the first experiment's validation windows: often those of a trial's own.
  private func labels(
    _ experiment: Experiment, _ folds: [Fold], _ state: inout State
  ) throws -> [[Int]] {
    if experiment.recipe == references[0].recipe { return folds.map(\.labels) }
    return try labeledFolds(of: references[0], &state).map(\.labels)
  }

  /// The folds of an experiment with all windows that its own lookback allows.
  ///
  /// Without folds, training and validation are still the same windows.
  private func cuts(of experiment: Experiment, _ state: inout State) throws -> [Fold] {
    let series = try experiment.prepared(Self.series(of: experiment, &state, limit)).series
    let training = try experiment.split.split(series, experiment.recipe).train
    guard let choice else {
      let recipe = try experiment.recipe.fitted(to: training)
      let all = try recipe.frame(training, warmUp: .none)
      return [Fold(recipe: recipe, training: all, validation: all)]
    }
    return try choice.splits(of: training).map { split in
      let recipe = try experiment.recipe.fitted(to: split.train)
      let frames = try recipe.frames(split, warmUp: .history)
      return Fold(recipe: recipe, training: frames.training, validation: frames.test)
    }
  }

  /// The forecasts by which trials of any lookback can be judged.
  ///
  /// The shortest lookback makes the most forecasts. Of these count the ones that the longest makes,
  /// too; a lookback that allows none of them is left out here, and its trials fail.
  private func judgements(_ state: inout State) throws -> [Judgement] {
    var folds = try cuts(of: references[0], &state)
    if choice == nil {
      folds[0].validation = try folds[0].validation.holdingOut(
        lastFraction: references[0].split.validation
      ).validation
    }
    for longer in references.dropFirst().reversed() {
      let others: [Fold]
      do {
        others = try cuts(of: longer, &state)
      } catch is WindowError {
        continue
      }
      let common = zip(folds, others).map { fold, other in
        let rows = Set(other.validation.firstTargetRows)
        return fold.validation.keeping(rows)
      }
      if common.contains(where: { $0.count == 0 }) { continue }
      for index in folds.indices { folds[index].validation = common[index] }
      break
    }
    return folds.map {
      Judgement(rows: $0.validation.firstTargetRows, actual: $0.validation.actual())
    }
  }

  /// A fold with the windows that it is judged by, and without those that training must not see.
  private func judged(_ fold: Fold, by judgement: Judgement) throws -> Fold {
    var fold = fold
    fold.validation = fold.validation.keeping(Set(judgement.rows))
    guard fold.validation.actual().elementsEqual(judgement.actual, by: Self.isSame) else {
      throw StudyRunError.otherForecasts(
        found: fold.validation.count, expected: judgement.rows.count)
    }
    if choice == nil {
      let end = fold.training.firstTargetRows.firstIndex(of: judgement.rows[0]) ?? 0
      fold.training = fold.training[0..<end]
    }
    return fold
  }

  /// Whether two readings are the same, or both missing.
  private static func isSame(_ a: Float, _ b: Float) -> Bool { a == b || a.isNaN && b.isNaN }

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

extension WindowFrame {
  /// The first target row of each window.
  fileprivate var firstTargetRows: [Int] { (0..<count).map { windows.targetRows($0).lowerBound } }

  /// Returns a frame of the windows whose first target row is one of some.
  fileprivate func keeping(_ rows: Set<Int>) -> WindowFrame {
    selecting((0..<count).filter { rows.contains(windows.targetRows($0).lowerBound) })
  }
}
