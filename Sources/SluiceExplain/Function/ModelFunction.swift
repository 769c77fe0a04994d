import SluiceData
import SluiceModels
import SluiceTensor

/// A model as a function of windows, with the way from raw rows to what it sees.
///
/// Make one with ``SluiceModels/ModelBundle/explainedFunction(classScore:)``.
public protocol ModelFunction: ExplainedFunction {
  /// What the model was trained with.
  var recipe: FittedRecipe { get }

  /// Returns the scaled windows of a frame, `[N, T, F]`.
  ///
  /// Windows padded in front count as whole: a network sees the zeros.
  ///
  /// - Throws: ``ExplainError`` for a frame of other inputs, for windows with fewer readings than the
  ///   lookback, and for a model whose answers do not follow from the windows alone.
  func windows(of frame: WindowFrame) throws -> Tensor
}

/// Which answer, and which windows.
extension ModelFunction {
  /// The number of steps of a window, the lookback.
  public var steps: Int { recipe.recipe.window.lookback }

  /// Returns the number of the answer for a forecast step.
  ///
  /// - Parameter step: The distance in rows after a window's last one.
  /// - Throws: ``ExplainError`` for a step beyond the horizon, or one that the recipe leaves out.
  public func answer(step: Int) throws -> Int {
    if let classes = recipe.classes { throw ExplainError.labels(classes: classes) }
    guard let answer = recipe.recipe.steps.firstIndex(of: step) else {
      throw ExplainError.noSuchStep(found: step, steps: recipe.recipe.steps)
    }
    return answer
  }

  /// Returns the number of the answer for a class.
  ///
  /// - Throws: ``ExplainError`` for a class that the model does not know.
  public func answer(class name: String) throws -> Int {
    guard let classes = recipe.classes else {
      throw ExplainError.forecasts(steps: recipe.recipe.steps)
    }
    guard let answer = classes.firstIndex(of: name) else {
      throw ExplainError.noSuchClass(
        name: name, nearest: Spelling.nearest(to: name, in: classes), classes: classes)
    }
    return answer
  }

  /// Returns the scaled windows of a frame, `[N, T, F]`.
  ///
  /// - Throws: ``ExplainError`` for a frame of other inputs, and for windows with fewer readings than the
  ///   lookback.
  public func windows(of frame: WindowFrame) throws -> Tensor { try gathered(frame) }

  /// The names of a recipe's answers: `+1`, `+2` and so on for the steps of a forecast, or the classes.
  static func answers(of recipe: FittedRecipe) -> [String] {
    recipe.classes ?? recipe.recipe.steps.map { "+\($0)" }
  }

  /// The scaled windows of a frame whose inputs and lengths are those of the model.
  func gathered(_ frame: WindowFrame) throws -> Tensor {
    let windows = frame.windows
    guard windows.inputs == inputs else {
      throw ExplainError.otherInputs(expected: inputs, found: windows.inputs)
    }
    guard windows.options.lookback == steps else {
      throw ExplainError.windows(
        expected: [steps, inputs.count],
        found: [windows.count, windows.options.lookback, inputs.count])
    }
    let all = Array(0..<windows.count)
    let short = (windows.lengths(all[...]) ?? []).filter { $0 < steps }
    if let shortest = short.min() {
      throw ExplainError.shortWindows(
        count: short.count, of: windows.count, shortest: shortest, lookback: steps)
    }
    return windows.batchInputs(all[...])
  }
}

extension ModelBundle.Model {
  /// Returns the model as a function of windows whose answers can be explained.
  ///
  /// - Parameters:
  ///   - recipe: What it was trained with.
  ///   - classScore: What the answers of a classifier are.
  /// - Throws: `ForecastError` when a network does not fit the recipe; ``ExplainError`` for a baseline that
  ///   looks at readings outside its window.
  public func explainedFunction(
    recipe: FittedRecipe, classScore: ClassScore = .probability
  ) throws -> any ModelFunction {
    switch self {
    case .network(let network):
      try NetworkFunction(network, recipe: recipe, classScore: classScore)
    case .baseline(let baseline) where recipe.classes == nil:
      try BaselineForecast(baseline, recipe: recipe)
    case .baseline(let baseline):
      BaselineClassifier(baseline, recipe: recipe, classScore: classScore)
    }
  }
}

extension ModelBundle {
  /// Returns the model as a function of windows whose answers can be explained.
  ///
  /// The forecasts of baselines have a gradient, as networks do; their labels have none.
  ///
  /// - Parameter classScore: What the answers of a classifier are.
  /// - Throws: As ``Model-swift.enum/explainedFunction(recipe:classScore:)``.
  public func explainedFunction(
    classScore: ClassScore = .probability
  ) throws -> any ModelFunction {
    try model.explainedFunction(recipe: recipe, classScore: classScore)
  }
}
