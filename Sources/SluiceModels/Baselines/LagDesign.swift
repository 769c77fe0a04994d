/// The linear regression of a target on the readings of a window, described where the readings
/// lie: row `i` of the design matrix is window `i`, its `L * F` columns are the window's readings.
struct LagDesign {
  /// Readings `[row, F]`, time-major.
  var readings: UnsafeBufferPointer<Float>

  /// The target's readings, on the same rows.
  var target: UnsafeBufferPointer<Float>

  /// Number of features, `F`.
  var features: Int

  /// Number of rows in a window, `L`.
  var lookback: Int

  /// Rows from a window's first row to its first target row, and number of target rows, `P`.
  var targetOffset: Int
  var outputs: Int

  /// Runs of successive first rows: `3..<7` stands for the windows that begin at rows 3, 4, 5, 6.
  var runs: [Range<Int>]

  /// Number of columns, `D = L * F`.
  var columns: Int { lookback * features }

  /// Number of windows.
  var count: Int { runs.reduce(0) { $0 + $1.count } }

  /// Joins the first rows of windows, in ascending order, into runs.
  static func runs(of firstRows: some Sequence<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for row in firstRows {
      if let last = runs.last, last.upperBound == row {
        runs[runs.count - 1] = last.lowerBound..<row + 1
      } else {
        runs.append(row..<row + 1)
      }
    }
    return runs
  }
}
