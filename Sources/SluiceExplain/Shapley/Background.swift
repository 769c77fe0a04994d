import SluiceTensor

/// The readings that take the place of those that are taken away.
public enum Background: Equatable, Sendable {
  /// One window.
  case one(BaselineWindow)
  /// Each of several scaled windows, `[B, T, F]`; answers are averaged over them.
  ///
  /// What is left stands beside readings that occurred, at `B` times the cost.
  case each(of: Tensor)

  /// Zeros in scaled units: the training mean of each input, where scaling is `standard`.
  public static var zeros: Background { .one(.zeros) }

  /// Returns the scaled windows for a function, `[B, T, F]`.
  ///
  /// - Throws: ``ExplainError`` for a shape that the function does not have, for no background window, and
  ///   for readings that are not finite.
  public func windows(for function: any ExplainedFunction) throws -> Tensor {
    let shape = [function.steps, function.inputs.count]
    switch self {
    case .one(let baseline):
      return Tensor(try baseline.values(for: function).values, shape: [1] + shape)
    case .each(let windows):
      guard windows.rank == 3, Array(windows.shape[1...]) == shape else {
        throw ExplainError.windows(expected: shape, found: windows.shape)
      }
      guard windows.shape[0] > 0 else {
        throw ExplainError.noWindows(purpose: "for the background")
      }
      guard windows.isFinite else { throw ExplainError.notFinite(name: "background window") }
      return windows.detached()
    }
  }
}
