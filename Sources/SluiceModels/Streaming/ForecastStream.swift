import SluiceData

/// A model fed with one raw row after another, which forecasts after each.
///
/// Each forecast equals that of ``ModelBundle/predict(_:)`` over all rows so far, with the recipe's
/// rules applied as rows come in: a row that cleaning drops changes nothing, missing values are
/// filled forward only, and a gap in the clock starts the window afresh unless windows may cross it.
/// With the warm-up rules `trueLength` and `zeroPadded` forecasts begin with the second row of a
/// stretch, with the others when the lookback is full. An outage that training would refuse as too
/// long (`maximumGap`) is a gap like any other here: a stream must go on.
///
/// What is known ahead is told with each row: a column such as `temperature lead 5` stands among
/// ``columns``, and its value is the temperature known for five rows later. NaN is a hole, which the
/// recipe fills or drops as it does others.
///
/// A stream is a value: a copy goes on on its own.
public struct ForecastStream: Sendable {
  /// How a network's forecast is computed from the rows so far.
  public enum Mode: Hashable, Sendable {
    /// The network runs over the whole window after each row: the bits of the batch prediction.
    case windows
    /// The network's states for the windows that began at each of the last rows are kept and
    /// advanced together by one step: the work of one step for as many samples as the lookback.
    ///
    /// For networks whose layers look back only.
    case states
  }

  /// A forecast made after a row.
  public struct Forecast: Hashable, Sendable {
    /// The times that are forecast, in microseconds since 1970 UTC; nil without a clock.
    public var times: [Int64]?
    /// The forecasts, one a step, in target units.
    public var values: [Float]
  }

  /// The columns of a row, in order.
  public var columns: [String] { preparation.columns }

  private let recipe: FittedRecipe
  private var preparation: RowPreparation
  private var engine: any StreamEngine
  /// Whether a stretch of rows has begun since this was last made false.
  var hasBegunStretch = false
  /// Number of rows since the stretch began.
  private var stretchRows = 0

  /// Begins a stream of a bundle's model.
  ///
  /// - Parameters:
  ///   - bundle: The model with its recipe.
  ///   - mode: How a network computes; a baseline has one way only.
  /// - Throws: ``StreamError`` when the recipe looks at later rows, or a layer cannot be advanced
  ///   step by step; ``ForecastError`` when the model labels, or network and recipe do not fit.
  public init(_ bundle: ModelBundle, mode: Mode = .windows) throws {
    if bundle.recipe.classes != nil { throw ForecastError.labels }
    try self.init(answersOf: bundle, mode: mode)
  }

  /// Begins a stream of a bundle's answers: forecasts, or the probabilities of classes.
  init(answersOf bundle: ModelBundle, mode: Mode) throws {
    recipe = bundle.recipe
    switch bundle.model {
    case .network(let network):
      try NetworkModel(network).check(recipe)
      preparation = try RowPreparation(recipe)
      engine =
        switch mode {
        case .windows: WindowEngine(network, recipe: recipe)
        case .states: try StateEngine(network, recipe: recipe)
        }
    case .baseline(let baseline):
      let isInput = recipe.recipe.readings.contains(recipe.recipe.target)
      let extra = isInput || !baseline.looksAtTarget ? [] : [recipe.recipe.target]
      preparation = try RowPreparation(recipe, extraColumns: extra)
      engine = FrameEngine(baseline, recipe: recipe, columns: preparation.columns)
    }
  }

  /// Takes in one raw row and returns the forecast after it.
  ///
  /// - Parameters:
  ///   - row: The values of ``columns``; NaN is missing.
  ///   - time: Microseconds since 1970 UTC; nil only for a model trained without a clock.
  /// - Returns: Nil when the row is dropped or too few rows are known yet.
  /// - Throws: ``StreamError`` for a row that cannot be; the stream stays as it was before it.
  public mutating func push(_ row: [Float], at time: Int64? = nil) throws -> Forecast? {
    let window = recipe.recipe.window
    let isFull = window.wholeSequences && stretchRows == window.lookback
    let before = isFull ? preparation : nil
    guard case .kept(let startsStretch) = try preparation.push(row, at: time) else { return nil }
    if startsStretch {
      engine.reset()
      hasBegunStretch = true
      stretchRows = 0
    } else if let before {
      preparation = before
      throw StreamError.sequenceTooLong(lookback: window.lookback)
    }
    stretchRows += 1
    guard let values = try engine.push(preparation, at: time) else { return nil }
    let interval = recipe.interval
    return Forecast(
      times: time.flatMap { time in
        interval.map { step in recipe.recipe.steps.map { time + Int64($0) * step } }
      }, values: values)
  }

  /// Takes in one raw row given by column names.
  ///
  /// - Throws: As ``push(_:at:)-([Float],_)``; `SeriesError` when a column is missing.
  public mutating func push(_ row: [String: Float], at time: Int64? = nil) throws -> Forecast? {
    try push(
      try columns.map { name in
        guard let value = row[name] else {
          throw SeriesError.missingColumn(
            name: name, nearest: nil, available: row.keys.sorted())
        }
        return value
      }, at: time)
  }
}

extension ModelBundle {
  /// Begins a stream: push one raw row, get the forecast.
  ///
  /// - Throws: As ``ForecastStream/init(_:mode:)``.
  public func stream(mode: ForecastStream.Mode = .windows) throws -> ForecastStream {
    try ForecastStream(self, mode: mode)
  }
}

/// How a model computes the forecast after a prepared row.
protocol StreamEngine: Sendable {
  /// Forgets all rows: a new stretch begins.
  mutating func reset()

  /// Takes in the row that was just prepared and returns the forecast in target units, or nil when
  /// too few rows are known.
  mutating func push(_ row: RowPreparation, at time: Int64?) throws -> [Float]?
}

extension Recipe {
  /// Number of rows of a stretch from which on forecasts are made.
  var firstForecastRow: Int {
    if window.wholeSequences { return 1 }
    return switch warmUp {
    case .none, .history: window.lookback
    case .trueLength, .zeroPadded: min(window.lookback, 2)
    }
  }
}
