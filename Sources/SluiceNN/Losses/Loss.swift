import SluiceTensor

/// What training makes small: how far predictions lie from their targets.
public enum Loss: Hashable, Sendable {
  /// The mean of squared errors.
  case mse
  /// The mean of absolute errors.
  case mae
  /// Half the squared error up to `delta`, linear beyond, so that outliers count less.
  ///
  /// - Source: Huber 1964, <https://doi.org/10.1214/aoms/1177703732>.
  case huber(delta: Float)
  /// The logarithm of the hyperbolic cosine of the error: smooth everywhere, linear far out.
  case logCosh
  /// The pinball loss of quantiles, levels between 0 and 1 in rising order.
  ///
  /// The network has one output for each target and level, levels side by side: `[B, P·Q]`.
  ///
  /// - Source: Koenker & Bassett 1978, <https://doi.org/10.2307/1913643>.
  case quantile(levels: [Float])

  /// Minus the logarithm of the probability, by softmax, of the class that came true.
  ///
  /// With smoothing each target is mixed with an even spread over all `K` classes, whose share it is, in
  /// [0, 1). A class's weight is the weight of its samples.
  ///
  /// - Source: label smoothing: Szegedy et al. 2016, <https://arxiv.org/abs/1512.00567>.
  case crossEntropy(smoothing: Float = 0)
  /// The same for two classes and one logit, whose logistic function is the probability of class 1.
  case binaryCrossEntropy(smoothing: Float = 0)
  /// The cross entropy times `(1 - p)^gamma`: what is known already counts less.
  ///
  /// For a single logit as for one a class; `gamma` is 0 or above.
  ///
  /// - Source: Lin et al. 2017, <https://arxiv.org/abs/1708.02002>.
  case focal(gamma: Float = 2)

  /// Whether the targets are numbers of classes and the outputs logits.
  public var isForClasses: Bool {
    if case .label = rule { return true }
    return false
  }

  /// How many outputs of the network belong to one target; of classes there are as many as the data has,
  /// so 1 stands for them.
  public var outputsPerTarget: Int {
    if case .quantile(let levels) = self { return levels.count }
    return 1
  }

  /// The mean loss of a batch, a scalar.
  ///
  /// - Shapes: prediction and target `[B, P]`, prediction `[B, P·Q]` for quantiles, weights `[B]` or
  ///   `[B, P]`. For classes: logits `[B, K]` with targets `[B]` or `[B, 1]`, or `[B, T, K]` with targets `[B, T]`; a
  ///   single logit has `K` = 1. Weights `[B]` or `[B, T]`.
  ///
  /// - Parameters:
  ///   - prediction: What the network says: values, or logits of classes.
  ///   - target: What came true: values, or numbers of classes from 0 on.
  ///   - weights: How much each sample, or each step, counts, relative to the others; all alike when nil.
  ///     A target of weight 0 is not looked at: such are readings that are missing, and the steps behind a
  ///     sequence's true length.
  public func value(_ prediction: Tensor, _ target: Tensor, weights: Tensor? = nil) -> Tensor {
    switch rule {
    case .distance(let rule): return prediction.loss(rule, to: target, weights: weights)
    case .label(let rule): return prediction.classLoss(rule, to: target, weights: weights)
    }
  }

  /// The loss of each sample, `[B]`, without gradients: for adding up over batches.
  ///
  /// - Parameters:
  ///   - prediction: What the network says.
  ///   - target: What came true.
  ///   - stepWeights: How much each target of a sample counts, `[B, P]`, for classes each step, `[B, T]`;
  ///     all alike when nil.
  public func perSample(
    _ prediction: Tensor, _ target: Tensor, stepWeights: Tensor? = nil
  ) -> Tensor {
    switch rule {
    case .distance(let rule): return prediction.losses(rule, to: target, weights: stepWeights)
    case .label(let rule): return prediction.classLosses(rule, to: target, weights: stepWeights)
    }
  }

  /// The loss in the terms of the operation that computes it.
  private enum Rule {
    case distance(LossRule)
    case label(ClassLossRule)
  }

  private var rule: Rule {
    switch self {
    case .mse: return .distance(.squared)
    case .mae: return .distance(.absolute)
    case .huber(let delta): return .distance(.huber(delta: delta))
    case .logCosh: return .distance(.logCosh)
    case .quantile(let levels): return .distance(.pinball(levels: levels))
    case .crossEntropy(let smoothing): return .label(.crossEntropy(smoothing: smoothing))
    case .binaryCrossEntropy(let smoothing):
      return .label(.binaryCrossEntropy(smoothing: smoothing))
    case .focal(let gamma): return .label(.focal(gamma: gamma))
    }
  }
}
