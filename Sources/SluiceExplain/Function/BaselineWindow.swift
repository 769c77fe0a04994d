import SluiceTensor

/// The window that shares are counted from: what the readings would be if they told nothing.
public enum BaselineWindow: Equatable, Sendable {
  /// Zeros in scaled units: the training mean of each input, where scaling is `standard`.
  case zeros
  /// The mean of each input over background windows, `[M, T, F]`, the same at each step.
  ///
  /// With the training windows it is the training mean under any scaling.
  case mean(of: Tensor)
  /// A given scaled window, `[T, F]`.
  case window(Tensor)

  /// Returns the scaled window for a function, `[T, F]`.
  ///
  /// - Throws: ``ExplainError`` for a shape that the function does not have, for no background window, and
  ///   for readings that are not finite.
  public func values(for function: any ExplainedFunction) throws -> Tensor {
    let shape = [function.steps, function.inputs.count]
    switch self {
    case .zeros: return .zeros(shape)
    case .mean(let background):
      guard background.rank == 3, background.shape[1...] == shape[...] else {
        throw ExplainError.windows(expected: shape, found: background.shape)
      }
      guard background.shape[0] > 0 else {
        throw ExplainError.noWindows(purpose: "to take the mean of")
      }
      return try Self.finite(Self.mean(of: background))
    case .window(let window):
      guard window.shape == shape else {
        throw ExplainError.baselineShape(expected: shape, found: window.shape)
      }
      return try Self.finite(window.detached())
    }
  }

  private static func mean(of background: Tensor) -> Tensor {
    let (steps, inputs) = (background.shape[1], background.shape[2])
    var sums = [Double](repeating: 0, count: inputs)
    background.withUnsafeBufferPointer { values in
      for (place, value) in values.enumerated() { sums[place % inputs] += Double(value) }
    }
    let means = sums.map { Float($0 / Double(background.shape[0] * steps)) }
    return Tensor((0..<steps).flatMap { _ in means }, shape: [steps, inputs])
  }

  private static func finite(_ window: Tensor) throws -> Tensor {
    guard window.isFinite else { throw ExplainError.notFinite(name: "baseline window") }
    return window
  }
}
