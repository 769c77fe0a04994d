import SluiceData
import SluiceTensor

/// What one fold of a backtest hands to whoever trains the model.
public struct BacktestFold: Sendable {
  /// The fold's number, counted from 1.
  public let number: Int

  /// Number of folds.
  public let count: Int

  /// The recipe fitted to the fold's training rows.
  public let recipe: FittedRecipe

  /// The windows to train on.
  public let training: WindowFrame

  /// The windows to stop and choose by, the last of the training part; nil when none are wanted.
  public let validation: WindowFrame?
}

extension Backtest {
  /// Refits and tests a model on the folds of a rolling origin.
  ///
  /// - Parameters:
  ///   - recipe: The way from rows to windows; its scalers are fitted to each fold's training rows.
  ///   - series: The series that ``Recipe/prepared(_:)`` made.
  ///   - origin: How the folds lie.
  ///   - baselines: The baselines, fitted to each fold.
  ///   - validationFraction: The share of the training windows held out for validation, the last
  ///     ones; 0 for none.
  ///   - warmUp: What is done in the test parts where fewer rows than the lookback are known; nil
  ///     does what the recipe says.
  ///   - unit: The target's unit for the sentence; nil when it is not known.
  ///   - streams: The random streams of the run, for the bootstrap.
  ///   - foldEnded: Called after each fold.
  ///   - fit: Trains a model on one fold; its answers must all have one name.
  /// - Throws: `SplitError` when the series is too short for the folds; ``BacktestError`` around
  ///   whatever goes wrong inside a fold.
  public init(
    _ recipe: Recipe, series: Series, origin: RollingOrigin, baselines: Baselines = Baselines(),
    validationFraction: Double = 0, warmUp: WarmUp? = nil, unit: String? = nil,
    streams: RandomStreams, foldEnded: (Fold) throws -> Void = { _ in },
    fit: (BacktestFold) throws -> any WindowModel
  ) throws {
    let splits = try origin.splits(of: series)
    var folds: [Fold] = []
    var pooled: ForecastTable?
    for (index, split) in splits.enumerated() {
      do {
        let fitted = try recipe.fitted(to: split.train)
        let frames = try fitted.frames(split, warmUp: warmUp)
        let parts =
          validationFraction > 0
          ? try frames.training.holdingOut(lastFraction: validationFraction) : nil
        let training = parts?.training ?? frames.training
        let rivals = try baselines.fitted(to: training, validation: parts?.validation)
        let model = try fit(
          BacktestFold(
            number: index + 1, count: splits.count, recipe: fitted, training: training,
            validation: parts?.validation))
        let evaluation = try Evaluation(
          of: model, against: rivals, on: frames.test, unit: unit, streams: streams)
        folds.append(Fold(index + 1, split, evaluation))
        pooled = pooled.map { $0.appending(evaluation.table) } ?? evaluation.table
      } catch {
        throw BacktestError(fold: index + 1, count: splits.count, reason: error)
      }
      try foldEnded(folds[index])
    }
    guard let pooled else { preconditionFailure("Backtest: a rolling origin without folds") }
    let model = folds[0].verdict.model
    self.init(
      model: model, folds: folds,
      verdict: Verdict(
        comparing: model, in: pooled, unit: unit, stride: recipe.window.stride, streams: streams))
  }
}

extension Backtest.Fold {
  fileprivate init(_ number: Int, _ split: Split, _ evaluation: Evaluation) {
    self.number = number
    trainRows = split.train.rows
    testRows = split.test.rows
    testTimes = split.test.whole.timestamps.map {
      $0[split.test.rows.lowerBound]...$0[split.test.rows.upperBound - 1]
    }
    metrics = evaluation.metrics
    baselines = evaluation.baselines
    verdict = evaluation.verdict
    season = evaluation.season
  }
}

extension ForecastTable {
  /// Returns the rows of two tables of the same models and steps, one after the other.
  fileprivate func appending(_ later: ForecastTable) -> ForecastTable {
    precondition(
      steps == later.steps && forecasts.map(\.name) == later.forecasts.map(\.name),
      "Backtest: every fold must be forecast by the same models, got "
        + "\(forecasts.map(\.name)) and \(later.forecasts.map(\.name))")
    var result = self
    result.times = times.flatMap { times in later.times.map { times + $0 } }
    result.actual += later.actual
    for index in forecasts.indices {
      result.forecasts[index].values += later.forecasts[index].values
    }
    return result
  }
}

/// What went wrong in one fold of a backtest.
public struct BacktestError: Error, CustomStringConvertible {
  /// The fold's number, counted from 1.
  public let fold: Int

  /// Number of folds.
  public let count: Int

  /// What went wrong.
  public let reason: any Error

  /// The message: in which fold, and what.
  public var description: String { "Fold \(fold) of \(count): \(reason)" }
}
