import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor

/// The readings of an experiment, cut into parts and made ready for training and test.
public struct PreparedData: Sendable {
  /// All rows used: cleaned, in their own units.
  public let series: Series

  /// The rows of training and test.
  public let split: Split

  /// What is learnt from.
  public let learning: LearningData

  /// The windows to test with.
  public let test: WindowFrame

  /// Cuts a prepared series and fits what must be fitted.
  ///
  /// - Throws: The errors of the data module: a scaler that cannot be fitted, too few rows...
  init(_ series: Series, split: Split, experiment: Experiment) throws {
    self.series = series
    self.split = split
    learning = try LearningData(split, experiment: experiment)
    let recipe = learning.recipe
    test = try LearningData.naming("test") {
      try recipe.frame(split.test, warmUp: experiment.evaluation.warmUp)
    }
  }

  /// The recipe, fitted to the training rows.
  public var recipe: FittedRecipe { learning.recipe }

  /// Returns what cleaning did, with the readings beyond bounds that the training rows gave.
  func completed(_ report: CleaningReport) -> CleaningReport {
    var report = report
    if let outliers = recipe.outliers { report.outliers = outliers.report(on: series) }
    return report
  }

  /// The windows to learn from.
  public var training: WindowFrame { learning.training }

  /// The windows to validate with; nil when none are held out.
  public var validation: WindowFrame? { learning.validation }
}

/// What a network learns from: windows to train with and, perhaps, windows to validate with.
public struct LearningData: Sendable {
  /// The recipe, fitted to the training rows.
  public let recipe: FittedRecipe

  /// The windows to learn from, those that undersampling leaves.
  public let training: WindowFrame

  /// The same before undersampling.
  let beforeUndersampling: WindowFrame

  /// The windows to validate with: those of a part of their own, or the last of the training windows; nil
  /// when none are held out.
  public let validation: WindowFrame?

  /// How training is done.
  private let settings: TrainingSettings

  /// Fits the recipe to the training rows of a split, and cuts windows.
  ///
  /// - Throws: The errors of the data module.
  init(_ split: Split, experiment: Experiment) throws {
    settings = experiment.training
    let recipe = try experiment.recipe.fitted(to: split.train)
    self.recipe = recipe
    var training = try Self.naming("training") {
      try recipe.frame(split.train, warmUp: .none)
    }
    if recipe.classes != nil { try training.checkClasses() }
    if let part = split.validation {
      validation = try Self.naming("validation") { try recipe.frame(part, warmUp: .none) }
    } else if experiment.split.validation > 0 {
      let parts = try training.holdingOut(lastFraction: experiment.split.validation)
      training = parts.training
      validation = parts.validation
    } else {
      validation = nil
    }
    beforeUndersampling = training
    if let undersampling = settings.undersampling {
      training = training.with(
        try undersampling.applied(
          to: training.windows, classes: training.classes,
          streams: RandomStreams(seed: experiment.seed)))
    }
    self.training = training
  }

  /// Returns what a body makes of a part; where not one window fits, the error names the part.
  fileprivate static func naming(
    _ part: String, _ body: () throws -> WindowFrame
  ) throws -> WindowFrame {
    do { return try body() } catch let error as LabelError { throw error.naming(part: part) }
  }

  /// Trains a network.
  ///
  /// - Throws: `ForecastError` when the network does not fit the recipe, `TrainingError`, and whatever
  ///   writing a checkpoint throws.
  func fit(
    _ network: Network, with trainer: Trainer, resuming: Bool = false
  ) throws -> TrainingResult {
    try NetworkModel(network).check(recipe)
    return try trainer.fit(
      network, training: training.samples(weighing: settings),
      validation: validation?.samples(), resuming: resuming)
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
    options.categories += recipe.categories.filter { !options.categories.contains($0) }
    return try SeriesReader(options).read(path: path).series
  }

  /// Returns the rows that the experiment uses, cleaned and with the columns of the features, and what
  /// cleaning did to them.
  ///
  /// - Throws: The errors of the data module, ``RunError/noRows(from:to:)``.
  public func prepared(_ raw: Series) throws -> (series: Series, report: CleaningReport) {
    var rows = raw
    if data.from != nil || data.to != nil {
      guard let timestamps = raw.timestamps else {
        throw SeriesError.noTimestamps(purpose: "data.from or data.to")
      }
      if !recipe.groups.isEmpty { try raw.checkOneClock() }
      let first = data.from.map { timestamps.firstRow(notBefore: $0.microseconds) } ?? 0
      let end = data.to.map { timestamps.firstRow(notBefore: $0.microseconds) } ?? raw.count
      if first >= end { throw RunError.noRows(from: data.from, to: data.to) }
      rows = raw.rows(first..<end)
    }
    let (prepared, report) = try recipe.preparation(of: rows)
    return (data.rows.map { prepared.rows(0..<min($0, prepared.count)) } ?? prepared, report)
  }

  /// Returns prepared rows cut by the experiment's own split.
  ///
  /// - Throws: The errors of the data module.
  public func cut(_ series: Series) throws -> PreparedData {
    try PreparedData(series, split: split.split(series, recipe), experiment: self)
  }
}
