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

  /// What a forecast is told relative to, so that the network learns the difference; nil for nothing.
  public var targetReference: TargetReference?

  /// The column that says whose readings a row holds; nil when all are one subject's.
  ///
  /// No window crosses a change of it. For labels only.
  public var subject: String?

  /// The column that says to which sequence a row belongs; nil when the clock and the subject tell.
  ///
  /// No window crosses a change of it. For labels only.
  public var sequence: String?

  /// The raw columns that the model looks at; they may include the target of a forecast.
  public var features: [String]

  /// Columns derived from others as further inputs; nil for none.
  ///
  /// Their sources are read and prepared; one that is no feature itself is no input.
  public var derived: DerivedFeatures?

  /// The raw columns whose later readings are known when an answer is wanted; nil for none.
  ///
  /// Only these may have a lead among the derived columns.
  public var knownAhead: [String]?

  /// Sine and cosine of calendar cycles as further inputs; nil for none.
  public var calendar: CalendarFeatures?

  /// By what rule features are left out when the recipe is fitted; nil keeps all.
  public var selection: FeatureSelection?

  /// Derived columns that are only there for others to be derived from, or beside others of one rule.
  package private(set) var unseen: [String] = []

  /// What is done about missing readings in target and features.
  public var cleaning: Cleaning

  /// What features and target are bent by before they are scaled, by name; the target's forecasts come
  /// back in its own unit.
  public var transforms: [String: ColumnTransform]

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
  ///   - targetReference: What a forecast is told relative to.
  ///   - subject: The column that says whose readings a row holds.
  ///   - sequence: The column that says to which sequence a row belongs.
  ///   - features: The raw columns that the model looks at; nil takes the target alone.
  ///   - derived: Columns derived from others as further inputs.
  ///   - knownAhead: The raw columns whose later readings are known when an answer is wanted.
  ///   - calendar: Calendar cycles as further inputs.
  ///   - selection: By what rule features are left out when the recipe is fitted.
  ///   - cleaning: What is done about missing readings.
  ///   - transforms: What features and target are bent by before they are scaled, by column name.
  ///   - scaling: How target and features are scaled.
  ///   - scalingByColumn: Exceptions from `scaling`, by column name.
  ///   - window: The form of the windows.
  ///   - warmUp: What is done where fewer rows than the lookback are known.
  public init(
    target: String, label: LabelOptions? = nil, targetReference: TargetReference? = nil,
    subject: String? = nil, sequence: String? = nil, features: [String]? = nil,
    derived: DerivedFeatures? = nil, knownAhead: [String]? = nil,
    calendar: CalendarFeatures? = nil, selection: FeatureSelection? = nil,
    cleaning: Cleaning = Cleaning(),
    transforms: [String: ColumnTransform] = [:],
    scaling: ScalerChoice = .standard, scalingByColumn: [String: ScalerChoice] = [:],
    window: WindowOptions, warmUp: WarmUp = .trueLength
  ) {
    self.target = target
    self.label = label
    self.targetReference = targetReference
    self.subject = subject
    self.sequence = sequence
    self.features = features ?? [target]
    self.derived = derived
    self.knownAhead = knownAhead
    self.calendar = calendar
    self.selection = selection
    self.cleaning = cleaning
    self.transforms = transforms
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
      targetReference: try container.decodeIfPresent(
        TargetReference.self, forKey: .targetReference),
      subject: try container.decodeIfPresent(String.self, forKey: .subject),
      sequence: try container.decodeIfPresent(String.self, forKey: .sequence),
      features: try container.decodeIfPresent([String].self, forKey: .features),
      derived: try container.decodeIfPresent(DerivedFeatures.self, forKey: .derived),
      knownAhead: try container.decodeIfPresent([String].self, forKey: .knownAhead),
      calendar: try container.decodeIfPresent(CalendarFeatures.self, forKey: .calendar),
      selection: try container.decodeIfPresent(FeatureSelection.self, forKey: .selection),
      cleaning: try container.setting(.cleaning, default: Cleaning()),
      transforms: try container.setting(.transforms, default: [:]),
      scaling: try container.setting(.scaling, default: .standard),
      scalingByColumn: try container.setting(.scalingByColumn, default: [:]),
      window: try container.decode(WindowOptions.self, forKey: .window),
      warmUp: try container.setting(.warmUp, default: .trueLength))
    unseen = try container.setting(.unseen, default: [])
    if lookedAt.isEmpty {
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

  /// The raw columns that prediction needs: the features, then the other sources of what is derived, then
  /// the target where a forecast is told relative to its past.
  public var readings: [String] { columns(derivedFrom: derived?.sources) }

  /// The columns that a row holds when it is cleaned, and that a stream is given: the readings, with leads
  /// in place of the columns that are read for their sake only.
  package var rowColumns: [String] { columns(derivedFrom: derived?.rowSources) }

  private func columns(derivedFrom sources: [String]?) -> [String] {
    (features + (sources ?? []) + (needsTarget ? [target] : [])).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// Whether a forecast is told relative to the target's past, which must be known like a feature.
  package var needsTarget: Bool { targetReference?.needsReadings ?? false }

  /// The columns whose readings each row must have when a forecast is made.
  package var needed: [String] { needsTarget ? numbers : lookedAt }

  /// The raw columns that training needs: the readings, the target and the groups.
  public var trainingColumns: [String] {
    (readings + [target] + groups).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
  }

  /// The columns that are numbers and cleaned: those of a row, and the target of a forecast.
  package var cleanedColumns: [String] {
    label == nil && !rowColumns.contains(target) ? rowColumns + [target] : rowColumns
  }

  /// The columns that are looked at, raw and derived.
  package var lookedAt: [String] {
    features + (derived?.columnNames ?? []).filter { !unseen.contains($0) }
  }

  /// The features that have an indicator of where they were missing.
  package var indicated: [String] { cleaning.indicators?.columns(of: features) ?? [] }

  /// The names of the indicators.
  package var indicators: [String] { indicated.map(Indicators.name(of:)) }

  /// Whether rows stay that miss the target of a forecast alone.
  package var masksTargets: Bool { label == nil && cleaning.missingTargets == .mask }

  /// The column of what came true: the target, or its readings without those that were filled, where
  /// it is filled as an input and missing targets are masked.
  package var truth: String {
    masksTargets && readings.contains(target) ? "\(target) as read" : target
  }

  /// The columns that are numbers, and scaled: those looked at, and the target of a forecast.
  package var numbers: [String] {
    label == nil && !features.contains(target) ? lookedAt + [target] : lookedAt
  }

  /// The first column, by name, that has a rule in ``scalingByColumn`` and is neither looked at nor the
  /// target of a forecast; nil when there is none.
  package var strayScaling: String? {
    scalingByColumn.keys.filter { !numbers.contains($0) }.min()
  }

  /// The columns that may have a transform: the features, and the target of a forecast.
  package var bendable: [String] {
    label == nil && !features.contains(target) ? features + [target] : features
  }

  /// The first column, by name, that has a transform and may have none; nil when there is none.
  package var strayTransform: String? { transforms.keys.filter { !bendable.contains($0) }.min() }

  /// The names of the model's inputs, in order: the features, what is derived, the indicators of
  /// missing readings, then the calendar's columns.
  ///
  /// A window reads them up to its last row; what it knows of later rows are the leads of columns that are
  /// known ahead.
  public var inputs: [String] { lookedAt + indicators + (calendar?.columnNames ?? []) }

  /// The distances that are forecast, in rows after a window's last row.
  public var steps: [Int] {
    window.steps == .last ? [window.horizon] : Array(1...window.horizon)
  }

  /// Returns the recipe without all features but some, and without what is derived for none of them.
  package func keeping(_ kept: Set<String>) -> Recipe {
    var recipe = self
    recipe.features = features.filter(kept.contains)
    recipe.derived = derived?.serving(kept)
    recipe.unseen = (recipe.derived?.columnNames ?? []).filter { !kept.contains($0) }
    let known = knownAhead?.filter(recipe.readings.contains)
    recipe.knownAhead = known?.isEmpty == true ? nil : known
    recipe.scalingByColumn = scalingByColumn.filter { recipe.numbers.contains($0.key) }
    recipe.transforms = transforms.filter { recipe.bendable.contains($0.key) }
    if case .columns(let names) = cleaning.indicators {
      let left = names.filter(kept.contains)
      recipe.cleaning.indicators = left.isEmpty ? nil : .columns(left)
    }
    return recipe
  }

  /// Returns the recipe with its bounds for outliers and its scalers fitted, and without the features that
  /// its selection leaves out.
  ///
  /// - Parameter part: The training rows of a prepared series.
  /// - Throws: `ScalerError`, `OutlierError`, `ReferenceError`, ``SelectionError``; `SeriesError`, also for a
  ///   rule about a column that is neither feature nor target, and for an indicator of a column that is no
  ///   feature.
  public func fitted(to part: TrainingPart) throws -> FittedRecipe {
    if let selection {
      if masksTargets { throw SelectionError.maskedTargets }
      var all = self
      all.selection = nil
      let (kept, dropped) = try all.fitted(to: part).selection(selection, part)
      var fitted = try all.keeping(kept).fitted(to: part)
      fitted.dropped = dropped
      return fitted
    }
    for (stray, known) in [(strayScaling, numbers), (strayTransform, bendable)] {
      guard let stray else { continue }
      throw SeriesError.missingColumn(
        name: stray, nearest: Spelling.nearest(to: stray, in: known), available: known)
    }
    if let stray = indicated.first(where: { !features.contains($0) }) {
      throw SeriesError.missingColumn(
        name: stray, nearest: Spelling.nearest(to: stray, in: features), available: features)
    }
    for name in numbers where try part.series.column(name).categories != nil {
      throw SeriesError.notReadings(column: name)
    }
    let outliers = try cleaning.outliers?.fitted(to: part, columns: numbers)
    let bounded = outliers.map { TrainingPart(unsplit: $0.applied(to: part.series)) } ?? part
    let scales = try numbers.map { name in
      try (scalingByColumn[name] ?? scaling).scaler.fitted(
        to: bounded, columns: [name], transforms: transforms)
    }
    var fitted = FittedRecipe(
      recipe: self, outliers: outliers, scalers: scales,
      classes: try label.map { try classes(of: part, $0) },
      interval: part.whole.interval)
    if let targetReference {
      if label != nil { throw ReferenceError.labels }
      if masksTargets { throw ReferenceError.maskedTargets }
      fitted.reference = try targetReference.fitted(
        to: bounded, target: fitted.targetScale,
        scaler: (scalingByColumn[target] ?? scaling).scaler,
        steps: steps, crossesGaps: window.crossesGaps)
    }
    return fitted
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
