import SluiceData

/// Builds a small frame of the last rows for a baseline after each row: the way of the batch
/// prediction, for models that cost next to nothing.
struct FrameEngine: StreamEngine {
  private let baseline: Baseline
  private let recipe: FittedRecipe
  private let names: [String]
  private let capacity: Int
  private var rows: RowWindow
  private var times: [Int64] = []
  /// Number of rows since the stretch began.
  private var stretch = 0

  init(_ baseline: Baseline, recipe: FittedRecipe, columns: [String]) {
    self.baseline = baseline
    self.recipe = recipe
    names =
      columns + (recipe.recipe.derived?.columnNamesByRow ?? []) + recipe.recipe.indicators
      + (recipe.recipe.calendar?.columnNames ?? [])
    capacity = max(
      recipe.recipe.window.lookback, baseline.rowsLookedBack, recipe.reference?.rows ?? 0)
    rows = RowWindow(capacity: capacity, width: names.count)
  }

  // Earlier rows stay: a season may reach back across a gap. Windows find the gap by the clock.
  mutating func reset() { stretch = 0 }

  mutating func push(_ row: RowPreparation, at time: Int64?) throws -> [Float]? {
    rows.append(row.prepared)
    if let time {
      times.append(time)
      if times.count > 2 * capacity { times.removeFirst(times.count - capacity) }
    }
    stretch += 1
    guard stretch >= recipe.recipe.firstForecastRow, row.knowsReferences else { return nil }
    let series = series()
    let frame = try recipe.frame(prepared: series)
    let last = frame.count - 1
    return try baseline.outputs(for: frame[last..<last + 1])
  }

  private func series() -> Series {
    let width = names.count
    let columns = rows.withRows { values in
      names.indices.map { column in
        Column(names[column], (0..<rows.count).map { values[$0 * width + column] })
      }
    }
    return Series(
      columns: columns, timestamps: times.isEmpty ? nil : Array(times.suffix(rows.count)))
  }
}

extension Baseline {
  /// Whether the target's own past is looked at, beside the window's inputs.
  var looksAtTarget: Bool {
    switch self {
    case .persistence, .seasonalNaive, .drift: true
    case .mean, .ridge, .majorityClass, .nearestCentroid, .logisticRegression: false
    }
  }

  /// Number of rows back to the oldest reading that a forecast may need.
  var rowsLookedBack: Int {
    if case .seasonalNaive(let model) = self { return model.season.rows + 1 }
    return 1
  }
}
