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
public struct GRU: CellDescription {
  /// The cell.
  public static let cell = RecurrentCell.gru
  /// What can be set.
  public var settings: CellSettings

  /// Describes a layer.
  public init(settings: CellSettings) { self.settings = settings }
}
