import SluiceData
import SluiceTensor

/// The whole way from raw rows to windows, before anything is learnt from the data.
///
/// A recipe names columns and rules only. ``fitted(to:)`` learns what must be learnt (the scalers)
/// from the training part; the fitted recipe travels in the bundle, so that training, prediction
/// and streaming cannot disagree.
public struct Recipe: Codable, Hashable, Sendable {
  /// The column to forecast.
  public var target: String

  /// The raw columns that the model looks at, and all that prediction needs; they may include the
  /// target.
  public var features: [String]

  /// Sine and cosine of calendar cycles as further inputs; nil for none.
  public var calendar: CalendarFeatures?

  /// What is done about missing readings in target and features.
  public var cleaning: Cleaning

  /// How target and features are scaled, unless ``scalingByColumn`` says otherwise.
  public var scaling: ScalerChoice

  /// How single columns are scaled, by name.
  public var scalingByColumn: [String: ScalerChoice]

  /// The form of the windows.
  public var window: WindowOptions

  /// What is done in evaluation and prediction where fewer rows than the lookback are known.
  public var warmUp: WarmUp

  /// Creates a recipe.
  ///
  /// - Parameters:
  ///   - target: The column to forecast.
  ///   - features: The raw columns that the model looks at; nil takes the target alone.
  ///   - calendar: Calendar cycles as further inputs.
  ///   - cleaning: What is done about missing readings.
  ///   - scaling: How target and features are scaled.
  ///   - scalingByColumn: Exceptions from `scaling`, by column name.
  ///   - window: The form of the windows.
  ///   - warmUp: What is done where fewer rows than the lookback are known.
  public init(
    target: String, features: [String]? = nil, calendar: CalendarFeatures? = nil,
    cleaning: Cleaning = Cleaning(), scaling: ScalerChoice = .standard,
    scalingByColumn: [String: ScalerChoice] = [:], window: WindowOptions,
    warmUp: WarmUp = .trueLength
  ) {
    self.target = target
    self.features = features ?? [target]
    self.calendar = calendar
    self.cleaning = cleaning
    self.scaling = scaling
    self.scalingByColumn = scalingByColumn
    self.window = window
    self.warmUp = warmUp
  }

  /// Decodes a recipe; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let target = try container.decode(String.self, forKey: .target)
    self.init(
      target: target,
      features: try container.decodeIfPresent([String].self, forKey: .features),
      calendar: try container.decodeIfPresent(CalendarFeatures.self, forKey: .calendar),
      cleaning: try container.setting(.cleaning, default: Cleaning()),
      scaling: try container.setting(.scaling, default: .standard),
      scalingByColumn: try container.setting(.scalingByColumn, default: [:]),
      window: try container.decode(WindowOptions.self, forKey: .window),
      warmUp: try container.setting(.warmUp, default: .trueLength))
    if features.isEmpty {
      throw DecodingError.dataCorruptedError(
        forKey: .features, in: container, debugDescription: "must name at least one column")
    }
    if Set(features).count != features.count {
      throw DecodingError.dataCorruptedError(
        forKey: .features, in: container, debugDescription: "must not name a column twice")
    }
  }

  /// The raw columns that training needs: the features and the target.
  public var trainingColumns: [String] {
    features.contains(target) ? features : features + [target]
  }

  /// The first column, by name, that has a rule in ``scalingByColumn`` and is neither feature nor
  /// target; nil when there is none.
  package var strayScaling: String? {
    scalingByColumn.keys.filter { !trainingColumns.contains($0) }.min()
  }

  /// The names of the model's inputs, in order: the features, then the calendar's sines and cosines.
  public var inputs: [String] { features + (calendar?.columnNames ?? []) }

  /// The distances that are forecast, in rows after a window's last row.
  public var steps: [Int] {
    window.steps == .last ? [window.horizon] : Array(1...window.horizon)
  }

  /// Returns a series cleaned and with the calendar's columns, in its own units.
  ///
  /// Nothing here is learnt from the rows, and no row looks at later rows unless the cleaning
  /// interpolates. Rows are dropped here, so cut the series into parts afterwards.
  ///
  /// - Parameter series: Raw rows with the target and all features.
  /// - Throws: `SeriesError` when a column is missing, time runs backwards or a gap is too long.
  public func prepared(_ series: Series) throws -> Series {
    try prepared(series.selecting(trainingColumns), cleaning: trainingColumns)
  }

  /// Returns a series prepared for prediction: the target is taken along where it is there, but no
  /// row is filled or dropped for its sake.
  func preparedForPrediction(_ series: Series) throws -> Series {
    let isKnown = series[target] != nil
    return try prepared(
      series.selecting(isKnown ? trainingColumns : features), cleaning: features)
  }

  private func prepared(_ series: Series, cleaning columns: [String]) throws -> Series {
    try series.checkTimeOrder()
    let cleaned = try cleaning.applied(to: series, columns: columns).series
    return try calendar?.applied(to: cleaned) ?? cleaned
  }

  /// Returns the recipe with its scalers fitted.
  ///
  /// - Parameter part: The training rows of a prepared series.
  /// - Throws: `ScalerError`; `SeriesError`, also for a rule about a column that is neither feature nor
  ///   target.
  public func fitted(to part: TrainingPart) throws -> FittedRecipe {
    if let stray = strayScaling {
      throw SeriesError.missingColumn(
        name: stray, nearest: Spelling.nearest(to: stray, in: trainingColumns),
        available: trainingColumns)
    }
    let scales = try trainingColumns.map { name in
      try (scalingByColumn[name] ?? scaling).scaler.fitted(to: part, columns: [name])
    }
    return FittedRecipe(recipe: self, scalers: scales, interval: part.whole.interval)
  }
}
