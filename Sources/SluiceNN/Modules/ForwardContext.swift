import SluiceTensor

/// What a forward pass knows beside its input, and what it hands back beside its output.
public struct ForwardContext: Sendable {
  /// Whether dropout is on.
  public var isTraining: Bool
  /// Where layers with dropout draw one key each; without it nothing is dropped.
  public var random: RandomStream?
  /// The true length of each sequence; nil if all have all steps.
  ///
  /// A layer that makes another number of steps of a sequence puts the new lengths here.
  public var lengths: [Int]?
  /// The state that recurrent layers begin with; zeros where it has none.
  public var initialState: NetworkState?
  /// Whether recurrent layers hand back the state in which they end.
  public var returnsFinalState: Bool
  /// The states in which the recurrent layers ended, if they were asked for.
  public var finalState = NetworkState()

  /// Creates the context of one forward pass.
  public init(
    isTraining: Bool = false, random: RandomStream? = nil, lengths: [Int]? = nil,
    initialState: NetworkState? = nil, returnsFinalState: Bool = false
  ) {
    self.isTraining = isTraining
    self.random = random
    self.lengths = lengths
    self.initialState = initialState
    self.returnsFinalState = returnsFinalState
  }

  /// A fresh key for dropout, or nil when nothing is to be dropped.
  package mutating func dropoutKey() -> UInt64? {
    isTraining ? random?.next() : nil
  }
}

/// The states of all recurrent layers of a network, by the layer's path.
public struct NetworkState: Sendable {
  /// For each layer its directions, forward first.
  public var layers: [String: [RecurrentState]]

  /// Creates a state.
  public init(layers: [String: [RecurrentState]] = [:]) {
    self.layers = layers
  }

  /// The same values, off the tape: for carrying a state from one batch into the next.
  public func detached() -> NetworkState {
    NetworkState(
      layers: layers.mapValues { directions in
        directions.map {
          RecurrentState(hidden: $0.hidden.detached(), cell: $0.cell?.detached())
        }
      })
  }
}
