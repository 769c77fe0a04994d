import SluiceData
import SluiceModels

/// The readings of an experiment, cut in time and made ready for training and test.
public struct PreparedData: Sendable {
  /// All rows used: cleaned, in their own units.
  public let series: Series

  /// The rows of training and test.
  public let split: Split

  /// The recipe, fitted to the training rows.
  public let recipe: FittedRecipe

  /// The windows to learn from.
  public let training: WindowFrame

  /// The last of the training windows, to validate with; nil when none are held out.
  public let validation: WindowFrame?

  /// The windows to test with.
  public let test: WindowFrame

  /// Cuts a prepared series and fits what must be fitted.
  ///
  /// - Throws: The errors of the data module: a scaler that cannot be fitted, too few rows...
  init(_ series: Series, split: Split, experiment: Experiment) throws {
    self.series = series
    self.split = split
    recipe = try experiment.recipe.fitted(to: split.train)
    let frames = try recipe.frames(split)
    test = frames.test
    if experiment.split.validation > 0 {
      let parts = try frames.training.holdingOut(lastFraction: experiment.split.validation)
      training = parts.training
      validation = parts.validation
    } else {
      training = frames.training
      validation = nil
    }
  }
}

extension Experiment {
  /// Reads the columns that the experiment needs.
  ///
  /// - Throws: `ReadError`, ``RunError/noData``.
  public func readSeries() throws -> Series {
    if let generator = data.generate { return generator.series() }
    guard let path = data.path else { throw RunError.noData }
    var options = data.reader
    if options.columns == nil { options.columns = recipe.trainingColumns }
    return try SeriesReader(options).read(path: path).series
  }

  /// Returns the rows that the experiment uses, cleaned and with the calendar's columns, and what
  /// cleaning did to them.
  ///
  /// - Throws: The errors of the data module, ``RunError/noRows(from:to:)``.
  public func prepared(_ raw: Series) throws -> (series: Series, report: CleaningReport) {
    var rows = raw
    if data.from != nil || data.to != nil {
      guard let timestamps = raw.timestamps else {
        throw SeriesError.noTimestamps(purpose: "data.from or data.to")
      }
      let first = data.from.map { timestamps.firstRow(notBefore: $0.microseconds) } ?? 0
      let end = data.to.map { timestamps.firstRow(notBefore: $0.microseconds) } ?? raw.count
      if first >= end { throw RunError.noRows(from: data.from, to: data.to) }
      rows = raw.rows(first..<end)
    }
    let recipe = recipe
    let columns = recipe.trainingColumns
    let (cleaned, report) = try cleaning.applied(to: rows.selecting(columns), columns: columns)
    let prepared = try recipe.prepared(cleaned)
    return (data.rows.map { prepared.rows(0..<min($0, prepared.count)) } ?? prepared, report)
  }

  /// Returns prepared rows cut by the experiment's own split.
  ///
  /// - Throws: The errors of the data module.
  public func cut(_ series: Series) throws -> PreparedData {
    try PreparedData(series, split: split.split(series), experiment: self)
  }
}
