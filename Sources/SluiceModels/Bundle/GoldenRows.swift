import SluiceData
import SluiceTensor

/// Made-up rows with the forecasts that a model gave for them when it was saved.
///
/// They are noise from a fixed seed, spread as the recipe's scalers expect, never training rows.
/// Loading a bundle forecasts them again: a model that answers otherwise here, through a fault of
/// a machine or a later version, is refused.
struct GoldenRows {
  /// Raw rows, `[R, C]`, columns as ``columns(of:)``.
  var rows: Tensor

  /// The forecasts for them, `[N, P]`, in target units.
  var forecasts: Tensor

  /// The largest difference allowed, as a share of the target's scale, of the largest forecast, or
  /// of 1 for probabilities.
  ///
  /// Instruction sets and versions round differently; over a long sequence a few units in the last
  /// place grow, but stay far below this.
  static let tolerance: Float = 1e-4

  /// Makes rows and forecasts them.
  init(_ bundle: ModelBundle) throws {
    let columns = GoldenRows.columns(of: bundle)
    let window = bundle.recipe.recipe.window
    let derived = bundle.recipe.recipe.derived
    let count =
      (window.wholeSequences
        ? window.lookback : max(window.lookback, bundle.recipe.reference?.rows ?? 0) + 3)
      + (derived?.rowsNeeded ?? 1) - 1
    var stream = RandomStream(seed: 0)
    var values: [Float] = []
    for _ in 0..<count {
      for column in columns {
        let noise = stream.uniform() * 2 - 1
        // A column that is read for its leads alone is scaled as they are.
        let lead = bundle.recipe.recipe.leads.first { $0.column == column }
        let scale =
          bundle.recipe.scale(of: column) ?? lead.flatMap { bundle.recipe.scale(of: $0.name) }
        if let scale, scale.curve != nil {
          // From the middle upwards: below it may lie what the transform does not take.
          values.append(scale.inverseTransform(abs(noise)))
          continue
        }
        let value = scale?.inverseTransform(noise) ?? noise
        // Ratios are taken of readings above 0 only.
        values.append(derived?.takesRatios == true ? abs(value) + 1 : value)
      }
    }
    rows = Tensor(values, shape: [count, columns.count])
    forecasts = try GoldenRows.forecasts(for: rows, by: bundle)
  }

  /// Takes saved ones.
  init(rows: Tensor, forecasts: Tensor) {
    self.rows = rows
    self.forecasts = forecasts
  }

  /// Returns how far the bundle's forecasts are from the saved ones, and how far they may be.
  func difference(_ bundle: ModelBundle) throws -> (found: Float, allowed: Float) {
    let again = try GoldenRows.forecasts(for: rows, by: bundle)
    let pairs = zip(again.values, forecasts.values)
    // A NaN among the forecasts must not pass: it makes the difference infinite.
    let found = pairs.reduce(Float(0)) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return difference.isNaN ? .infinity : max(largest, difference)
    }
    let isForecast = bundle.recipe.classes == nil
    let scale = isForecast ? abs(bundle.recipe.targetScale.slope(atScaled: 0)) : 1
    let largest = forecasts.values.reduce(scale) { max($0, abs($1)) }
    return (again.shape == forecasts.shape ? found : .infinity, largest * GoldenRows.tolerance)
  }

  /// The columns of the rows: the readings, and the target of a forecast, which a baseline may look
  /// back on.
  static func columns(of bundle: ModelBundle) -> [String] {
    let recipe = bundle.recipe.recipe
    return bundle.recipe.classes == nil ? recipe.trainingColumns : recipe.readings
  }

  private static func forecasts(for rows: Tensor, by bundle: ModelBundle) throws -> Tensor {
    let names = columns(of: bundle)
    let values = rows.values
    let count = rows.shape[0]
    let columns = names.enumerated().map { place, name in
      Column(name, (0..<count).map { values[$0 * names.count + place] })
    }
    let interval = bundle.recipe.interval
    // A line in time is only near the readings where it was fitted.
    let start = bundle.recipe.reference?.origin ?? 0
    let series = Series(
      columns: columns,
      timestamps: interval.map { step in (0..<count).map { start + Int64($0) * step } })
    let frame = try bundle.recipe.keepingAllReadings.frame(predicting: series)
    return Tensor(
      try bundle.model.windowModel.outputs(for: frame),
      shape: [frame.count, bundle.recipe.answersPerWindow])
  }
}
