import SluiceData
import SluiceModels
import SluiceTensor

/// Which answer, and which windows.
extension NetworkFunction {
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
  /// Windows padded in front count as whole: the network sees the zeros.
  ///
  /// - Throws: ``ExplainError`` for a frame of other inputs, and for windows with fewer readings than the
  ///   lookback.
  public func windows(of frame: WindowFrame) throws -> Tensor {
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
