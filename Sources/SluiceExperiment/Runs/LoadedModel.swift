import SluiceData
import SluiceModels
import SluiceReport
import SluiceTensor

/// A saved model put to use on other readings: the whole of `sluice evaluate` and `sluice predict`.
public struct LoadedModel: Sendable {
  /// The bundle.
  public let bundle: ModelBundle

  /// The target's unit; nil when it is not known.
  public let unit: String?

  /// Loads the bundle of a run directory, or a bundle file.
  ///
  /// - Throws: ``RunError``, ``ConfigError``, `BundleError`, `FileError`.
  public init(_ path: String) throws {
    if Folder.exists(path), !Folder.isFolder(path) {
      bundle = try ModelBundle(reading: path)
      unit = bundle.unit
    } else {
      let run = try FinishedRun(path)
      bundle = try ModelBundle(reading: run.bundlePath)
      unit = run.experiment.unit
    }
  }

  /// Tests the model and the baselines that were fitted beside it on other readings.
  ///
  /// - Parameter data: The file of readings, with all columns of the training data.
  /// - Throws: The errors of the data module, `EvaluationError`, ``RunError/noBaselines``.
  public func evaluate(_ data: String) throws -> RunMetrics {
    guard let baselines = bundle.baselines else { throw RunError.noBaselines }
    let recipe = bundle.recipe
    let series = try read(data, columns: recipe.recipe.trainingColumns)
    let prepared = try recipe.prepared(series)
    try recipe.checkInterval(of: prepared)
    let frame = try recipe.frame(HeldOutPart(unsplit: prepared), warmUp: recipe.recipe.warmUp)
    let model = bundle.model.windowModel
    let result = try TestResult(
      of: model, against: baselines, on: frame, unit: unit,
      streams: RandomStreams(seed: bundle.seed))
    return result.runMetrics(training: nil, costs: try bundle.costs(on: frame))
  }

  /// Forecasts from raw readings.
  ///
  /// - Parameters:
  ///   - data: The file of readings, with the columns that the model looks at. Where it has the target's
  ///     column, too, that shows what happened beside the forecasts.
  ///   - latestOnly: Whether to forecast from the last row only.
  /// - Throws: The errors of the data module.
  public func predict(_ data: String, latestOnly: Bool) throws -> Predictions {
    let recipe = bundle.recipe.recipe
    let series = try read(data, columns: recipe.readings, alsoIfThere: recipe.trainingColumns)
    guard recipe.label == nil else {
      return .labels(latestOnly ? try bundle.classifyLatest(series) : try bundle.classify(series))
    }
    return .forecasts(latestOnly ? try bundle.predictLatest(series) : try bundle.predict(series))
  }

  /// The windows of raw readings, those at the end included whose targets are not known yet.
  ///
  /// - Throws: The errors of the data module.
  func frame(predicting data: String) throws -> WindowFrame {
    let recipe = bundle.recipe.recipe
    return try bundle.recipe.frame(
      predicting: read(data, columns: recipe.readings, alsoIfThere: recipe.trainingColumns))
  }

  private func read(
    _ path: String, columns: [String], alsoIfThere more: [String] = []
  ) throws -> Series {
    var options = bundle.reader ?? ReaderOptions()
    options.columns = columns
    options.categories += bundle.recipe.recipe.categories.filter {
      !options.categories.contains($0)
    }
    return try SeriesReader(options).read(path: path, alsoIfThere: more).series
  }
}
