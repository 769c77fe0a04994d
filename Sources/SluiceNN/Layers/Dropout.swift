import SluiceTensor

/// Sets elements to zero at random while training and scales the others up, so that the mean stays.
///
/// - Source: Srivastava et al. 2014, <https://jmlr.org/papers/v15/srivastava14a.html>; one mask a
///   sequence: Gal & Ghahramani 2016, <https://arxiv.org/abs/1512.05287>.
public struct Dropout: Layer {
  /// The share of elements that are dropped, in [0, 1).
  public var rate: Float
  /// Whether all steps of a sequence share one mask.
  public var perSequence: Bool

  /// Describes dropout.
  public init(_ rate: Float, perSequence: Bool = false) {
    precondition(rate >= 0 && rate < 1, "Dropout: the rate \(rate) lies outside [0, 1)")
    self.rate = rate
    self.perSequence = perSequence
  }

  private enum CodingKeys: String, CodingKey { case rate, perSequence }

  /// Reads the description; `rate` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rate = try container.dropoutRate(.rate)
    perSequence = try container.setting(.perSequence, default: false)
  }

  /// The input's own shape.
  public func outputShape(for input: ActivationShape) -> ActivationShape { input }

  /// Dropout as a module.
  public func built(input: ActivationShape, using plan: BuildPlan) -> any Module {
    DropoutModule(rate: rate, perSequence: perSequence)
  }
}

/// Dropout in a network.
public struct DropoutModule: Module {
  let rate: Float
  let perSequence: Bool

  /// There are no parameters.
  public func visit(_ visitor: inout ParameterVisitor) {}

  /// Drops elements while training; otherwise the input itself.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    guard rate > 0, let key = context.dropoutKey() else { return x }
    return x.dropout(rate: rate, key: key, perSequence: perSequence && x.rank == 3)
  }
}
