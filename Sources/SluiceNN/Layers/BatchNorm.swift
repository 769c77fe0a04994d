import SluiceTensor

/// Brings each feature to mean 0 and variance 1 over the samples and steps of a batch, then scales and
/// shifts it.
///
/// Means and variances seen in training are averaged as training goes on and take the place of the
/// batch's own afterwards. They are saved with the weights, but no optimizer changes them. Steps behind a
/// sequence's true length do not count. A batch that has one value of each feature has no variance: it is
/// treated as after training, and the averages stay.
///
/// - Shapes: input and output `[B, T, F]` or `[B, F]`; parameters `scale [F]`, `shift [F]`, and what is not
///   trained, `runningMean [F]`, `runningVariance [F]`.
/// - Source: Ioffe & Szegedy 2015, <https://arxiv.org/abs/1502.03167>; the averages as in PyTorch.
public struct BatchNorm: Layer {
  /// The share of a new batch in the averages, in (0, 1]: 1 less what Keras calls momentum.
  public var momentum: Float
  /// Added to the variance, so that constant features do not divide by zero.
  public var epsilon: Float

  /// Describes batch normalisation.
  public init(momentum: Float = 0.1, epsilon: Float = 1e-5) {
    precondition(
      momentum > 0 && momentum <= 1, "BatchNorm: the momentum \(momentum) lies outside (0, 1]")
    precondition(epsilon > 0, "BatchNorm: epsilon must be above 0, found \(epsilon)")
    self.momentum = momentum
    self.epsilon = epsilon
  }

  private enum CodingKeys: String, CodingKey { case momentum, epsilon }

  /// Reads the description.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = BatchNorm()
    momentum = try container.setting(
      .momentum, default: usual.momentum, mustBe: "above 0 and at most 1"
    ) { $0 > 0 && $0 <= 1 }
    epsilon = try container.positive(.epsilon, default: usual.epsilon)
  }

  /// The input's own shape.
  public func outputShape(for input: ActivationShape) -> ActivationShape { input }

  /// A factor and a summand for each feature.
  public func parameterCount(for input: ActivationShape) -> Double { 2 * Double(input.features) }

  /// The layer with fresh parameters.
  public func built(input: ActivationShape, using plan: BuildPlan) -> any Module {
    BatchNormModule(self, features: input.features, plan)
  }
}

/// Batch normalisation with its parameters.
public struct BatchNormModule: Module {
  /// The factor of each feature.
  public let scale: Parameter
  /// The summand of each feature.
  public let shift: Parameter
  /// The average of the batches' means; not trained.
  public let runningMean: Parameter
  /// The average of the batches' variances, each over one less than it has values; not trained.
  public let runningVariance: Parameter
  private let layer: BatchNorm

  init(_ layer: BatchNorm, features: Int, _ plan: BuildPlan) {
    func parameter(_ name: String, _ value: Float, isTrainable: Bool = true) -> Parameter {
      let result = plan.parameter(name, shape: [features], .constant(value))
      result.isTrainable = isTrainable
      return result
    }
    self.layer = layer
    scale = parameter("scale", 1)
    shift = parameter("shift", 0)
    runningMean = parameter("runningMean", 0, isTrainable: false)
    runningVariance = parameter("runningVariance", 1, isTrainable: false)
  }

  /// Names the parameters.
  public func visit(_ visitor: inout ParameterVisitor) {
    visitor.parameter("scale", scale)
    visitor.parameter("shift", shift)
    visitor.parameter("runningMean", runningMean)
    visitor.parameter("runningVariance", runningVariance)
  }

  /// The normalised input; while training, by the moments of the batch, which enter the averages.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    let lengths = x.rank == 3 ? context.lengths : nil
    let own = context.isTraining ? x.featureMoments(lengths: lengths) : nil
    guard let own, own.count > 1 else {
      let running = FeatureMoments(
        mean: runningMean.value.detached(), variance: runningVariance.value.detached(), count: 0)
      return normalized(x, by: running, areOwn: false, lengths)
    }
    average(into: runningMean, own.mean, factor: 1)
    average(
      into: runningVariance, own.variance, factor: Float(own.count) / Float(own.count - 1))
    return normalized(x, by: own, areOwn: true, lengths)
  }

  private func normalized(
    _ x: Tensor, by moments: FeatureMoments, areOwn: Bool, _ lengths: [Int]?
  ) -> Tensor {
    x.batchNormalized(
      scale: scale.value, shift: shift.value, moments: moments, areOwn: areOwn,
      epsilon: layer.epsilon, lengths: lengths)
  }

  private func average(into running: Parameter, _ new: Tensor, factor: Float) {
    running.update { values in
      new.withUnsafeBufferPointer { new in
        for index in values.indices {
          values[index] += layer.momentum * (factor * new[index] - values[index])
        }
      }
    }
  }
}
