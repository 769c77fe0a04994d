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
  /// - Throws: As ``predict(_:)``; `WindowError` also when the last row has too little history since
  ///   the last gap.
  public func predictLatest(_ series: Series) throws -> ForecastTable {
    let frame = try recipe.frame(predicting: series)
    let last = frame.count - 1
    let rows = frame.windows.inputRows(last)
    guard rows.upperBound == frame.series.count else {
      throw WindowError.tooFewRows(
        needed: recipe.recipe.window.lookback, found: frame.series.count - rows.upperBound,
        longestStretch: frame.series.count, gaps: frame.series.gaps.count)
    }
    return try table(frame[last..<last + 1])
  }

  private func table(_ frame: WindowFrame) throws -> ForecastTable {
    let model = model.windowModel
    return ForecastTable(
      steps: frame.steps, times: frame.times(), actual: frame.actual(),
      forecasts: [
        .init(name: model.name, values: try model.outputs(for: frame))
      ])
  }
}
