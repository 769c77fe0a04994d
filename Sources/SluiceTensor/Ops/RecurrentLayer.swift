/// The recurrent cells that the kernels know.
public enum RecurrentCell: String, Hashable, Sendable, Codable {
  /// Long short-term memory, gates i, f, g, o (Hochreiter & Schmidhuber 1997, with forget gate).
  case lstm
  /// Gated recurrent unit, gates r, z, n with r applied after the product (PyTorch; Keras'
  /// `reset_after`).
  case gru

  /// The gates of a unit: how many rows of the weight matrices it has.
  public var gateCount: Int { self == .lstm ? 4 : 3 }
}

/// How the outputs of the two directions of a layer become one.
public enum RecurrentMerge: String, Hashable, Sendable, Codable {
  /// The forward direction's units, then the backward direction's.
  case concat
  /// The sum.
  case sum
  /// The mean.
  case mean
}

/// The directions in which a layer goes through the steps.
public enum RecurrentDirection: Hashable, Sendable {
  /// From the first step to the last.
  case forward
  /// From the last step to the first.
  case backward
  /// Both, each with weights of its own.
  case bidirectional(RecurrentMerge)

  /// How many directions there are: 1 or 2.
  public var count: Int {
    if case .bidirectional = self { return 2 }
    return 1
  }
}

/// One layer of a ``recurrentStack(_:lengths:layers:weights:initialStates:dropoutKey:)``.
public struct RecurrentLayer: Hashable, Sendable {
  /// The cell.
  public var cell: RecurrentCell
  /// The units of one direction, H.
  public var hiddenSize: Int
  /// The direction or directions.
  public var direction: RecurrentDirection
  /// Whether the output has all steps; only the last layer of a stack may give the last state alone.
  public var returnsSequences: Bool
  /// The share of the output's elements that is dropped in training, in 0..<1; the others are scaled
  /// up.
  public var dropout: Float
  /// Whether an element is dropped at all steps of a sequence or none.
  public var dropoutPerSequence: Bool
  /// The share of the state's elements that is dropped on the way into the matrix product, the same
  /// at all steps of a sequence, in 0..<1.
  public var recurrentDropout: Float

  /// Creates the description of a layer.
  public init(
    _ cell: RecurrentCell, hiddenSize: Int, direction: RecurrentDirection = .forward,
    returnsSequences: Bool = true, dropout: Float = 0, dropoutPerSequence: Bool = false,
    recurrentDropout: Float = 0
  ) {
    precondition(hiddenSize >= 1, "RecurrentLayer: hiddenSize is at least 1, got \(hiddenSize)")
    precondition(
      (0..<1).contains(dropout) && (0..<1).contains(recurrentDropout),
      "RecurrentLayer: dropout lies in 0..<1, got \(dropout) and \(recurrentDropout)")
    self.cell = cell
    self.hiddenSize = hiddenSize
    self.direction = direction
    self.returnsSequences = returnsSequences
    self.dropout = dropout
    self.dropoutPerSequence = dropoutPerSequence
    self.recurrentDropout = recurrentDropout
  }

  /// The features of its output: H, or 2H where two directions are concatenated.
  public var outputSize: Int {
    direction == .bidirectional(.concat) ? 2 * hiddenSize : hiddenSize
  }
}
