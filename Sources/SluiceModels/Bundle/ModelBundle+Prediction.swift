import SluiceData

extension ModelBundle {
  /// Returns all forecasts that raw rows allow, those for the future included.
  ///
  /// One is made after each row from which enough history is known (see ``Recipe/warmUp``). History
  /// is all that is needed: the target's column is read only where it is a feature, and to show
  /// what happened beside the forecasts; NaN stands where that is not known.
  ///
  /// - Parameter series: Raw rows with the recipe's features.
  /// - Throws: `SeriesError` when a column is missing or time runs backwards, `WindowError` when there
  ///   are too few rows.
  public func predict(_ series: Series) throws -> ForecastTable {
    try table(recipe.frame(predicting: series))
  }

  /// Returns the one forecast made after the last row.
  ///
  /// Rows that hold only what is known ahead lie behind it and do not count.
  ///
  /// - Throws: As ``predict(_:)``; ``ForecastError/missingLead(_:)``; `WindowError` or `ReferenceError` also when the last row has too little
  ///   history since the last gap.
  public func predictLatest(_ series: Series) throws -> ForecastTable {
    try table(latest(series))
  }

  /// Returns a label after each raw row from which enough rows of its stretch are known; where steps are
  /// labeled, one for each row that lies in a window.
  ///
  /// A row that lies in several windows takes the label of the first: the window that ends with it, as in a
  /// stream, or the first one of its stretch.
  ///
  /// Where the rows hold a label themselves, the one of a window's last row stands beside its own.
  ///
  /// - Parameter series: Raw rows with the recipe's features; with the columns of subject and sequence,
  ///   if any, no window crosses a change of them.
  /// - Throws: As ``predict(_:)``.
  public func classify(_ series: Series) throws -> LabelTable {
    let frame = try recipe.frame(predicting: series)
    return try labels(frame, at: frame.itemPlacesOfRows())
  }

  /// Returns the label of the window that ends with the last row; where steps are labeled, of that row.
  ///
  /// - Throws: As ``predictLatest(_:)``.
  public func classifyLatest(_ series: Series) throws -> LabelTable {
    let frame = try latest(series)
    return try labels(frame, at: frame.itemPlaces().suffix(1))
  }

  private func latest(_ series: Series) throws -> WindowFrame {
    let frame = try recipe.frame(predicting: series)
    if let missing = frame.missingLead { throw ForecastError.missingLead(missing) }
    let last = frame.count - 1
    let rows = frame.windows.inputRows(last)
    guard rows.upperBound == frame.series.count else {
      if let reference = recipe.reference, frame.windows.leftOutWithoutReference > 0 {
        throw ReferenceError.noWindow(
          column: recipe.recipe.target, windows: 1, needed: reference.rows)
      }
      throw WindowError.tooFewRows(
        needed: recipe.recipe.window.lookback, found: frame.series.count - rows.upperBound,
        longestStretch: frame.series.count, gaps: frame.series.gaps.count)
    }
    return frame[last..<last + 1]
  }

  private func table(_ frame: WindowFrame) throws -> ForecastTable {
    guard recipe.classes == nil else { throw ForecastError.labels }
    let model = model.windowModel
    return ForecastTable(
      steps: frame.steps, times: frame.times(), actual: frame.actual(),
      forecasts: [
        .init(name: model.name, values: try model.outputs(for: frame))
      ], missingLead: frame.missingLead)
  }

  /// The labels of the items at some places among all.
  private func labels(_ frame: WindowFrame, at places: [Int]) throws -> LabelTable {
    guard let classes = recipe.classes else { throw ForecastError.noLabels }
    let model = model.windowModel
    func there<Value>(_ values: [Value]) -> [Value] { places.map { values[$0] } }
    let outputs = try model.outputs(for: frame)
    return LabelTable(
      classes: classes, rows: frame.itemOrigins().map(there), times: frame.itemTimes().map(there),
      subjects: frame.subjects().map(there), sequences: frame.sequences().map(there),
      actual: frame.itemCategories().map(there),
      columns: [
        .init(
          name: model.name,
          probabilities: places.flatMap { outputs[$0 * classes.count..<($0 + 1) * classes.count] })
      ], missingLead: frame.missingLead)
  }
}
