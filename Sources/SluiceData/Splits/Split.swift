/// A series cut in two or three: rows to learn from, perhaps rows to validate on, and rows to test on,
/// in this order.
public struct Split: Sendable {
  /// The rows to learn from.
  public let train: TrainingPart
  /// The rows to validate on while training; nil holds out windows of the training rows instead.
  public let validation: HeldOutPart?
  /// The rows to test on, all behind the training rows.
  public let test: HeldOutPart

  /// Cuts a series at given rows.
  ///
  /// - Throws: ``SplitError`` when a part is empty, leaves the series, or the test does not come
  ///   after the training.
  public init(
    _ series: Series, train: Range<Int>, validation: Range<Int>? = nil, test: Range<Int>
  ) throws {
    let learning = [("training", train)] + (validation.map { [("validation", $0)] } ?? [])
    let parts = learning + [("test", test)]
    for (name, rows) in parts {
      if rows.isEmpty { throw SplitError.emptyPart(name: name, rows: series.count) }
      if rows.lowerBound < 0 || rows.upperBound > series.count {
        throw SplitError.outside(name: name, rows: rows, count: series.count)
      }
    }
    for (_, learnt) in learning where test.lowerBound < learnt.upperBound {
      throw SplitError.overlap(train: learnt, test: test)
    }
    if let validation, validation.lowerBound < train.upperBound {
      throw SplitError.overlap(train: train, test: validation)
    }
    self.train = TrainingPart(whole: series, rows: train)
    self.validation = validation.map { HeldOutPart(whole: series, rows: $0) }
    self.test = HeldOutPart(whole: series, rows: test)
  }

  /// Cuts a series so that the first part of the rows trains and the rest tests.
  ///
  /// - Parameter trainFraction: The share of the rows to learn from, between 0 and 1; the count is
  ///   rounded down.
  /// - Throws: ``SplitError``.
  public init(_ series: Series, trainFraction: Double) throws {
    let rows = try Split.rowCount(of: series.count, fraction: trainFraction)
    try self.init(series, train: 0..<rows, test: rows..<series.count)
  }

  /// Cuts a series at a moment: earlier rows train, the rest tests.
  ///
  /// - Parameters:
  ///   - time: Microseconds since 1970-01-01 00:00 UTC; the first test row is the first not before it.
  ///   - testRows: The number of test rows; nil takes all to the end.
  /// - Throws: ``SplitError``, ``SeriesError``.
  public init(_ series: Series, testFrom time: Int64, testRows: Int? = nil) throws {
    guard let timestamps = series.timestamps else {
      throw SeriesError.noTimestamps(purpose: "a split by time")
    }
    try series.checkOneClock()
    let row = timestamps.firstRow(notBefore: time)
    let available = series.count - row
    if let testRows, testRows > available {
      throw SeriesError.tooFewRows(
        purpose: "the test part from \(CivilTime(microseconds: time))", needed: testRows,
        found: available)
    }
    try self.init(series, train: 0..<row, test: row..<row + (testRows ?? available))
  }

  /// Returns the same split of a transformed series, which must have as many rows.
  ///
  /// This is how features are added and columns scaled: the parts keep their rows.
  public func mappingSeries(_ transform: (Series) throws -> Series) rethrows -> Split {
    let mapped = try transform(train.whole)
    precondition(
      mapped.count == train.whole.count,
      "Split.mappingSeries: \(mapped.count) rows instead of \(train.whole.count)")
    return Split(
      train: TrainingPart(whole: mapped, rows: train.rows),
      validation: validation.map { HeldOutPart(whole: mapped, rows: $0.rows) },
      test: HeldOutPart(whole: mapped, rows: test.rows))
  }

  private init(train: TrainingPart, validation: HeldOutPart?, test: HeldOutPart) {
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// Returns the split with its cut moved back to where a group of rows begins, so that no group, such
  /// as a sequence, lies on both sides.
  ///
  /// - Parameter columns: The columns whose change begins a group; those that the series does not have
  ///   are passed over.
  /// - Throws: ``SplitError`` when no whole group is left for training.
  public func keepingTogether(_ columns: [String]) throws -> Split {
    let series = train.whole
    guard validation == nil, columns.contains(where: { series[$0] != nil }) else { return self }
    // An interval that no gap is longer than: a gap in the clock does not end a group.
    let starts = series.stretches(within: columns, interval: .max / 2).map(\.lowerBound)
    guard let start = starts.last(where: { $0 <= test.rows.lowerBound }),
      start < test.rows.lowerBound
    else { return self }
    return try Split(
      series, train: train.rows.lowerBound..<min(start, train.rows.upperBound),
      test: start..<test.rows.upperBound)
  }

  /// Throws when a subject's readings lie in two parts, or a row is nobody's.
  ///
  /// - Throws: ``SubjectError``, ``SeriesError``.
  public func checkSubjects(_ column: String) throws {
    let subjects = try train.whole.column(column)
    guard let categories = subjects.categories else {
      throw SubjectError.notCategories(column: column)
    }
    let parts = [train.rows] + (validation.map { [$0.rows] } ?? []) + [test.rows]
    for rows in parts {
      guard let row = subjects.rows(rows).firstIndex(where: \.isNaN) else { continue }
      throw SubjectError.missing(
        column: column, row: train.whole.place(ofRow: rows.lowerBound + row))
    }
    let present = parts.map { rows in Set(subjects.rows(rows)) }
    var shared: Set<Float> = []
    for (place, some) in present.enumerated() {
      for others in present[(place + 1)...] { shared.formUnion(some.intersection(others)) }
    }
    if shared.isEmpty { return }
    throw SubjectError.onTwoSides(
      subjects: shared.sorted().map { categories[Int($0)] }, column: column)
  }

  static func rowCount(of rows: Int, fraction: Double) throws -> Int {
    guard fraction > 0, fraction < 1 else { throw SplitError.fraction(fraction) }
    let count = Int(Double(rows) * fraction)
    if count == 0 || count == rows { throw SplitError.emptyPart(name: "training", rows: rows) }
    return count
  }
}

/// What can be wrong with a cut of a series.
public enum SplitError: Error, Equatable, CustomStringConvertible {
  /// A fraction does not lie between 0 and 1.
  case fraction(Double)
  /// A part would have no rows.
  case emptyPart(name: String, rows: Int)
  /// A part asks for rows that the series does not have.
  case outside(name: String, rows: Range<Int>, count: Int)
  /// Test rows do not come after all training rows.
  case overlap(train: Range<Int>, test: Range<Int>)
  /// A moment is to cut rows whose clock begins anew.
  case severalClocks(row: Int)
  /// A rolling origin asks for more rows than there are.
  case folds(needed: Int, found: Int)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .fraction(let fraction):
      return "The fraction of the split is \(fraction): it must lie between 0 and 1, both excluded."
    case .emptyPart(let name, let rows):
      return "The split leaves a part empty (the \(name) part, of \(rows) rows in all): "
        + "use more rows or cut elsewhere."
    case .outside(let name, let rows, let count):
      return "The \(name) part asks for rows \(rows.lowerBound) to \(rows.upperBound), "
        + "but there are \(count)."
    case .overlap(let train, let test):
      return "The test part begins at row \(test.lowerBound), before the training part ends at "
        + "row \(train.upperBound): a test must come after what was learnt from."
    case .severalClocks(let row):
      return "The clock goes back at row \(row + 1), where another subject or sequence may begin, "
        + "so that no moment tells where to cut: cut by subject (split.subjects) or by share "
        + "(split.train)."
    case .folds(let needed, let found):
      return "Too few rows for the folds: \(needed) needed, \(found) found. "
        + "Use fewer folds or shorter tests."
    }
  }
}
