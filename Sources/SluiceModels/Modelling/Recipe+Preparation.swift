import SluiceData

/// From raw rows to prepared ones: they are brought to a grid of time, what is known ahead is taken from
/// the rows to come, outliers are found by their neighbours, short runs of missing readings filled, columns derived, rows that miss a value dropped, the calendar's columns added. Bounds of
/// readings and scaling come later, as they must be learnt.
extension Recipe {
  /// Returns a series prepared for training, in its own units.
  ///
  /// Nothing here is learnt from the rows, and no row looks at later rows unless something is known ahead,
  /// or the cleaning interpolates, or looks for outliers in windows around the rows. Rows are dropped here,
  /// so cut the series into parts afterwards.
  ///
  /// - Parameter series: Raw rows with the target and all readings.
  /// - Throws: As ``preparation(of:)``.
  public func prepared(_ series: Series) throws -> Series { try preparation(of: series).series }

  /// Returns a series prepared for training, and what was done about missing values.
  ///
  /// - Parameter series: Raw rows with the target and all readings.
  /// - Throws: `SeriesError` when a column is missing, time runs backwards or a gap is too long;
  ///   `FeatureError` when a feature cannot be derived; `ScalerError.outsideDomain` for a reading that a
  ///   transform does not take; `LabelError.missing` for rows without a label.
  public func preparation(
    of series: Series
  ) throws -> (series: Series, report: CleaningReport) {
    try prepared(series, interval: nil, isTraining: true)
  }

  /// Returns rows with their target prepared, as training rows or to test a model that is trained.
  ///
  /// - Parameters:
  ///   - interval: The usual time between two rows in microseconds; nil takes that of the series.
  ///   - isTraining: Whether a reading of which a ratio cannot be taken, or that a transform does not
  ///     take, is an error; a trained model takes it as missing, where a clock tells that its row is not
  ///     there.
  func prepared(
    _ series: Series, interval: Int64?, isTraining: Bool
  ) throws -> (series: Series, report: CleaningReport) {
    if label != nil {
      // Asked before rows are dropped and put in another order, so that the row can be found.
      let labels = try series.column(target)
      if let row = labels.firstIndex(where: \.isNaN), row < presentCount(of: series) {
        throw LabelError.missing(
          column: target, rows: labels.missingCount, firstRow: series.place(ofRow: row))
      }
    }
    let (rows, report, _) = try prepared(
      series.selecting(trainingColumns), raw: cleanedColumns,
      wanted: masksTargets ? lookedAt : numbers, interval: interval, isTraining: isTraining)
    return (rows, report)
  }

  /// Returns a series prepared for prediction: target and groups are taken along where they are there,
  /// but no row is filled or dropped for their sake, unless forecasts are told relative to the target.
  ///
  /// - Returns: The rows, and the last of them that are left out for a reading that is to be known ahead.
  func preparedForPrediction(
    _ series: Series, interval: Int64?
  ) throws -> (series: Series, missingLead: MissingLead?) {
    let known = trainingColumns.filter { readings.contains($0) || series[$0] != nil }
    let (rows, _, missingLead) = try prepared(
      series.selecting(known), raw: rowColumns, wanted: needed, interval: interval,
      isTraining: false)
    return (rows, missingLead)
  }

  /// Prepares a series of the columns needed: fills some raw ones, and drops rows without a value of
  /// those wanted.
  private func prepared(
    _ readings: Series, raw: [String], wanted: [String], interval: Int64?, isTraining: Bool
  ) throws -> (series: Series, report: CleaningReport, missingLead: MissingLead?) {
    if let unreadableLead { throw unreadableLead.error }
    try readings.checkTimeOrder(within: groups)
    var report = CleaningReport(rowsBefore: readings.count)
    let present = try present(
      cleaning.resampled(readings, report: &report), interval: interval, report: &report)
    let (series, windows) = (present.series, present.windows)
    if isTraining, let outliers = cleaning.outliers, !outliers.isFitted {
      try outliers.check(rows: series.count, columns: raw)
    }
    let judged = try cleaning.withoutOutliers(
      series, columns: raw, windows: windows, report: &report)
    var marked = try judged.addingIndicators(of: indicated)
    if truth != target, let known = judged[target] {
      if judged[truth] != nil { throw FeatureError.duplicateName(truth) }
      marked = marked.adding([Column(truth, known.values)])
    }
    // A target that may be missing is not made up, nor is what lies beyond the end of the data.
    let leadNames = leads.map(\.name)
    var filled = try cleaning.filled(
      marked, columns: (masksTargets ? rowColumns : raw).filter { !leadNames.contains($0) },
      stretches: present.stretches, report: &report)
    for lead in leads {
      filled = try cleaning.filled(
        filled, columns: [lead.name], stretches: present.stretches(of: lead), report: &report)
    }
    let missingLead = try MissingLead(
      of: leads, in: filled, interval: interval ?? series.interval)
    var rows = filled
    if let derived {
      rows = try derived.applied(to: rows, stretches: windows)
      if isTraining || series.timestamps == nil { try derived.checkRatios(in: rows) }
      if cleaning.dropsMissing {
        report.rowsDroppedForFeatures =
          try rows.completeRows(in: raw.filter { wanted.contains($0) && !leadNames.contains($0) })
          - rows.completeRows(in: wanted)
      }
    }
    rows = try withoutStrangers(
      rows, columns: wanted, areErrors: isTraining || series.timestamps == nil)
    rows = try cleaning.dropped(rows, columns: wanted, report: &report)
    if !window.crossesGaps, let usual = interval ?? rows.interval {
      try rows.checkIntervals(within: groups, expected: usual)
    }
    if masksTargets { report.maskedTargets = rows[truth]?.missingCount }
    if label != nil, report.rowsDropped > 0, series.timestamps == nil {
      // Without a clock a dropped row leaves no gap, and windows would bridge it in silence. Rows that
      // only wait for a feature stand where a sequence begins, and leave none.
      for name in raw {
        guard let holes = try present.holes(in: filled.column(name)) else { continue }
        throw SeriesError.missingValues(
          column: name, count: holes.count, firstRow: holes.firstRow)
      }
    }
    return (try calendar?.applied(to: rows) ?? rows, report, missingLead)
  }

  /// Returns rows in which readings that a column's transform does not take are missing.
  ///
  /// - Throws: `ScalerError.outsideDomain` where they are errors.
  private func withoutStrangers(
    _ series: Series, columns: [String], areErrors: Bool
  ) throws -> Series {
    let changed: [Column] = try columns.compactMap { name in
      guard let transform = transforms[name] else { return nil }
      let column = try series.column(name)
      if areErrors {
        try column.withUnsafeBufferPointer { try transform.check($0, column: name) }
      }
      guard column.contains(where: { !$0.isNaN && !transform.takes($0) }) else { return nil }
      return Column(name, column.map { transform.takes($0) ? $0 : .nan })
    }
    return changed.isEmpty ? series : series.adding(changed)
  }
}
