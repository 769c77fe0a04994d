import SluiceData
import SluiceTensor

/// One model and the baselines, compared on the windows of one frame.
public struct Evaluation: Codable, Hashable, Sendable {
  /// The model's metrics over all forecast values.
  public let metrics: Metrics

  /// The metrics of model and baselines at each forecast step, in order.
  public let byHorizon: [ForecastMetrics.Step]

  /// Each baseline's metrics, by name.
  public let baselines: [String: Metrics]

  /// Whether the model beats the best baseline.
  public let verdict: Verdict

  /// The season that `mase` is scaled by.
  public let season: Season

  /// The truth and all forecasts, the model's first.
  public let table: ForecastTable

  /// Has every model forecast the windows of a frame, once, and compares the forecasts with the
  /// truth.
  ///
  /// - Parameters:
  ///   - model: The model under test; a baseline of the same name is left out.
  ///   - baselines: The baselines, fitted to the model's training part.
  ///   - frame: The windows to forecast, whose truth is known.
  ///   - unit: The target's unit for the verdict's sentence; nil when it is not known.
  ///   - streams: The random streams of the run, for the bootstrap.
  /// - Throws: ``EvaluationError``, and what the models throw.
  public init(
    of model: any WindowModel, against baselines: FittedBaselines, on frame: WindowFrame,
    unit: String? = nil, streams: RandomStreams
  ) throws {
    let actual = frame.actual()
    guard actual.contains(where: { !$0.isNaN }) else {
      throw EvaluationError.noTruth(target: frame.target, windows: frame.count)
    }
    let rivals = baselines.models.filter { $0.name != model.name }
    let forecasts = try ([model] + rivals).map { model in
      try ForecastTable.Column(name: model.name, values: Evaluation.checked(model, frame))
    }
    self.init(
      of: model.name,
      in: ForecastTable(
        steps: frame.steps, times: frame.times(), actual: actual, forecasts: forecasts),
      season: baselines.season ?? Season(rows: 1, origin: .none), naiveError: baselines.naiveError,
      unit: unit,
      stride: frame.windows.options.stride, streams: streams)
  }

  /// Compares forecasts that have been made.
  ///
  /// - Precondition: The table holds the model, at least one other column, and some truth.
  init(
    of model: String, in table: ForecastTable, season: Season, naiveError: Double?,
    unit: String?, stride: Int, streams: RandomStreams
  ) {
    let byName = { (compare: (ForecastTable.Column) -> Metrics) in
      Dictionary(uniqueKeysWithValues: table.forecasts.map { ($0.name, compare($0)) })
    }
    var overall = byName {
      Metrics(actual: table.actual, predicted: $0.values, naiveError: naiveError)
    }
    guard let metrics = overall.removeValue(forKey: model) else {
      preconditionFailure("Evaluation: no forecasts of \(model)")
    }
    self.metrics = metrics
    baselines = overall
    byHorizon = table.steps.indices.compactMap { place in
      var atStep = byName {
        Metrics(
          actual: table.actual, predicted: $0.values, step: place, of: table.steps.count,
          naiveError: naiveError)
      }
      return atStep.removeValue(forKey: model).map {
        ForecastMetrics.Step(step: table.steps[place], metrics: $0, baselines: atStep)
      }
    }
    verdict = Verdict(
      comparing: model, in: table, unit: unit, stride: stride, streams: streams)
    self.season = season
    self.table = table
  }

  /// Returns the content of `metrics.json`.
  ///
  /// - Parameters:
  ///   - training: How the model was trained; nil for an evaluation on other data.
  ///   - costs: What each model costs, the model's first.
  public func runMetrics(training: TrainingSummary?, costs: [Cost]) -> ForecastMetrics {
    ForecastMetrics(
      test: metrics, byHorizon: byHorizon, baselines: baselines, verdict: verdict, season: season,
      training: training, costs: costs)
  }

  /// Returns the answers of a model for a frame.
  ///
  /// - Throws: ``EvaluationError/notFinite(model:count:of:row:)``, and what the model throws.
  static func checked(_ model: any WindowModel, _ frame: WindowFrame) throws -> [Float] {
    let values = try model.outputs(for: frame)
    let size = frame.recipe.answersPerWindow
    precondition(
      values.count == frame.count * size,
      "\(model.name): \(values.count) answers for \(frame.count) windows of \(size)")
    guard let place = values.firstIndex(where: { !$0.isFinite }) else { return values }
    let window = place / size
    let row =
      frame.recipe.classes == nil
      ? frame.windows.targetRows(window).lowerBound + place % size
      : frame.windows.inputRows(window).upperBound - 1
    throw EvaluationError.notFinite(
      model: model.name, count: values.count { !$0.isFinite }, of: values.count, row: row)
  }
}

/// What can go wrong when forecasts are compared with the truth.
public enum EvaluationError: Error, Equatable, CustomStringConvertible {
  /// No window's truth is known.
  case noTruth(target: String, windows: Int)
  /// A model forecast something that is not a number.
  case notFinite(model: String, count: Int, of: Int, row: Int)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noTruth(let target, let windows):
      return "None of the \(windows) windows has a known value of \(target) to compare with: "
        + "evaluate on rows that hold it, or use predict."
    case .notFinite(let model, let count, let all, let row):
      return "\(count) of \(all) answers of \(model) are not finite numbers, the first for row "
        + "\(row): look at the inputs there, or train again with a lower rate or clipping."
    }
  }
}
