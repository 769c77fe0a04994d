import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Gradient descent with a moving mean of the gradient, divided by the root of that of its square.
///
/// `w -= rate * m̂ / (sqrt(v̂) + epsilon)` with the means corrected for their start at zero: the
/// paper's algorithm 1, as in PyTorch. (Keras corrects after `epsilon` was added, the paper's
/// remark in section 2, which makes `epsilon` count more in the first steps.)
///
/// - Source: Kingma & Ba 2015, <https://arxiv.org/abs/1412.6980>.
public struct Adam: AdamFamily {
  /// The name in files.
  public static let name = "adam"

  /// What can be set.
  public var settings: AdamSettings

  /// Describes an optimizer.
  public init(settings: AdamSettings) { self.settings = settings }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    apply(to: update, learningRate: learningRate, step: step, shrinkage: 0)
  }

  /// Changes one parameter whose values lose a share of themselves besides.
  func apply(to update: ParameterUpdate, learningRate: Float, step: Int, shrinkage: Float) {
    // In Double: 1 - beta2^step loses half its digits in Float at the first steps.
    let corrected1 = 1 - pow(Double(settings.beta1), Double(step))
    let corrected2 = 1 - pow(Double(settings.beta2), Double(step))
    UpdateLoops.adam(
      update.values, update.gradients, mean: update.slot0, square: update.slot1,
      count: update.count, rate: Float(Double(learningRate) / corrected1),
      beta1: settings.beta1, beta2: settings.beta2, squareScale: Float(1 / corrected2),
      epsilon: settings.epsilon, shrinkage: shrinkage)
  }
}
