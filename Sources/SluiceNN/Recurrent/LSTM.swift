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
public struct LSTM: CellDescription {
  /// The cell.
  public static let cell = RecurrentCell.lstm
  /// What can be set.
  public var settings: CellSettings

  /// Describes a layer.
  public init(settings: CellSettings) { self.settings = settings }
}
