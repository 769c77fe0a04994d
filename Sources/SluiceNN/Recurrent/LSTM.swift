import SluiceTensor

/// Long short-term memory with forget gates.
///
/// `i, f, o = sigmoid(...)`, `g = tanh(...)` of `weightIH · x + weightHH · h + bias`;
/// `c = f * c + i * g`, `h = o * tanh(c)`.
///
/// - Shapes: input `[B, T, F]`, output `[B, T, H]` or `[B, H]`; parameters `weightIH [4H, F]`,
///   `weightHH [4H, H]`, `bias [4H]`, gates stacked i, f, g, o as in PyTorch (which has two
///   biases and adds them).
/// - Source: Hochreiter & Schmidhuber 1997, <https://doi.org/10.1162/neco.1997.9.8.1735>; forget
///   gate: Gers et al. 2000, <https://doi.org/10.1162/089976600300015015>.
public struct LSTM: RecurrentDescription {
  /// The number of units, `H`.
  public var hiddenSize: Int
  /// Whether the output has all steps, or the last one only.
  public var returnsSequences: Bool
  /// The share of the state that is dropped on its way to the next step, one mask a sequence.
  public var recurrentDropout: Float
  /// Whether the layer goes from the last step to the first; outputs stay at their steps.
  public var goesBackwards: Bool

  /// Describes an LSTM layer.
  public init(
    _ hiddenSize: Int, returnsSequences: Bool = false, recurrentDropout: Float = 0,
    goesBackwards: Bool = false
  ) {
    precondition(hiddenSize >= 1, "LSTM: hiddenSize must be at least 1, found \(hiddenSize)")
    precondition(
      recurrentDropout >= 0 && recurrentDropout < 1,
      "LSTM: recurrentDropout \(recurrentDropout) lies outside [0, 1)")
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
      .lstm, hiddenSize: hiddenSize, direction: goesBackwards ? .backward : .forward,
      returnsSequences: returnsSequences, recurrentDropout: recurrentDropout)
  }
}
