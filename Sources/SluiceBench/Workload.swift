import SluiceNN
import SluiceTensor

/// The cells that a workload may be run with; the published tables are of `lstm`.
enum CellChoice: String, CaseIterable {
  case lstm, gru, bidirectional
}

/// A network and a batch of a fixed size: stacked recurrent layers, the last step of the last one, then
/// dense layers with ReLU between them.
struct Workload {
  let name: String
  let batch: Int
  let steps: Int
  let features: Int
  let hidden: [Int]
  var dense = [1]
  /// After every recurrent layer.
  var dropout: Float = 0

  static let all = [
    Workload(name: "W1", batch: 500, steps: 30, features: 1, hidden: [5, 3], dropout: 0.2),
    Workload(name: "W2", batch: 500, steps: 30, features: 3, hidden: [50, 25, 10], dropout: 0.2),
    Workload(name: "W3", batch: 50, steps: 30, features: 1, hidden: [200]),
    Workload(name: "W4", batch: 64, steps: 100, features: 12, hidden: [64], dense: [32, 13]),
    Workload(name: "W4b", batch: 512, steps: 100, features: 12, hidden: [64], dense: [32, 13]),
    Workload(name: "W5", batch: 128, steps: 96, features: 7, hidden: [128, 128], dense: [24]),
    Workload(name: "W6", batch: 64, steps: 128, features: 64, hidden: [512]),
  ]

  var outputs: Int { dense.last ?? 0 }

  func model(_ cell: CellChoice) -> Sequential {
    var layers: [any Layer] = []
    for (index, units) in hidden.enumerated() {
      let sequences = index < hidden.count - 1
      switch cell {
      case .lstm: layers.append(LSTM(units, returnsSequences: sequences))
      case .gru: layers.append(GRU(units, returnsSequences: sequences))
      case .bidirectional:
        layers.append(Bidirectional(LSTM(units, returnsSequences: sequences), merge: .concat))
      }
      if dropout > 0 { layers.append(Dropout(dropout)) }
    }
    for (index, units) in dense.enumerated() {
      layers.append(Dense(units, activation: index < dense.count - 1 ? .relu : .linear))
    }
    return Sequential(layers)
  }

  /// Operations of one training step: three times the forward multiply-adds (forward, gradient of the
  /// inputs, gradient of the weights), times two; activations and the optimizer are not counted.
  func operations(_ cell: CellChoice) -> Double {
    let (gates, directions) = (cell == .gru ? 3 : 4, cell == .bidirectional ? 2 : 1)
    var total = 0
    var width = features
    for units in hidden {
      total += steps * directions * gates * units * (width + units)
      width = directions * units
    }
    for units in dense {
      total += width * units
      width = units
    }
    return Double(6 * batch * total)
  }

  /// The batches to run in turn, of noise: an epoch of 31 for W1, two otherwise.
  func batches() -> [(inputs: Tensor, targets: Tensor)] {
    (0..<(name == "W1" ? 31 : 2)).map { index in
      (
        noise([batch, steps, features], "inputs/\(index)"),
        noise([batch, outputs], "targets/\(index)")
      )
    }
  }

  /// A tensor of even noise from -1 to 1.
  func noise(_ shape: [Int], _ name: String = "noise") -> Tensor {
    var random = RandomStreams(seed: 1).stream(name)
    return Tensor(unsafeUninitialized: shape) { buffer in
      for index in buffer.indices { buffer[index] = random.uniform() * 2 - 1 }
    }
  }
}
