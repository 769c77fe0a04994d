import SluiceModels
import SluiceTensor

/// A baseline as a function of windows.
protocol BaselineFunction: ModelFunction {
  /// The baseline.
  var baseline: Baseline { get }

  /// Returns the baseline's own answers for a frame, row-major `[N, K]`.
  func ownAnswers(for frame: WindowFrame) throws -> [Float]
}

extension BaselineFunction {
  /// How far answers may lie apart by rounding, as a share of the largest.
  private static var rounding: Float { 1e-4 }

  /// Returns the scaled windows of a frame, `[N, T, F]`.
  ///
  /// A baseline sees more than the windows: readings before outliers were cut, the clock, the true length
  /// of a window padded in front. Where that makes a difference there is nothing that windows explain.
  public func windows(of frame: WindowFrame) throws -> Tensor {
    let windows = try gathered(frame)
    let own = try ownAnswers(for: frame)
    let found = values(windows)
    let largest = own.filter(\.isFinite).map(abs).max() ?? 0
    let limit = Self.rounding * largest
    // Not even a number is another answer, too.
    let differing = own.indices.filter { !(abs(found[$0] - own[$0]) <= limit) }
    if !differing.isEmpty {
      throw ExplainError.otherAnswers(
        name: baseline.name, count: Set(differing.map { $0 / answers.count }).count,
        of: frame.count)
    }
    return windows
  }
}
