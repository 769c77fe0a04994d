import SluiceData

/// The recipe applied row by row, with what it must remember of earlier rows.
///
/// The result of each row has the same bits as preparing the whole series at once.
struct RowPreparation: Sendable {
  /// What became of a raw row.
  enum Outcome: Equatable {
    /// The row is dropped, as if it had never been.
    case dropped
    /// The row counts; `startsStretch` says whether a gap in the clock lies before it.
    case kept(startsStretch: Bool)
  }

  /// The raw columns of a row, in order.
  let columns: [String]
  /// The row that was kept last, in its own units: ``columns``, the derived ones, the indicators, the
  /// calendar's.
  private(set) var prepared: [Float]
  /// The same row scaled, the model's inputs only.
  private(set) var scaled: [Float]

  /// What the forecasts after this row are told relative to; nil where that is not known, or not asked for.
  private(set) var references: [Double]?
  /// Whether the row has all that a forecast needs beside its window.
  var knowsReferences: Bool { history == nil || references != nil }

  private let recipe: Recipe
  private let interval: Int64?
  private let bounds: [ColumnBounds?]
  private let scales: [ColumnScale?]
  /// The transforms, with the place of the column of each in ``prepared``.
  private let transforms: [(place: Int, transform: ColumnTransform)]
  private let fillLimit: Int
  /// What missing readings become; nil repeats the last one.
  private let fillValue: Float?
  private let readingCount: Int
  /// Where the inputs stand in ``prepared`` that are scaled; all must be known.
  private let inputPlaces: [Int]
  /// Where the other inputs begin: the indicators, then the calendar's.
  private let unscaledPlace: Int
  /// Where the indicator of each reading stands; nil for those without.
  private let indicatorPlaces: [Int?]
  /// Where the target stands in ``prepared``, and whether it must be known though it is no input.
  private let targetPlace: Int?
  private let needsTarget: Bool
  private let targetBounds: ColumnBounds?
  private let needsTime: Bool
  private var outliers: [RollingOutliers?]
  private var fills: [FillState]
  private var derived: DerivedRow
  private var history: ReferenceHistory?
  private var lastRawTime: Int64?
  private var lastKeptTime: Int64?
  private var hasRows = false

  /// What filling remembers of one column.
  private struct FillState {
    var last: Float?
    var missing = 0
    var isBroken = false
  }

  init(_ fitted: FittedRecipe, extraColumns: [String] = []) throws {
    recipe = fitted.recipe
    interval = fitted.interval
    let readings = recipe.rowColumns
    columns = readings + extraColumns
    readingCount = readings.count
    bounds = recipe.lookedAt.map { fitted.outliers?.bounds(of: $0) }
    scales = recipe.lookedAt.map(fitted.scale(of:))
    transforms = fitted.recipe.needed.compactMap { name in
      guard let transform = fitted.recipe.transforms[name] else { return nil }
      return readings.firstIndex(of: name).map { ($0, transform) }
    }
    let known = columns + (recipe.derived?.columnNamesByRow ?? [])
    inputPlaces = recipe.lookedAt.compactMap(known.firstIndex(of:))
    let unscaledPlace = known.count
    self.unscaledPlace = unscaledPlace
    let indicated = recipe.indicated
    indicatorPlaces = readings.map { name in
      indicated.firstIndex(of: name).map { unscaledPlace + $0 }
    }
    needsTime = interval != nil || recipe.calendar != nil || recipe.derived?.needsTime == true
    derived = DerivedRow(recipe.derived, columns: columns)
    targetPlace = columns.firstIndex(of: recipe.target)
    targetBounds = fitted.outliers?.bounds(of: recipe.target)
    needsTarget = recipe.needsTarget
    history = fitted.reference.map { ReferenceHistory($0, steps: fitted.recipe.steps) }
    if let rule = recipe.cleaning.outliers, !rule.isCausal {
      throw StreamError.notCausal(step: "centered window of cleaning.outliers.\(rule.name)")
    }
    outliers = readings.map { [recipe] in recipe.cleaning.outliers?.rolling(for: $0) }
    if recipe.cleaning.resample != nil { throw StreamError.resampled }
    if let fill = recipe.cleaning.fill, !fill.isCausal {
      throw StreamError.notCausal(step: "cleaning.fill.\(fill.name)")
    }
    fillLimit = recipe.cleaning.fill?.limit ?? 0
    if case .constant(let value, _) = recipe.cleaning.fill {
      fillValue = value
    } else {
      fillValue = nil
    }
    fills = Array(repeating: FillState(), count: readingCount)
    scaled = Array(repeating: 0, count: recipe.inputs.count)
    prepared = Array(repeating: 0, count: unscaledPlace + scaled.count - inputPlaces.count)
  }

  /// Takes in one raw row.
  ///
  /// - Throws: ``StreamError``; then the row is as if it had never been.
  mutating func push(_ row: [Float], at time: Int64?) throws -> Outcome {
    guard row.count == columns.count else {
      throw StreamError.columns(expected: columns, found: row.count)
    }
    if needsTime, time == nil { throw StreamError.noTime }
    if let time, let previous = lastRawTime, time <= previous {
      throw StreamError.timeOrder(time: time, previous: previous)
    }
    for (column, value) in zip(columns, row) where value.isInfinite {
      throw StreamError.badValue(column: column, value: value)
    }
    let followsGap = isGap(from: lastRawTime, to: time)
    // Copies only where a row may still be refused.
    let before =
      recipe.cleaning.dropsMissing ? nil : (outliers: outliers, fills: fills, derived: derived)
    let startsStretch = followsGap && !recipe.window.crossesGaps
    for column in 0..<readingCount {
      let value = judged(row[column], column: column, startsStretch: startsStretch)
      if let place = indicatorPlaces[column] { prepared[place] = value.isNaN ? 1 : 0 }
      prepared[column] = filled(value, column: column, followsGap: followsGap)
    }
    for column in readingCount..<columns.count { prepared[column] = row[column] }
    derived.push(&prepared, time: time, startsStretch: startsStretch)
    for (place, transform) in transforms where !transform.takes(prepared[place]) {
      prepared[place] = .nan
    }
    var missing = inputPlaces.indices.first { prepared[inputPlaces[$0]].isNaN }
      .map { recipe.inputs[$0] }
    if needsTarget, let targetPlace, prepared[targetPlace].isNaN { missing = recipe.target }
    if let missing, let before {
      (outliers, fills, derived) = before
      throw StreamError.badValue(column: missing, value: .nan)
    }
    lastRawTime = time ?? lastRawTime
    if missing != nil { return .dropped }

    for (input, place) in inputPlaces.enumerated() {
      let value = bounds[input]?.bounded(prepared[place]) ?? prepared[place]
      scaled[input] = scales[input]?.transform(value) ?? value
    }
    if let calendar = recipe.calendar, let time {
      let values = calendar.values(at: time)
      prepared.replaceSubrange(prepared.count - values.count..<prepared.count, with: values)
    }
    for place in unscaledPlace..<prepared.count {
      scaled[inputPlaces.count + place - unscaledPlace] = prepared[place]
    }
    let starts = !hasRows || (!recipe.window.crossesGaps && isGap(from: lastKeptTime, to: time))
    lastKeptTime = time ?? lastKeptTime
    hasRows = true
    if starts { history?.reset() }
    let reading = targetPlace.map { prepared[$0] } ?? .nan
    history?.push(targetBounds?.bounded(reading) ?? reading, at: time)
    references = history?.references
    return .kept(startsStretch: starts)
  }

  /// The rolling rule for outliers, over the rows of a stretch.
  private mutating func judged(_ value: Float, column: Int, startsStretch: Bool) -> Float {
    if startsStretch { outliers[column]?.reset() }
    outliers[column]?.push(value)
    return outliers[column]?.judged(value) ?? value
  }

  /// The rules of forward filling and of a constant: the first rows of a run, up to the limit or a gap in
  /// the clock, behind which a run of constants begins anew.
  private mutating func filled(_ value: Float, column: Int, followsGap: Bool) -> Float {
    guard value.isNaN else {
      fills[column] = FillState(last: value)
      return value
    }
    if followsGap {
      if fillValue == nil { fills[column].isBroken = true } else { fills[column].missing = 0 }
    }
    let state = fills[column]
    guard let last = fillValue ?? state.last, !state.isBroken, state.missing < fillLimit else {
      return value
    }
    fills[column].missing += 1
    return last
  }

  /// Whether two rows lie further apart than one and a half intervals.
  private func isGap(from: Int64?, to: Int64?) -> Bool {
    guard let interval, let from, let to else { return false }
    return to - from > interval + interval / 2
  }
}
