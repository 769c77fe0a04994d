import SluiceData
import SluiceTensor

/// The whole way from raw rows to windows, before anything is learnt from the data.
///
/// A recipe names columns and rules only. ``fitted(to:)`` learns what must be learnt (the scalers)
/// from the training part; the fitted recipe travels in the bundle, so that training, prediction
/// and streaming cannot disagree.
public struct Recipe: Codable, Hashable, Sendable {
  /// The column to forecast, or of the labels to learn.
  public var target: String

  /// How windows get their labels; nil forecasts the target as a number.
  public var label: LabelOptions?

  /// The column that says whose readings a row holds; nil when all are one subject's.
  ///
  /// No window crosses a change of it. For labels only.
  public var subject: String?

  /// The column that says to which sequence a row belongs; nil when the clock and the subject tell.
  ///
  /// No window crosses a change of it. For labels only.
  public var sequence: String?

  /// The raw columns that the model looks at, and all that prediction needs; they may include the
  /// target of a forecast.
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
  ///   - target: The column to forecast, or of the labels to learn.
  ///   - label: How windows get their labels; nil forecasts the target as a number.
  ///   - subject: The column that says whose readings a row holds.
  ///   - sequence: The column that says to which sequence a row belongs.
  ///   - features: The raw columns that the model looks at; nil takes the target alone.
  ///   - calendar: Calendar cycles as further inputs.
  ///   - cleaning: What is done about missing readings.
  ///   - scaling: How target and features are scaled.
  ///   - scalingByColumn: Exceptions from `scaling`, by column name.
  ///   - window: The form of the windows.
  ///   - warmUp: What is done where fewer rows than the lookback are known.
  public init(
    target: String, label: LabelOptions? = nil, subject: String? = nil, sequence: String? = nil,
    features: [String]? = nil, calendar: CalendarFeatures? = nil,
    cleaning: Cleaning = Cleaning(), scaling: ScalerChoice = .standard,
    scalingByColumn: [String: ScalerChoice] = [:], window: WindowOptions,
    warmUp: WarmUp = .trueLength
  ) {
    self.target = target
    self.label = label
    self.subject = subject
    self.sequence = sequence
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
      label: try container.decodeIfPresent(LabelOptions.self, forKey: .label),
      subject: try container.decodeIfPresent(String.self, forKey: .subject),
      sequence: try container.decodeIfPresent(String.self, forKey: .sequence),
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

  /// The columns whose change no window crosses: the subject's and the sequence's.
  public var groups: [String] { [subject, sequence].compactMap { $0 } }

  /// The columns that hold texts: labels and groups.
  public var categories: [String] { (label == nil ? [] : [target]) + groups }

  /// The raw columns that training needs: the features, the target and the groups.
  public var trainingColumns: [String] {
    (features + [target] + groups).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
  }

  /// The raw columns that are numbers, and may be scaled: the features, and the target of a forecast.
  package var numbers: [String] {
    label == nil && !features.contains(target) ? features + [target] : features
  }

  /// The first column, by name, that has a rule in ``scalingByColumn`` and is neither a feature nor the
  /// target of a forecast; nil when there is none.
  package var strayScaling: String? {
    scalingByColumn.keys.filter { !numbers.contains($0) }.min()
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
    try withCalendar(cleaned(series).series)
  }

  /// Returns the columns of a series that training needs, cleaned, and what was done to them.
  ///
  /// - Throws: As ``prepared(_:)``; `LabelError.missing` for rows without a label.
  public func cleaned(_ series: Series) throws -> (series: Series, report: CleaningReport) {
    if label != nil {
      // Asked before rows are dropped and put in another order, so that the row can be found.
      let labels = try series.column(target)
      if let row = labels.firstIndex(where: \.isNaN) {
        throw LabelError.missing(column: target, rows: labels.missingCount, firstRow: row)
      }
    }
    return try cleaned(series.selecting(trainingColumns), numbers: numbers)
  }

  /// Returns a series prepared for prediction: target and groups are taken along where they are there,
  /// but no row is filled or dropped for their sake.
  func preparedForPrediction(_ series: Series) throws -> Series {
    let known = trainingColumns.filter { features.contains($0) || series[$0] != nil }
    return try withCalendar(cleaned(series.selecting(known), numbers: features).series)
  }

  private func cleaned(
    _ series: Series, numbers: [String]
  ) throws -> (series: Series, report: CleaningReport) {
    try series.checkTimeOrder(within: groups)
    let (cleaned, report) = try cleaning.applied(to: series, columns: numbers)
    if label != nil, report.rowsDropped > 0, series.timestamps == nil {
      // Without a clock a dropped row leaves no gap, and windows would bridge it in silence.
      for name in numbers {
        let column = try series.column(name)
        guard let row = column.firstIndex(where: \.isNaN) else { continue }
        throw SeriesError.missingValues(column: name, count: column.missingCount, firstRow: row)
      }
    }
    return (cleaned, report)
  }

  private func withCalendar(_ series: Series) throws -> Series {
    try calendar?.applied(to: series) ?? series
  }

  /// Returns the recipe with its scalers fitted.
  ///
  /// - Parameter part: The training rows of a prepared series.
  /// - Throws: `ScalerError`; `SeriesError`, also for a rule about a column that is neither feature nor
  ///   target.
  public func fitted(to part: TrainingPart) throws -> FittedRecipe {
    if let stray = strayScaling {
      throw SeriesError.missingColumn(
        name: stray, nearest: Spelling.nearest(to: stray, in: numbers), available: numbers)
    }
    for name in numbers where try part.series.column(name).categories != nil {
      throw SeriesError.notReadings(column: name)
    }
    let scales = try numbers.map { name in
      try (scalingByColumn[name] ?? scaling).scaler.fitted(to: part, columns: [name])
    }
    return FittedRecipe(
      recipe: self, scalers: scales, classes: try label.map { try classes(of: part, $0) },
      interval: part.whole.interval)
  }

  /// The classes that some training rows have, in their order.
  private func classes(of part: TrainingPart, _ label: LabelOptions) throws -> [String] {
    let column = try part.series.column(target)
    guard let categories = column.categories else {
      throw LabelError.notCategories(column: target)
    }
    let classes = column.occurring.filter { !label.without.contains($0) }
    for name in label.without where !categories.contains(name) {
      throw LabelError.noSuchClass(name: name, key: "label.without", classes: categories)
    }
    if classes.count < 2 { throw LabelError.oneClass(column: target, classes: classes) }
    return classes
  }
}
