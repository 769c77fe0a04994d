import SluiceData
import SluiceTensor

/// The forecasts that every run is compared with, before they are fitted.
public struct Baselines: Codable, Hashable, Sendable {
  /// The season in rows; nil has it inferred from the training part.
  public var season: Int?

  /// The ridge on the lags of all features.
  public var ridge: Ridge

  /// The linear classifier of window statistics, for labels.
  public var logisticRegression: LogisticRegression

  /// Creates the baselines.
  ///
  /// - Precondition: A season is at least 1.
  public init(
    season: Int? = nil, ridge: Ridge = Ridge(),
    logisticRegression: LogisticRegression = LogisticRegression()
  ) {
    precondition(season.map { $0 >= 1 } ?? true, "Baselines: a season is at least 1 row")
    self.season = season
    self.ridge = ridge
    self.logisticRegression = logisticRegression
  }

  /// Decodes the baselines; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    season = try container.optionalCount(.season)
    ridge = try container.setting(.ridge, default: Ridge())
    logisticRegression = try container.setting(
      .logisticRegression, default: LogisticRegression())
  }

  /// Throws when a given season is as long as the training part or longer, so that no two of its rows
  /// lie a season apart: the seasonal naive forecast would be persistence, and `mase` nothing.
  ///
  /// - Throws: ``SeasonError``.
  public func checkSeason(trainingRows: Int) throws {
    if let season, season >= trainingRows {
      throw SeasonError.tooLong(rows: season, trainingRows: trainingRows)
    }
  }

  /// Returns the baselines fitted to the training windows and the rows of the training part.
  ///
  /// - Parameters:
  ///   - training: The windows that the network trains on.
  ///   - validation: The windows that choose the strength of ridge or logistic regression.
  ///   - everything: The training windows before undersampling, whose most frequent class is taken; nil takes
  ///     `training`. Without meaning for a forecast.
  /// - Throws: ``RidgeError``, ``ClassifierError``, `SeriesError`; ``SeasonError`` when a given season is longer than the
  ///   training part.
  public func fitted(
    to training: WindowFrame, validation: WindowFrame? = nil,
    beforeUndersampling everything: WindowFrame? = nil
  ) throws -> FittedBaselines {
    if training.recipe.classes != nil {
      return try FittedBaselines.classifiers(
        fittedTo: training, validation: validation, everything: everything ?? training,
        logisticRegression)
    }
    let part = training.series.rows(training.partRows)
    let readings = try part.column(training.recipe.recipe.truth).values
    try checkSeason(trainingRows: readings.count)
    let season =
      self.season.map { Season(rows: $0, origin: .given) }
      ?? Season(inferredFrom: readings, interval: part.interval)
    return FittedBaselines(
      season: season,
      naiveError: Metrics.seasonalNaiveError(
        of: readings, season: season.rows, segments: part.segments),
      models: [
        .persistence(Persistence()), .seasonalNaive(SeasonalNaive(season: season)),
        .drift(Drift(training: readings)), .mean(TrainingMean(training: readings)),
        .ridge(try ridge.fitted(to: training, validation: validation)),
      ])
  }
}

extension Baselines {
  /// The names of all baselines, those of forecasts first, in the order of their sophistication.
  package static let names = [
    "persistence", "seasonalNaive", "drift", "mean", "ridge",
    "majorityClass", "nearestCentroid", "logisticRegression",
  ]

  /// The place of a baseline in tables and charts; unknown ones stand behind.
  package static func order(of name: String) -> Int {
    names.firstIndex(of: name) ?? names.count
  }
}

/// The baselines of one training part, with all that a comparison on any later rows needs.
public struct FittedBaselines: Codable, Hashable, Sendable {
  /// The season that the seasonal naive forecast and `mase` use; nil for a classification.
  public let season: Season?

  /// Mean absolute error of the one-season naive forecast on the training part, in target units:
  /// what `mase` is scaled by; nil when the part is shorter than a season.
  public let naiveError: Double?

  /// The baselines in the order of tables and charts.
  public let models: [Baseline]

  /// Returns one baseline by its name.
  public subscript(name: String) -> Baseline? {
    models.first { $0.name == name }
  }
}
