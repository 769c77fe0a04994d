import SluiceTensor

/// Gated recurrent unit, with the reset gate applied after the product with the state.
///
/// `r, z = sigmoid(...)` of `weightIH · x + biasIH + weightHH · h + biasHH`,
/// `n = tanh(weightIH · x + biasIH + r * (weightHH · h + biasHH))`, `h = (1 - z) * n + z * h`.
///
/// - Shapes: input `[B, T, F]`, output `[B, T, H]` or `[B, H]`; parameters `weightIH [3H, F]`,
///   `weightHH [3H, H]`, `biasIH [3H]`, `biasHH [3H]`, gates stacked r, z, n as in PyTorch
///   (Keras' `reset_after`).
/// - Source: Cho et al. 2014, <https://arxiv.org/abs/1406.1078>.
public struct GRU: RecurrentDescription {
  /// The number of units, `H`.
  public var hiddenSize: Int
  /// Whether the output has all steps, or the last one only.
  public var returnsSequences: Bool
  /// The share of the state that is dropped on its way to the next step, one mask a sequence.
  public var recurrentDropout: Float
  /// Whether the layer goes from the last step to the first; outputs stay at their steps.
  public var goesBackwards: Bool

  /// Describes a GRU layer.
  public init(
    _ hiddenSize: Int, returnsSequences: Bool = false, recurrentDropout: Float = 0,
    goesBackwards: Bool = false
  ) {
    precondition(hiddenSize >= 1, "GRU: hiddenSize must be at least 1, found \(hiddenSize)")
    precondition(
      recurrentDropout >= 0 && recurrentDropout < 1,
      "GRU: recurrentDropout \(recurrentDropout) lies outside [0, 1)")
    self.hiddenSize = hiddenSize
    self.returnsSequences = returnsSequences
    self.recurrentDropout = recurrentDropout
    self.goesBackwards = goesBackwards
  }

  private enum CodingKeys: String, CodingKey {
    case hiddenSize, returnsSequences, recurrentDropout, goesBackwards
  }

  /// Reads the description; `hiddenSize` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    hiddenSize = try container.count(.hiddenSize)
    returnsSequences = try container.setting(.returnsSequences, default: false)
    recurrentDropout = try container.dropoutRate(.recurrentDropout, default: 0)
    goesBackwards = try container.setting(.goesBackwards, default: false)
  }

  /// The layer in the terms of the operation that runs it.
  public var recurrentLayer: RecurrentLayer {
    RecurrentLayer(
      .gru, hiddenSize: hiddenSize, direction: goesBackwards ? .backward : .forward,
      returnsSequences: returnsSequences, recurrentDropout: recurrentDropout)
  }
}
