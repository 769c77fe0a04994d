import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Adam with Nesterov's momentum, whose strength grows over the first steps as
/// `beta1 * (1 - 0.5 * 0.96^step)`.
///
/// The growth is that of the paper's experiments and of Keras. (PyTorch slows it down by a factor
/// of 250, its `momentum_decay` of 0.004.)
///
/// - Source: Dozat 2016, <https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ>.
public struct Nadam: AdamFamily {
  /// The name in files.
  public static let name = "nadam"

  /// What can be set.
  public var settings: AdamSettings

  /// Describes an optimizer.
  public init(settings: AdamSettings) { self.settings = settings }

  /// Changes one parameter.
  public func apply(to update: ParameterUpdate, learningRate: Float, step: Int) {
    let (now, next) = (momentum(at: step), momentum(at: step + 1))
    let product = momentumProduct(through: step)
    UpdateLoops.nadam(
      update.values, update.gradients, mean: update.slot0, square: update.slot1,
      count: update.count, beta1: settings.beta1, beta2: settings.beta2,
      onMean: Float(Double(learningRate) * next / (1 - product * next)),
      onGradient: Float(Double(learningRate) * (1 - now) / (1 - product)),
      squareScale: Float(1 / (1 - pow(Double(settings.beta2), Double(step)))),
      epsilon: settings.epsilon)
  }

  private func momentum(at step: Int) -> Double {
    Double(settings.beta1) * (1 - 0.5 * pow(0.96, Double(step)))
  }

  /// The product of the momentum of all steps so far; computed afresh, so that there is nothing to
  /// save, and given up once it no longer counts.
  private func momentumProduct(through step: Int) -> Double {
    var (product, power) = (1.0, 1.0)
    for _ in 0..<step where product > 1e-20 {
      power *= 0.96
      product *= Double(settings.beta1) * (1 - 0.5 * power)
    }
    return product
  }
}
