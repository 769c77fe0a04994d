import SluiceTensor

/// A way to share an answer out over the readings of a window.
public protocol AttributionMethod: Sendable {
  /// The name, such as `integrated-gradients`.
  var name: String { get }

  /// What readings become that are taken away: what shares in units of the answer are counted from.
  var replacement: Background { get }

  /// Returns which readings of a function's windows come and go together.
  ///
  /// - Throws: ``ExplainError`` for a grouping that the windows do not allow.
  func players(of function: any ExplainedFunction) throws -> Players

  /// Returns the share of each reading of each window in one answer.
  ///
  /// All windows of a call are computed in large batches, so ask for many at once.
  ///
  /// - Parameters:
  ///   - function: What answers.
  ///   - windows: Scaled windows, `[N, T, F]`, at least one.
  ///   - answer: The number of the answer, from 0 to `K`.
  /// - Throws: ``ExplainError`` for windows or an answer that the function does not have, and where it lacks
  ///   the gradient that the method needs.
  func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution
}

extension AttributionMethod {
  /// Zeros in scaled units.
  public var replacement: Background { .zeros }

  /// Each reading by itself.
  public func players(of function: any ExplainedFunction) throws -> Players {
    try PlayerGrouping.cells.players(steps: function.steps, inputs: function.inputs.count)
  }

  /// Throws unless a function takes the windows and has the answer.
  ///
  /// - Throws: ``ExplainError``.
  package func check(
    _ function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws {
    try function.check(windows)
    try function.check(answer: answer)
  }

  /// Returns a function with its gradient, after the same checks.
  ///
  /// - Throws: ``ExplainError``, also where the function gives answers only.
  package func differentiable(
    _ function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> any DifferentiableFunction {
    try check(function, windows: windows, answer: answer)
    guard let function = function as? any DifferentiableFunction else {
      throw ExplainError.noGradient(method: name)
    }
    return function
  }
}
