import SluiceTensor

/// The size of the answer's derivative by each reading: where a small change would tell most.
///
/// Shares have no sign, are in units of the answer for one unit of a scaled input, and do not sum to the
/// answer.
///
/// - Source: Simonyan et al. 2014, <https://arxiv.org/abs/1312.6034>.
public struct Saliency: AttributionMethod {
  /// `saliency`.
  public let name = "saliency"

  /// Creates the method.
  public init() {}

  /// Returns the size of the derivative by each reading of each window.
  ///
  /// - Throws: ``ExplainError``.
  public func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    let function = try differentiable(function, windows: windows, answer: answer)
    let (values, derivatives) = function.gradient(of: answer, at: windows)
    return Attribution(
      method: name, answer: function.answers[answer], inputs: function.inputs,
      steps: function.steps, values: derivatives.map(abs), answers: values, unit: .size)
  }
}
