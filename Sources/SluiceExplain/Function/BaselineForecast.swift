import SluiceData
import SluiceModels
import SluiceTensor

/// The forecasts of a baseline as a function of windows, in the target's own units.
///
/// All of them are linear in the scaled readings, but for the transform of the target, so the gradient is
/// known without a tape: the weights of a ridge, 1 for the reading that a naive forecast repeats.
struct BaselineForecast: BaselineFunction, DifferentiableFunction {
  /// What a forecast is made of.
  private enum Rule {
    /// A weighted sum of all readings.
    case sum(FittedRidge)
    /// Readings of one input repeated, one a forecast step.
    case repeated(input: Int, [Repetition])
    /// One number, whatever the readings.
    case constant(Float)
  }

  /// How one forecast comes from one reading.
  private struct Repetition {
    /// How many rows before the last one the reading lies.
    var rowsBack = 0
    /// What is added to it, in the target's own units.
    var change: Float = 0
  }

  let baseline: Baseline
  let recipe: FittedRecipe
  let inputs: [String]
  let answers: [String]
  private let rule: Rule
  private let scale: ColumnScale

  /// Wraps a baseline.
  ///
  /// - Throws: ``ExplainError`` for a baseline that looks at readings which are in no window: earlier ones, or
  ///   those of a target that is no input.
  /// - Precondition: The recipe is that of a forecast.
  init(_ baseline: Baseline, recipe: FittedRecipe) throws {
    self.baseline = baseline
    self.recipe = recipe
    inputs = recipe.recipe.inputs
    answers = Self.answers(of: recipe)
    scale = recipe.targetScale
    switch baseline {
    case .ridge(let ridge): rule = .sum(ridge)
    case .mean(let mean): rule = .constant(mean.value)
    case .persistence:
      rule = try Self.repeating(baseline, recipe) { _ in Repetition() }
    case .drift(let drift):
      rule = try Self.repeating(baseline, recipe) { step in
        Repetition(change: Float(step) * drift.slope)
      }
    case .seasonalNaive(let naive):
      rule = try Self.repeating(baseline, recipe) { step in
        Repetition(rowsBack: naive.rowsBack(step: step))
      }
    case .majorityClass, .nearestCentroid, .logisticRegression:
      preconditionFailure("BaselineForecast: \(baseline.name) gives labels")
    }
  }

  private static func repeating(
    _ baseline: Baseline, _ recipe: FittedRecipe, _ repetition: (Int) -> Repetition
  ) throws -> Rule {
    let (target, lookback) = (recipe.recipe.target, recipe.recipe.window.lookback)
    guard let input = recipe.recipe.inputs.firstIndex(of: target) else {
      throw ExplainError.targetUnseen(name: baseline.name, target: target)
    }
    let repetitions = recipe.recipe.steps.map(repetition)
    if let farthest = repetitions.map(\.rowsBack).max(), farthest >= lookback {
      throw ExplainError.beforeWindow(
        name: baseline.name, target: target, rowsBack: farthest, lookback: lookback)
    }
    return .repeated(input: input, repetitions)
  }

  func ownAnswers(for frame: WindowFrame) throws -> [Float] { try baseline.outputs(for: frame) }

  func values(_ windows: Tensor) -> [Float] {
    let scaled = scaledAnswers(windows)
    switch rule {
    case .sum: return recipe.unscaled(scaled)
    case .constant: return scaled
    case .repeated(_, let repetitions):
      return scaled.enumerated().map { place, reading in
        scale.inverseTransform(reading) + repetitions[place % repetitions.count].change
      }
    }
  }

  /// Row-major `[N, P]`, before the target's scaling is undone; a constant has none.
  private func scaledAnswers(_ windows: Tensor) -> [Float] {
    switch rule {
    case .sum(let ridge): return ridge.scaledForecasts(for: windows)
    case .constant(let value):
      return [Float](repeating: value, count: windows.shape[0] * answers.count)
    case .repeated(let input, let repetitions):
      return windows.withUnsafeBufferPointer { readings in
        (0..<windows.shape[0]).flatMap { window in
          repetitions.map {
            readings[((window + 1) * steps - 1 - $0.rowsBack) * inputs.count + input]
          }
        }
      }
    }
  }

  func gradient(
    of answer: Int, at windows: Tensor
  ) -> (values: [Float], derivatives: [Float]) {
    let weights = weights(of: answer)
    let scaled = scaledAnswers(windows)
    let derivatives = (0..<windows.shape[0]).flatMap { window in
      let slope = scale.slope(atScaled: scaled[window * answers.count + answer])
      return weights.map { slope * $0 }
    }
    return (values(of: answer, at: windows), derivatives)
  }

  /// The weight of each reading in one scaled answer, `[T, F]`.
  private func weights(of answer: Int) -> [Float] {
    let cells = steps * inputs.count
    switch rule {
    case .sum(let ridge): return Array(ridge.weights[answer * cells..<(answer + 1) * cells])
    case .constant: return [Float](repeating: 0, count: cells)
    case .repeated(let input, let repetitions):
      var weights = [Float](repeating: 0, count: cells)
      weights[(steps - 1 - repetitions[answer].rowsBack) * inputs.count + input] = 1
      return weights
    }
  }
}
