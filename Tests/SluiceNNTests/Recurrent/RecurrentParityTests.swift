import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct RecurrentParityTests {
  private struct Case: Decodable {
    let name: String
    let cell: String
    let bidirectional: Bool
    let returnsSequences: Bool
    let input: Fixture.Array
    let parameters: [String: Fixture.Array]
    let seed: Fixture.Array
    let output: Fixture.Array
    let inputGradient: Fixture.Array
    let gradients: [String: Fixture.Array]
    let initialHidden: [Fixture.Array]?
    let initialCell: [Fixture.Array]?
    let finalHidden: [Fixture.Array]?
    let finalCell: [Fixture.Array]?
    let initialHiddenGradients: [Fixture.Array]?
    let initialCellGradients: [Fixture.Array]?

    /// PyTorch's directions are put side by side, those of the Keras cases are added.
    var layer: any RecurrentDescription {
      let inner: any RecurrentDescription =
        cell == "lstm"
        ? LSTM(7, returnsSequences: returnsSequences) : GRU(7, returnsSequences: returnsSequences)
      guard bidirectional else { return inner }
      let merge: RecurrentMerge = name.hasPrefix("keras") ? .sum : .concat
      if cell == "lstm" {
        return Bidirectional(LSTM(7, returnsSequences: returnsSequences), merge: merge)
      }
      return Bidirectional(GRU(7, returnsSequences: returnsSequences), merge: merge)
    }

    /// The state to begin with, as the beginning of a tape.
    var initialStates: [RecurrentState]? {
      initialHidden.map { hidden in
        hidden.indices.map {
          RecurrentState(
            hidden: hidden[$0].tensor.requiringGradient(),
            cell: initialCell?[$0].tensor.requiringGradient())
        }
      }
    }
  }

  private struct NormCase: Decodable {
    let epsilon: Float
    let input, scale, shift, seed, output: Fixture.Array
    let inputGradient, scaleGradient, shiftGradient: Fixture.Array
  }

  private struct Content: Decodable {
    let recurrent: [Case]
    let layerNorm: NormCase
  }

  @Test("LSTM and GRU agree with PyTorch and Keras: outputs, states and all gradients")
  func recurrent() throws {
    let content = try Fixture.load(Content.self, "recurrent")
    #expect(content.recurrent.count == 8)
    for item in content.recurrent {
      let network = try Sequential([item.layer]).built(inputSize: 3, seed: 1)
      try network.parameters.load(
        Dictionary(
          uniqueKeysWithValues: item.parameters.map { ("0.\($0.key)", $0.value.tensor) }))
      let x = item.input.tensor.requiringGradient()
      let states = item.initialStates
      var context = ForwardContext(
        initialState: states.map { NetworkState(layers: ["0": $0]) }, returnsFinalState: true)
      let y = network(x, &context)
      expectClose(y, item.output.tensor, "\(item.name) output")
      y.backward(seed: item.seed.tensor)
      expectClose(x.gradient, item.inputGradient.tensor, "\(item.name) input gradient")
      for (path, expected) in item.gradients {
        expectClose(
          network.parameters["0.\(path)"]?.gradient, expected.tensor,
          "\(item.name) gradient of \(path)")
      }
      for (direction, state) in (states ?? []).enumerated() {
        let final = try #require(context.finalState.layers["0"])[direction]
        if let hidden = item.finalHidden?[direction].tensor {
          expectClose(final.hidden, hidden, "\(item.name) final hidden")
        }
        if let cell = item.finalCell?[direction].tensor {
          expectClose(final.cell, cell, "\(item.name) final cell")
        }
        if let gradient = item.initialHiddenGradients?[direction].tensor {
          expectClose(state.hidden.gradient, gradient, "\(item.name) initial hidden gradient")
        }
        if let gradient = item.initialCellGradients?[direction].tensor {
          expectClose(state.cell?.gradient, gradient, "\(item.name) initial cell gradient")
        }
      }
    }
  }

  @Test("layer normalisation agrees with PyTorch")
  func layerNorm() throws {
    let item = try Fixture.load(Content.self, "recurrent").layerNorm
    let network = try Sequential([LayerNorm(epsilon: item.epsilon)]).built(inputSize: 3, seed: 1)
    try network.parameters.load(["0.scale": item.scale.tensor, "0.shift": item.shift.tensor])
    let x = item.input.tensor.requiringGradient()
    let y = network(x)
    expectClose(y, item.output.tensor, "output")
    y.backward(seed: item.seed.tensor)
    expectClose(x.gradient, item.inputGradient.tensor, "input gradient")
    expectClose(network.parameters["0.scale"]?.gradient, item.scaleGradient.tensor, "scale")
    expectClose(network.parameters["0.shift"]?.gradient, item.shiftGradient.tensor, "shift")
  }
}
