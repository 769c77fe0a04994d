import SluiceTensor

/// A recurrent layer run in both directions, each with its own weights, and the outputs merged.
///
/// Without sequences the output merges the forward direction's state after the last step with the
/// backward direction's state after the first one, as in Keras.
///
/// - Shapes: input `[B, T, F]`, output features `2H` for `concat`, `H` for `sum` and `mean`;
///   parameters under `forward` and `backward`.
/// - Source: Schuster & Paliwal 1997, <https://doi.org/10.1109/78.650093>.
public struct Bidirectional: RecurrentDescription {
  /// The layer that is run in both directions.
  public var layer: any RecurrentDescription
  /// How the two outputs become one.
  public var merge: RecurrentMerge

  /// Describes a layer run in both directions.
  public init(_ layer: some RecurrentDescription, merge: RecurrentMerge = .concat) {
    precondition(
      layer.recurrentLayer.direction == .forward,
      "Bidirectional: the layer inside must go forwards")
    self.layer = layer
    self.merge = merge
  }

  private enum CodingKeys: String, CodingKey { case layer, merge }

  /// Reads the description; `layer` must be there and go forwards.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let inner = try container.decode(AnyLayer.self, forKey: .layer).layer
    guard let recurrent = inner as? any RecurrentDescription,
      recurrent.recurrentLayer.direction == .forward
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .layer, in: container,
        debugDescription: "must be an LSTM or a GRU that does not go backwards")
    }
    layer = recurrent
    merge = try container.setting(.merge, default: .concat)
  }

  /// Writes the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(AnyLayer(layer), forKey: .layer)
    try container.encode(merge, forKey: .merge)
  }

  /// Whether two descriptions are the same.
  public static func == (left: Bidirectional, right: Bidirectional) -> Bool {
    left.layer.isEqual(to: right.layer) && left.merge == right.merge
  }

  /// The layer in the terms of the operation that runs it.
  public var recurrentLayer: RecurrentLayer {
    var both = layer.recurrentLayer
    both.direction = .bidirectional(merge)
    return both
  }
}
