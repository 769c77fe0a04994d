import SluiceData

/// The target's own readings, in its own units, as a rule without weights looks back on them.
struct TargetHistory {
  /// The readings of all rows; only those up to a window's last row may be looked at.
  let values: UnsafeBufferPointer<Float>

  /// The clock; nil where rows alone tell the distance in time.
  private let timestamps: Timestamps?
  private let interval: Int64

  /// - Parameter interval: The usual time between two rows, in microseconds; nil without a clock.
  init(_ series: Series, values: UnsafeBufferPointer<Float>, interval: Int64?) {
    self.values = values
    self.interval = interval ?? 0
    // Months and longer spans are of unequal length: a year is twelve rows, whatever the clock says.
    let isEven = interval.map { $0 < 28 * 86_400_000_000 } ?? false
    timestamps = isEven ? series.timestamps : nil
  }

  /// Returns the last known reading at or before a row; NaN when there is none.
  func latest(at row: Int) -> Float {
    var row = row
    while row >= 0 {
      if !values[row].isNaN { return values[row] }
      row -= 1
    }
    return .nan
  }

  /// Returns the reading that lies `distance` intervals before a row; nil when it is not known.
  ///
  /// Where rows are missing in between, the clock finds it: a reading at most half an interval away
  /// from that time.
  func reading(_ distance: Int, before row: Int) -> Float? {
    var place = row - distance
    if let timestamps {
      let earliest = timestamps[row] - Int64(distance) * interval - interval / 2
      let times = earliest...earliest + interval
      if place < 0 || !times.contains(timestamps[place]) {
        place = timestamps.firstRow(notBefore: earliest)
        guard place <= row, times.contains(timestamps[place]) else { return nil }
      }
    }
    guard place >= 0, !values[place].isNaN else { return nil }
    return values[place]
  }
}

/// A forecast that needs the target's own past only, one value at a time.
protocol NaiveModel: WindowModel {
  /// Returns the forecast for `step` rows after a row, from readings up to that row.
  func forecast(_ history: TargetHistory, after row: Int, step: Int) -> Float
}

extension NaiveModel {
  /// Returns the forecasts for all windows of a frame, row-major `[N, P]`.
  ///
  /// - Throws: `SeriesError` when the frame lacks the target column.
  public func outputs(for frame: WindowFrame) throws -> [Float] {
    let steps = frame.steps
    let column = try frame.series.column(frame.target)
    return column.withUnsafeBufferPointer { values in
      let history = TargetHistory(
        frame.series, values: values, interval: frame.recipe.interval)
      var result: [Float] = []
      result.reserveCapacity(frame.count * steps.count)
      for window in 0..<frame.count {
        let last = frame.windows.inputRows(window).upperBound - 1
        for step in steps { result.append(forecast(history, after: last, step: step)) }
      }
      return result
    }
  }
}
