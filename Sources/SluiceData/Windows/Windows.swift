/// The windows of a part of a series: views, from which batches are gathered when they are needed.
///
/// Window i looks at `lookback` rows of the input columns; its target is the value of the target
/// column `horizon` rows after its last row, or all values up to there. No window and no way to a
/// target crosses a gap in the clock unless the options say so.
///
/// With N rows in a stretch without gaps, lookback L, horizon h and stride s the count is
///
/// | warm-up | windows of a stretch |
/// |---|---|
/// | `none` | (N - L - h) / s + 1 |
/// | `trueLength` | (N - 2 - h) / s + 1 |
/// | `zeroPadded` | the same, one row less in the last stretch |
/// | `history`, enough rows before | (N - 1) / s + 1 for `.last`, (N - h) / s + 1 for `.all` |
///
/// rounded down, where 2 becomes 1 when L is 1. Where targets may be missing, windows of which none is known
/// are left out, and so are those before the first one known.
///
/// Memory: one column of inputs is used where it lies; several are copied once, interleaved by row,
/// which takes 4 bytes a reading. Each window takes 4 bytes, 4 more where windows may be short and 8 more
/// where they are labeled.
public struct Windows: Sendable {
  /// The form of the windows.
  public let options: WindowOptions
  /// What was done where rows before a target are missing.
  public let warmUp: WarmUp
  /// The names of the input columns, in the order of the last axis of a batch.
  public let inputs: [String]
  /// The name of the target column; nil when these windows have no targets.
  public let target: String?

  /// The rows of the whole series that the buffers begin at.
  let origin: Int
  /// Input readings `[row, F]`, beginning at element `inputOffset`.
  let readings: [Float]
  let inputOffset: Int
  let targetColumn: Column?
  /// Whether a target may be missing, NaN, and one is.
  package let hasMissingTargets: Bool
  /// The class of each row that a window may touch, where windows are labeled.
  let labels: RowLabels?
  let timestamps: Timestamps?
  let interval: Int64?
  var lastRows: [UInt32]
  var lengths: [UInt32]?
  /// The number of the stretch of rows that each labeled window lies in.
  var stretches: [UInt32]
  /// The class number of each labeled window, found once: a rule may have to look at all of its rows.
  private(set) var windowLabels: [Int32]
  /// The stretches of rows of the part into which no window fits, and their rows.
  package let tooShort: (stretches: Int, rows: Int)
  /// The targets told relative to a reference; nil where they are told as they are.
  var relative: RelativeTargets?

  /// Cuts a part of a series into windows with targets.
  ///
  /// - Parameters:
  ///   - part: The part; rows before it are read only with the warm-up rule `.history`.
  ///   - inputs: The columns to look at, which may include the target.
  ///   - target: The column to forecast.
  ///   - options: The form of the windows.
  ///   - warmUp: What to do where rows before a target are missing.
  ///   - interval: The usual time between two rows in microseconds, which decides what a gap is; nil
  ///     takes that of the whole series.
  ///   - missingTargets: With `mask` a target may be missing: its value is NaN, and windows of which none
  ///     is known are left out.
  /// - Throws: ``SeriesError`` for a missing column or missing readings, ``WindowError`` when no
  ///   window fits.
  public init(
    _ part: some SeriesPart, inputs: [String], target: String, options: WindowOptions,
    warmUp: WarmUp = .none, interval: Int64? = nil, missingTargets: MissingTargets = .drop
  ) throws {
    try self.init(
      whole: part.whole, rows: part.rows, inputs: inputs, target: target, options: options,
      warmUp: warmUp, interval: interval, missingTargets: missingTargets)
  }

  /// Cuts a part of a series into labeled windows.
  ///
  /// - Parameters:
  ///   - part: The part; no row outside it is looked at.
  ///   - inputs: The columns to look at.
  ///   - target: The column of labels.
  ///   - label: How a window gets its label.
  ///   - classes: The classes in the order of their numbers.
  ///   - groups: The columns whose change no window crosses, such as a subject's; those that the
  ///     series does not have are passed over.
  ///   - options: The form of the windows; the horizon has no meaning.
  ///   - warmUp: What to do at the beginning of a stretch: `.none`, or short windows.
  ///   - interval: The usual time between two rows in microseconds; nil takes that of the series.
  /// - Throws: ``LabelError``, ``SeriesError``, ``WindowError`` when no window fits.
  public init(
    _ part: some SeriesPart, inputs: [String], labels target: String, label: LabelOptions,
    classes: [String], groups: [String], options: WindowOptions, warmUp: WarmUp = .none,
    interval: Int64? = nil
  ) throws {
    let labels = try RowLabels(
      part.series.column(target), rule: label, classes: classes
    ) { part.whole.place(ofRow: part.rows.lowerBound + $0) }
    try self.init(
      whole: part.whole, rows: part.rows, inputs: inputs, target: target, labels: labels,
      groups: groups, options: options, warmUp: warmUp == .history ? .none : warmUp,
      interval: interval)
  }

  /// Cuts a series into windows whose targets lie in the future: for prediction.
  ///
  /// The last window ends with the last row of the series. The interval, in microseconds, decides what
  /// a gap is; nil takes that of the series.
  ///
  /// - Throws: ``SeriesError``, ``WindowError``.
  public init(
    history series: Series, inputs: [String], groups: [String] = [], options: WindowOptions,
    warmUp: WarmUp = .none, interval: Int64? = nil
  ) throws {
    try self.init(
      whole: series, rows: 0..<series.count, inputs: inputs, target: nil, groups: groups,
      options: options, warmUp: warmUp, interval: interval)
  }

  /// Returns the one window that ends with the last row of a series: for the next forecast.
  ///
  /// - Parameter warmUp: `.none` asks for the full lookback; the other rules accept fewer rows.
  /// - Throws: ``SeriesError``, ``WindowError``.
  public static func latest(
    _ series: Series, inputs: [String], options: WindowOptions, warmUp: WarmUp = .none,
    interval: Int64? = nil
  ) throws -> Windows {
    let tail = series.rows(max(0, series.count - options.lookback)..<series.count)
    var everyRow = options
    everyRow.stride = 1
    let all = try Windows(
      history: tail, inputs: inputs, options: everyRow, warmUp: warmUp,
      interval: interval ?? series.interval)
    guard let last = all.lastRows.last, Int(last) == tail.count - 1 else {
      throw WindowError.tooFewRows(
        needed: min(options.lookback, WindowPlan.firstReadings), found: 1, longestStretch: 1,
        gaps: 0)
    }
    return all[all.count - 1..<all.count]
  }

  private init(
    whole: Series, rows: Range<Int>, inputs: [String], target: String?,
    labels: RowLabels? = nil, groups: [String] = [], options: WindowOptions, warmUp: WarmUp,
    interval: Int64?, missingTargets: MissingTargets = .drop
  ) throws {
    if inputs.isEmpty { throw WindowError.noInputs }
    let reach = options.lookback - 1 + options.firstTargetStep
    let origin = warmUp == .history ? max(0, rows.lowerBound - reach) : rows.lowerBound
    let region = whole.rows(origin..<rows.upperBound)
    let interval = interval ?? whole.interval
    // Where gaps do not count, an interval that no gap is longer than.
    let stretches = region.stretches(
      within: groups, interval: options.crossesGaps ? .max / 2 : interval)
    let segments = labels.map { $0.stretches(within: stretches) } ?? stretches
    if options.wholeSequences {
      try labels?.checkWhole(stretches, of: region)
      try Self.checkLengths(segments, lookback: options.lookback, of: region)
    }
    let targetReach = target == nil || labels != nil ? 0 : options.horizon
    var plan = WindowPlan(
      segments: segments, part: rows.lowerBound - origin..<region.count, options: options,
      warmUp: warmUp, reach: targetReach, notesStretches: labels != nil)
    if plan.lastRows.isEmpty {
      let full = warmUp == .none || warmUp == .history
      let needed =
        (full ? options.lookback : min(options.lookback, WindowPlan.firstReadings)) + targetReach
      let longest = segments.map(\.count).max() ?? 0
      if labels != nil {
        throw LabelError.noWindow(
          needed: needed, rows: region.count, stretches: segments.count, longest: longest)
      }
      throw WindowError.tooFewRows(
        needed: needed, found: region.count, longestStretch: longest,
        gaps: max(0, segments.count - 1))
    }

    let columns = try inputs.map(region.column)
    let targetColumn = labels == nil ? try target.map(region.column) : nil
    for column in columns { try column.checkFinite() }
    hasMissingTargets = missingTargets == .mask && targetColumn?.missingCount ?? 0 > 0
    if let targetColumn, hasMissingTargets {
      if let row = targetColumn.firstInfinite {
        throw SeriesError.infiniteValue(column: targetColumn.name, row: row)
      }
      plan.leaveOutUnknown(
        targetColumn, firstKnown: try whole.column(targetColumn.name).firstKnown - origin,
        options: options)
      if plan.lastRows.isEmpty {
        throw WindowError.noKnownTarget(column: targetColumn.name, rows: rows.count)
      }
    } else {
      try targetColumn?.checkFinite()
    }
    self.options = options
    self.warmUp = warmUp
    self.inputs = inputs
    self.target = target
    self.origin = origin
    self.targetColumn = targetColumn
    self.labels = labels
    self.timestamps = region.timestamps
    self.interval = interval
    lastRows = plan.lastRows
    lengths = plan.lengths
    self.stretches = plan.stretches
    tooShort = plan.tooShort
    windowLabels = []
    if columns.count == 1 {
      readings = columns[0].view.storage
      inputOffset = columns[0].view.bounds.lowerBound
    } else {
      readings = Windows.interleaved(columns)
      inputOffset = 0
    }
    if let labels {
      windowLabels = lastRows.indices.map { Int32(labels.label(of: readingRows($0))) }
    }
  }

  /// The number of windows.
  public var count: Int { lastRows.count }

  /// Returns some of the windows; views that share the readings.
  public subscript(range: Range<Int>) -> Windows {
    selecting(Array(range))
  }

  /// Returns the windows of some numbers, in their order; views that share the readings.
  public func selecting(_ numbers: [Int]) -> Windows {
    var subset = self
    subset.lastRows = numbers.map { lastRows[$0] }
    subset.lengths = lengths.map { lengths in numbers.map { lengths[$0] } }
    subset.relative = relative?.selecting(numbers)
    if labels != nil {
      subset.stretches = numbers.map { stretches[$0] }
      subset.windowLabels = numbers.map { windowLabels[$0] }
    }
    return subset
  }

  /// Returns the windows without the trailing ones, and those: for validation while training.
  ///
  /// The cut is Keras': the first `Int(count * (1 - fraction))` windows train.
  ///
  /// - Throws: ``SplitError``.
  public func split(
    validationFraction fraction: Double
  ) throws -> (train: Windows, validation: Windows) {
    let middle = try Split.rowCount(of: count, fraction: 1 - fraction)
    return (self[0..<middle], self[middle..<count])
  }

  /// Throws when a stretch of rows is longer than a window of the whole of it may be.
  private static func checkLengths(
    _ stretches: [Range<Int>], lookback: Int, of region: Series
  ) throws {
    let long = stretches.filter { $0.count > lookback }
    guard let longest = long.max(by: { $0.count < $1.count }) else { return }
    throw LabelError.sequenceTooLong(
      rows: longest.count, lookback: lookback,
      firstRow: region.place(ofRow: longest.lowerBound), count: long.count)
  }

  /// Writes the columns side by side: `[row, F]`.
  private static func interleaved(_ columns: [Column]) -> [Float] {
    let rows = columns[0].count
    let width = columns.count
    return [Float](unsafeUninitializedCapacity: rows * width) { result, count in
      for (place, column) in columns.enumerated() {
        column.withUnsafeBufferPointer { values in
          var index = place
          for value in values {
            result[index] = value
            index += width
          }
        }
      }
      count = rows * width
    }
  }
}

extension Column {
  /// The first row of an infinite reading; nil when there is none.
  var firstInfinite: Int? {
    withUnsafeBufferPointer { values in
      var poison: Float = 0
      for value in values where value.magnitude == .infinity { poison = 1 }
      return poison == 0 ? nil : values.firstIndex(where: \.isInfinite)
    }
  }

  /// The first row of a reading that is not missing; the number of rows when all are.
  fileprivate var firstKnown: Int {
    withUnsafeBufferPointer { $0.firstIndex { !$0.isNaN } ?? $0.count }
  }

  /// Throws when a reading is missing or infinite.
  func checkFinite() throws {
    try withUnsafeBufferPointer { values in
      // The sum of x - x is 0 exactly when all are finite; the search follows only when it is not.
      var poison: Float = 0
      for value in values where !(value - value == 0) { poison = 1 }
      guard poison != 0 else { return }
      if let row = values.firstIndex(where: { $0.isInfinite }) {
        throw SeriesError.infiniteValue(column: name, row: row)
      }
      if let row = values.firstIndex(where: { $0.isNaN }) {
        throw SeriesError.missingValues(column: name, count: missingCount, firstRow: row)
      }
    }
  }
}
