import SluiceData

/// One part of a series made ready for a model: training, validation, test or new data.
///
/// Letters: `N` windows, `P` forecast values a window, `K` classes.
public struct WindowFrame: Sendable {
  /// The prepared series in its own units: the part and the rows known before it.
  ///
  /// Windows count their rows in this series.
  public let series: Series

  /// The rows of the part within ``series``.
  public let partRows: Range<Int>

  /// The same rows with features and target scaled.
  public let scaled: Series

  /// The windows of the part, over scaled features and targets.
  public private(set) var windows: Windows

  /// The fitted recipe that made the frame.
  public private(set) var recipe: FittedRecipe

  /// The last rows of the readings that no window ends with, as a reading that is to be known ahead is
  /// missing; nil where all are known.
  public internal(set) var missingLead: MissingLead?

  /// The distances that are forecast, in rows after a window's last row: `[h]` or `[1, ..., h]`.
  public var steps: [Int] { recipe.recipe.steps }

  /// Number of windows, `N`.
  public var count: Int { windows.count }

  /// The column that is forecast, or that holds the labels.
  public var target: String { recipe.recipe.target }

  /// Returns what happened, row-major `[N, P]`, in the target's own units.
  ///
  /// NaN stands where the rows are not known yet, where a missing target is masked, and everywhere when
  /// the series lacks the target.
  public func actual() -> [Float] {
    guard let column = series[recipe.recipe.truth] else {
      return [Float](repeating: .nan, count: count * steps.count)
    }
    var result: [Float] = []
    result.reserveCapacity(count * steps.count)
    column.withUnsafeBufferPointer { values in
      for window in 0..<count {
        for row in windows.targetRows(window) {
          result.append(row < values.count ? values[row] : .nan)
        }
      }
    }
    return result
  }

  /// Returns the time of each forecast value in microseconds since 1970 UTC, row-major `[N, P]`.
  ///
  /// Times behind the end of the series follow the usual interval. Nil when the series has no
  /// clock, or too few rows to tell the interval.
  public func times() -> [Int64]? {
    guard series.timestamps != nil else { return nil }
    var result: [Int64] = []
    result.reserveCapacity(count * steps.count)
    for window in 0..<count {
      guard let times = windows.targetTimes(window) else { return nil }
      result.append(contentsOf: times)
    }
    return result
  }

  /// Returns predictions of the scaled target itself, as baselines make them, in the target's own units.
  public func unscaled(_ predictions: [Float]) -> [Float] {
    recipe.unscaled(predictions)
  }

  /// Returns the frame without its last windows, and those: for validation while training.
  ///
  /// The cut is Keras': the first `Int(N * (1 - fraction))` windows train.
  ///
  /// - Throws: `SplitError` when a part would be empty; `LabelError.heldOut` when no window of a class
  ///   would be left to train on.
  public func holdingOut(
    lastFraction fraction: Double
  ) throws -> (training: WindowFrame, validation: WindowFrame) {
    let (train, validation) = try windows.split(validationFraction: fraction)
    let parts = (training: with(train), validation: with(validation))
    if recipe.classes != nil {
      let left = parts.training.windowsOfClasses()
      let all = windowsOfClasses()
      let gone = classes.indices.filter { left[$0] == 0 && all[$0] > 0 }
      if !gone.isEmpty { throw LabelError.heldOut(classes: gone.map { classes[$0] }) }
    }
    return parts
  }

  /// The numbers of the windows that have as many readings as the lookback.
  public var wholeWindows: [Int] {
    (0..<count).filter { windows.length($0) == windows.options.lookback }
  }

  /// Returns the frame without all but the windows of some numbers.
  public func selecting(_ numbers: [Int]) -> WindowFrame {
    with(windows.selecting(numbers))
  }

  /// Returns the same windows under another fitted recipe of the same inputs.
  package func with(_ recipe: FittedRecipe) -> WindowFrame {
    var frame = self
    frame.recipe = recipe
    return frame
  }

  /// Returns a frame of some of the windows; it shares the rows.
  public subscript(range: Range<Int>) -> WindowFrame {
    with(windows[range])
  }

  /// Returns a frame of other windows over the same rows.
  package func with(_ windows: Windows) -> WindowFrame {
    var frame = self
    frame.windows = windows
    return frame
  }
}
