import SluiceTensor

/// Each reading times the answer's derivative by it: exact for a linear function, a first guess for others.
///
/// The readings are the scaled ones, so a reading at the zero of its scale gets nothing.
///
/// - Source: Shrikumar et al. 2016, <https://arxiv.org/abs/1605.01713>.
public struct InputTimesGradient: AttributionMethod {
  /// `input-x-gradient`.
  public let name = "input-x-gradient"

  /// Creates the method.
  public init() {}

  /// Returns each scaled reading times the derivative by it.
  ///
  /// - Throws: ``ExplainError``.
  public func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    let function = try differentiable(function, windows: windows, answer: answer)
    let (values, derivatives) = function.gradient(of: answer, at: windows)
    return Attribution(
      method: name, answer: function.answers[answer], inputs: function.inputs,
      steps: function.steps, values: zip(windows.values, derivatives).map { $0 * $1 },
      answers: values)
  }
}
