import SluiceTensor

/// A function of windows whose answers are to be explained.
///
/// Letters: `N` windows, `T` steps, `F` inputs, `K` answers. Windows are what a network sees: scaled,
/// `[N, T, F]`. Answers are what people read: forecasts in the target's own units, one a horizon step,
/// or one score for each class.
public protocol ExplainedFunction: Sendable {
  /// The number of steps of a window, `T`.
  var steps: Int { get }

  /// The names of the inputs, `F` of them.
  var inputs: [String] { get }

  /// The names of the answers, `K` of them, such as `+1` or a class.
  var answers: [String] { get }

  /// Returns the answers for windows, row-major `[N, K]`.
  ///
  /// - Parameter windows: Scaled windows, `[N, T, F]`; any number of them in one call.
  func values(_ windows: Tensor) -> [Float]
}

/// A function that tells how its answers change with its inputs.
public protocol DifferentiableFunction: ExplainedFunction {
  /// Returns one answer for each window, and its derivative by each input of the window.
  ///
  /// - Parameters:
  ///   - answer: The number of the answer, from 0 to `K`.
  ///   - windows: Scaled windows, `[N, T, F]`; any number of them in one call.
  /// - Returns: The answers, `N` of them, and the derivatives, row-major `[N, T, F]`, in units of the
  ///   answer for one unit of a scaled input.
  func gradient(
    of answer: Int, at windows: Tensor
  ) -> (values: [Float], derivatives: [Float])
}
