import SluiceData
import SluiceNN

/// A recipe with all that was learnt from the training part: ready for any rows.
public struct FittedRecipe: Codable, Hashable, Sendable {
  /// The recipe.
  public let recipe: Recipe

  /// The bounds that readings are kept within before they are scaled; nil for none.
  public let outliers: FittedOutliers?

  /// The fitted scaler of each column: the features, the derived ones, then the target of a forecast if
  /// it is none of them.
  public let scalers: [FittedScaler]

  /// The classes in the order of their numbers, at least two; nil for a forecast.
  public let classes: [String]?

  /// What the network's forecasts are told relative to; nil for nothing.
  public internal(set) var reference: FittedReference?

  /// The features that the recipe's selection left out, with the reasons; nil where there was none.
  public internal(set) var dropped: [DroppedFeature]?

  /// What a network's logits are divided by before they become probabilities; nil for nothing.
  public var calibration: TemperatureScaling?

  /// The usual time between two rows of the training data, in microseconds; nil without a clock.
  public let interval: Int64?

  init(
    recipe: Recipe, outliers: FittedOutliers? = nil, scalers: [FittedScaler],
    classes: [String]? = nil, interval: Int64?
  ) {
    self.recipe = recipe
    self.outliers = outliers
    self.scalers = scalers
    self.classes = classes
    self.interval = interval
  }

  /// The recipe, but that it marks no outlier as missing: for rows of noise, all of which must be kept.
  var keepingAllReadings: FittedRecipe {
    guard recipe.cleaning.outliers?.action == .missing else { return self }
    var kept = recipe
    kept.cleaning.outliers = nil
    var fitted = FittedRecipe(
      recipe: kept, outliers: outliers, scalers: scalers, classes: classes, interval: interval)
    fitted.calibration = calibration
    fitted.reference = reference
    return fitted
  }

  /// The scaling of the target.
  public var targetScale: ColumnScale {
    guard let scale = scale(of: recipe.target) else {
      preconditionFailure("FittedRecipe: the target \(recipe.target) has no scaler")
    }
    return scale
  }

  /// Returns the scaling of a raw column; nil for a column that is not scaled.
  public func scale(of column: String) -> ColumnScale? {
    for scaler in scalers {
      if let scale = scaler.columns.first(where: { $0.column == column }) { return scale }
    }
    return nil
  }

  /// Returns rows with their target prepared as the training rows were, to test the model on.
  ///
  /// - Throws: As ``Recipe/preparation(of:)``.
  public func prepared(_ series: Series) throws -> Series {
    try recipe.prepared(series, interval: interval, isTraining: false).series
  }

  /// Returns a prepared series with its raw and derived columns kept within bounds and scaled.
  ///
  /// - Throws: `SeriesError` when a column is missing.
  public func scaled(_ series: Series) throws -> Series {
    var result = outliers?.applied(to: series) ?? series
    for scaler in scalers where scaler.columns.allSatisfy({ series[$0.column] != nil }) {
      result = try scaler.transform(result)
    }
    if recipe.truth != recipe.target, let known = series[recipe.truth] {
      let target = try result.column(recipe.target)
      result = result.adding([
        Column(recipe.truth, known.indices.map { known[$0].isNaN ? .nan : target[$0] })
      ])
    }
    return result
  }

  /// Returns predictions of the scaled target itself, as baselines make them, in the target's own units.
  public func unscaled(_ predictions: [Float]) -> [Float] {
    let scale = targetScale
    return predictions.map { scale.inverseTransform($0) }
  }

  /// The number of answers for a window: forecast values, or the probabilities of the classes.
  public var answersPerWindow: Int {
    guard let classes else { return recipe.steps.count }
    return classes.count * (labelsEveryStep ? recipe.window.lookback : 1)
  }

  /// Whether each step of a window is labeled.
  var labelsEveryStep: Bool { recipe.label?.everyStep ?? false }

  /// Returns what a network's outputs say: forecasts in the target's own units, or probabilities of the
  /// classes, class by class for each window or step.
  ///
  /// One output for two classes is the logit of the second.
  ///
  /// - Parameters:
  ///   - outputs: The network's, window by window.
  ///   - outputsPerStep: The number of outputs of the network's last layer.
  ///   - references: What each forecast is told relative to, as the windows have it.
  /// - Precondition: A recipe with a reference has one for each output.
  package func answers(
    from outputs: [Float], outputsPerStep: Int, references: [Double]?
  ) -> [Float] {
    if let reference {
      precondition(
        references?.count == outputs.count, "FittedRecipe: forecasts without their references")
      return zip(outputs, references ?? []).map { reference.forecast($0, from: $1) }
    }
    guard classes != nil else { return unscaled(outputs) }
    return (calibration ?? TemperatureScaling(temperature: 1))
      .probabilities(logits: outputs, outputs: outputsPerStep)
  }

  /// Returns what outputs of a forecast say by themselves: the forecasts, or what they add to their
  /// references, as the target's transform gives it.
  package func contributions(of outputs: [Float]) -> [Float] {
    reference.map { reference in outputs.map(reference.change) } ?? unscaled(outputs)
  }

  /// Returns how much a contribution changes with its output.
  package func slope(ofContribution output: Float) -> Float {
    reference.map { Float($0.scale.scale) } ?? targetScale.slope(atScaled: output)
  }

  /// Returns the recipe with the probabilities of a network calibrated on held out windows.
  ///
  /// - Returns: The recipe as it is for a forecast, or without windows to calibrate on.
  /// - Throws: ``ForecastError`` when the network does not fit the recipe.
  package func calibrated(_ network: Network, on frame: WindowFrame?) throws -> FittedRecipe {
    guard classes != nil, let frame else { return self }
    try NetworkModel(network).check(self)
    let outputs = network.outputShape.features
    let logits = network.outputs(for: frame.windows)
    let labels = frame.labels()
    let known = labels.indices.filter { labels[$0] >= 0 }
    var calibrated = self
    calibrated.calibration = TemperatureScaling(
      logits: known.flatMap { logits[$0 * outputs..<($0 + 1) * outputs] },
      labels: known.map { labels[$0] }, outputs: outputs)
    return calibrated
  }

  /// Returns a part of a prepared series as windows with targets.
  ///
  /// - Parameters:
  ///   - part: The rows whose targets are forecast; ``Recipe/prepared(_:)`` made the series.
  ///   - warmUp: What is done where rows before a target are missing; training wants `.none`.
  /// - Throws: `SeriesError`, `WindowError`, `ReferenceError`.
  public func frame(_ part: some SeriesPart, warmUp: WarmUp) throws -> WindowFrame {
    try frame(part, scaled: scaled(part.whole), warmUp: warmUp)
  }

  /// Returns training and test part as windows with targets; both share the scaled rows.
  ///
  /// - Parameters:
  ///   - split: The split of a prepared series.
  ///   - warmUp: What is done in the test part; nil does what the recipe says. Training takes full
  ///     windows only.
  /// - Throws: `SeriesError`, `WindowError`, `ReferenceError`.
  public func frames(
    _ split: Split, warmUp: WarmUp? = nil
  ) throws -> (training: WindowFrame, test: WindowFrame) {
    let scaled = try scaled(split.train.whole)
    return (
      try frame(split.train, scaled: scaled, warmUp: .none),
      try frame(split.test, scaled: scaled, warmUp: warmUp ?? recipe.warmUp)
    )
  }

  private func frame(
    _ part: some SeriesPart, scaled: Series, warmUp: WarmUp
  ) throws -> WindowFrame {
    let rows = ScaledPart(whole: scaled, rows: part.rows)
    let windows =
      if let label = recipe.label, let classes {
        try Windows(
          rows, inputs: recipe.inputs, labels: recipe.target, label: label, classes: classes,
          groups: recipe.groups, options: recipe.window, warmUp: warmUp, interval: interval)
      } else {
        try Windows(
          rows, inputs: recipe.inputs, target: recipe.truth, options: recipe.window,
          warmUp: warmUp, interval: interval, missingTargets: recipe.cleaning.missingTargets)
      }
    return WindowFrame(
      series: part.whole, partRows: part.rows, scaled: scaled,
      windows: try relative(windows, in: part.whole), recipe: self)
  }

  /// Returns windows with their targets told relative to the reference, where there is one.
  private func relative(_ windows: Windows, in series: Series) throws -> Windows {
    guard let reference else { return windows }
    return try windows.relative(to: reference, in: outliers?.applied(to: series) ?? series)
  }

  /// Returns all windows of new rows, those included whose targets lie in the future.
  ///
  /// One window ends with each row, whatever stride was trained with: a thinner choice saves
  /// training time, but a forecast is wanted after every reading.
  ///
  /// - Parameters:
  ///   - series: Raw rows; the target is not needed unless it is a feature, or forecasts are told
  ///     relative to it.
  ///   - warmUp: What is done where fewer rows than the lookback are known; nil does what the recipe
  ///     says.
  /// Behind the last row there may be rows that hold only what is known ahead.
  ///
  /// - Throws: `SeriesError`, also when the rows follow each other at another interval than the training
  ///   rows did; `WindowError`, `ReferenceError`; ``ForecastError/missingLead(_:)`` where no window is
  ///   left for that reason.
  public func frame(predicting series: Series, warmUp: WarmUp? = nil) throws -> WindowFrame {
    let (prepared, missingLead) = try recipe.preparedForPrediction(series, interval: interval)
    try checkInterval(of: prepared)
    do {
      var frame = try frame(prepared: prepared, warmUp: warmUp)
      frame.missingLead = missingLead
      return frame
    } catch let error where error is WindowError || error is LabelError {
      throw missingLead.map(ForecastError.missingLead) ?? error
    }
  }

  /// Throws unless prepared rows follow each other about as the training rows did.
  ///
  /// They must not lie closer by more than half, and not all of them further apart than that; two rows
  /// alone may have a gap between them. Where windows cross gaps the clock does not count, and nothing
  /// is checked.
  ///
  /// - Throws: `SeriesError.otherInterval`.
  public func checkInterval(of prepared: Series) throws {
    guard !recipe.window.crossesGaps, let expected = interval, let found = prepared.interval else {
      return
    }
    let isFaster = expected > found + found / 2
    let isSlower =
      prepared.count > 2 && prepared.gaps(interval: expected).count == prepared.count - 1
    if isFaster || isSlower {
      throw SeriesError.otherInterval(expected: expected, found: found)
    }
  }

  /// Returns all windows of rows that are prepared already.
  func frame(prepared: Series, warmUp: WarmUp? = nil) throws -> WindowFrame {
    let scaled = try scaled(prepared)
    var options = recipe.window
    options.stride = 1
    let windows = try Windows(
      history: scaled, inputs: recipe.inputs, groups: recipe.groups, options: options,
      warmUp: warmUp ?? recipe.warmUp, interval: interval)
    return WindowFrame(
      series: prepared, partRows: 0..<prepared.count, scaled: scaled,
      windows: try relative(windows, in: prepared), recipe: self)
  }
}

/// The rows of a part in the scaled series.
private struct ScaledPart: SeriesPart {
  let whole: Series
  let rows: Range<Int>
}
