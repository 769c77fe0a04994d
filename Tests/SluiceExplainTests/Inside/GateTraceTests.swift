import SluiceExplain
import SluiceNN
import SluiceTensor
import Testing

@Suite("Gates over time")
struct GateTraceTests {
  private func traces(
    _ layers: [any Layer], seed: UInt64 = 5
  ) throws -> (traces: [GateTrace], output: Tensor) {
    let task = try ExplainTask()
    let network = try Sequential(layers + [Dense(1)]).built(inputSize: 3, seed: seed)
    let function = try task.function(network)
    let window = try function.windows(of: task.frame).selected(axis: 0, 3)
    // What the recurrent layers pass on, from a network without the dense layer.
    let inner = try Sequential(layers).built(inputSize: 3, seed: 1)
    try inner.parameters.load(
      network.parameters.tensors.filter { !$0.key.hasPrefix("\(layers.count).") })
    let output = inner.predict(window.reshaped(to: [1, 5, 3]))
    return (try GateTrace.traces(of: function, window: window), output)
  }

  private func isNear(_ some: [Float], _ others: [Float]) -> Bool {
    some.count == others.count && zip(some, others).allSatisfy { abs($0 - $1) < 1e-5 }
  }

  @Test(
    "The last hidden states of stacked LSTMs are what the network passes on; gates make the states")
  func stackedLSTM() throws {
    let (traces, output) = try traces([LSTM(4, returnsSequences: true), LSTM(2)])
    #expect(traces.map(\.layer) == [0, 1] && traces.map(\.units) == [4, 2])
    #expect(traces.allSatisfy { $0.cell == .lstm && $0.steps == 5 && !$0.isBackward })
    #expect(isNear(Array(traces[1].hidden.suffix(2)), output.values))
    for trace in traces {
      let (units, state) = (trace.units, try #require(trace.state))
      let gates = try ["i", "f", "g", "o"].map { try #require(trace.gates[$0]) }
      for place in state.indices {
        let before = place < units ? 0 : state[place - units]
        let next = gates[1][place] * before + gates[0][place] * gates[2][place]
        #expect(abs(state[place] - next) < 1e-6)
        #expect(abs(trace.hidden[place]) <= gates[3][place])
      }
    }
  }

  @Test("All hidden states of a GRU are the layer's outputs")
  func gru() throws {
    let (traces, output) = try traces([GRU(4)])
    #expect(traces.count == 1 && traces[0].cell == .gru && traces[0].state == nil)
    #expect(traces[0].gates.keys.sorted() == ["n", "r", "z"])
    #expect(isNear(Array(traces[0].hidden.suffix(4)), output.values))
  }

  @Test("A layer of both directions has a trace for each; the backward one ends at the first step")
  func bidirectional() throws {
    let (traces, output) = try traces([Bidirectional(LSTM(3))])
    #expect(traces.map(\.isBackward) == [false, true])
    let ends = Array(traces[0].hidden.suffix(3)) + Array(traces[1].hidden.prefix(3))
    #expect(isNear(ends, output.values))
  }

  @Test("Layers in front are run first; a network without recurrent layers has no traces")
  func others() throws {
    let (traces, output) = try traces([Conv1D(4, kernelSize: 3), LSTM(2)])
    #expect(traces.count == 1 && traces[0].layer == 0)
    #expect(isNear(Array(traces[0].hidden.suffix(2)), output.values))
    #expect(try self.traces([GlobalAveragePool1D()]).traces.isEmpty)
  }

  @Test("A window of another shape is refused")
  func refusal() throws {
    let task = try ExplainTask()
    let function = try task.function(task.network())
    #expect(throws: ExplainError.windows(expected: [5, 3], found: [1, 5, 3])) {
      try GateTrace.traces(of: function, window: .zeros([1, 5, 3]))
    }
    #expect(throws: ExplainError.notFinite(name: "window")) {
      try GateTrace.traces(of: function, window: .filled(.infinity, shape: [5, 3]))
    }
  }
}
