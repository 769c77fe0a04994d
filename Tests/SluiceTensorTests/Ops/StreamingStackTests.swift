import Testing

@testable import SluiceTensor

extension KernelTests {
  @Suite struct StreamingStackTests {
    static let cases: [RecurrentCase] =
      [1, 3, 5, 8, 9, 16, 17, 33, 49, 65].map { units in
        RecurrentCase(
          "LSTM \(units)", [.init(.lstm, hiddenSize: units)], batch: 1, steps: 6, features: 2)
      } + [
        RecurrentCase(
          "LSTM 5 and 3", [.init(.lstm, hiddenSize: 5), .init(.lstm, hiddenSize: 3)], batch: 1,
          steps: 30, features: 1),
        RecurrentCase(
          "GRU 19, LSTM 7, GRU 2",
          [.init(.gru, hiddenSize: 19), .init(.lstm, hiddenSize: 7), .init(.gru, hiddenSize: 2)],
          batch: 1, steps: 11, features: 3),
      ]

    @Test(
      "reading by reading, states equal those of the whole sequence to the bit", arguments: cases)
    func equality(_ recurrent: RecurrentCase) {
      InstructionSet.forEach { set in
        let whole = recurrent.fast()
        let outputs = whole.output.values
        var stream = recurrent.streaming()
        let (features, units) = (recurrent.features, stream.outputSize)
        for step in 0..<recurrent.steps {
          stream.advance(Array(recurrent.input[(step * features)..<((step + 1) * features)]))
          #expect(stream.output == Array(outputs[(step * units)..<((step + 1) * units)]), "\(set)")
        }
        for (layer, states) in whole.finalStates.enumerated() {
          #expect(stream.state[layer][0].hidden == states[0].hidden)
          #expect(stream.state[layer][0].cell == states[0].cell)
        }
        var atOnce = recurrent.streaming()
        atOnce.advance(recurrent.input)
        #expect(atOnce.output == stream.output)
      }
    }

    @Test("a copy goes its own way, a reset begins anew, a state can be put back")
    func values() {
      let recurrent = StreamingStackTests.cases[11]
      var stream = recurrent.streaming()
      stream.advance(recurrent.input)
      let end = stream.output
      var copy = stream
      copy.advance([1, 2, 3])
      #expect(stream.output == end)
      #expect(copy.output != end)
      let state = stream.state
      stream.advance([1, 2, 3])
      #expect(stream.output == copy.output)
      stream.state = state
      #expect(stream.output == end)
      stream.reset()
      stream.advance(recurrent.input)
      #expect(stream.output == end)
    }

    @Test("partial states advance as one batch to the same bits as one by one")
    func partialStates() {
      let recurrent = RecurrentCase(
        "", [.init(.lstm, hiddenSize: 5), .init(.gru, hiddenSize: 3)], batch: 30, steps: 1,
        features: 1, states: true)
      let together = recurrent.fast()
      for sample in 0..<30 {
        let alone = recurrent.only(sample)
        var stream = alone.streaming()
        stream.state = alone.stackStates()
        stream.advance(alone.input)
        let row = Array(together.output.values[(sample * 3)..<(sample * 3 + 3)])
        #expect(stream.output == row)
      }
    }
  }
}
