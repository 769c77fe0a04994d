import Testing

@testable import SluiceTensor

extension KernelTests {
  @Suite struct RecurrentStackTests {
    static let cases: [RecurrentCase] = [
      RecurrentCase("an LSTM", [.init(.lstm, hiddenSize: 5)], batch: 7, steps: 3, features: 2),
      RecurrentCase(
        "one unit, one feature, one step, one sample", [.init(.lstm, hiddenSize: 1)], batch: 1,
        steps: 1, features: 1),
      RecurrentCase(
        "the last state of two layers with dropout",
        [
          .init(.lstm, hiddenSize: 5, dropout: 0.3),
          .init(.lstm, hiddenSize: 3, returnsSequences: false, dropout: 0.4),
        ], batch: 19, steps: 5, features: 1, dropoutKey: 11),
      RecurrentCase("a GRU", [.init(.gru, hiddenSize: 7)], batch: 9, steps: 3, features: 2),
      RecurrentCase(
        "a GRU that runs backward, with states and lengths",
        [.init(.gru, hiddenSize: 4, direction: .backward)], batch: 8, steps: 5, features: 3,
        lengths: true, states: true),
      RecurrentCase(
        "an LSTM that runs backward with lengths, its last state alone",
        [.init(.lstm, hiddenSize: 4, direction: .backward, returnsSequences: false)], batch: 8,
        steps: 5, features: 3, lengths: true, states: true),
      RecurrentCase(
        "both directions of everything, with all that can be set",
        [
          .init(
            .lstm, hiddenSize: 3, direction: .bidirectional(.concat), dropout: 0.2,
            recurrentDropout: 0.3),
          .init(
            .gru, hiddenSize: 5, direction: .bidirectional(.mean), dropout: 0.25,
            dropoutPerSequence: true, recurrentDropout: 0.1),
          .init(.lstm, hiddenSize: 2, direction: .bidirectional(.sum), returnsSequences: false),
        ], batch: 11, steps: 4, features: 2, lengths: true, states: true, dropoutKey: 1 << 40 | 7),
      RecurrentCase(
        "the last states of two directions, concatenated",
        [
          .init(
            .gru, hiddenSize: 3, direction: .bidirectional(.concat), returnsSequences: false,
            dropout: 0.5)
        ], batch: 5, steps: 4, features: 2, dropoutKey: 3),
      RecurrentCase(
        "several blocks and tiles of every width",
        [.init(.lstm, hiddenSize: 9), .init(.gru, hiddenSize: 8, returnsSequences: false)],
        batch: 65, steps: 2, features: 7, states: true),
    ]

    @Test("outputs and final states are the naive loops'", arguments: cases)
    func parity(_ recurrent: RecurrentCase) {
      InstructionSet.forEach { set in
        let naive = recurrent.naive()()
        let fast = recurrent.fast()
        #expect(naive.output.count == fast.output.count)
        #expect(largestDifference(fast.output.values, naive.output) < 3e-6, "\(set)")
        for layer in fast.finalStates.indices {
          for (direction, state) in fast.finalStates[layer].enumerated() {
            #expect(largestDifference(state.hidden.values, naive.hidden[layer][direction]) < 3e-6)
            if let cell = state.cell {
              #expect(largestDifference(cell.values, naive.cell[layer][direction]) < 3e-6)
            }
          }
        }
      }
    }

    @Test("gradients are the naive loops' central differences", arguments: cases)
    func gradients(_ recurrent: RecurrentCase) {
      let expected = recurrent.naiveGradients()
      InstructionSet.forEach { set in
        let gradients = recurrent.fastGradients()
        #expect(gradients.count == expected.count)
        for (index, (fast, naive)) in zip(gradients, expected).enumerated() {
          let scale = max(1, naive.map(abs).max() ?? 0)
          #expect(
            largestDifference(fast, naive) < 1e-5 * scale, "\(set), input \(index) of the operation"
          )
        }
      }
    }

    @Test("the number of threads changes no bit", arguments: cases)
    func threads(_ recurrent: RecurrentCase) {
      let before = Threads.count
      defer { Threads.count = before }
      let results = [1, 2, 3].map { threads in
        Threads.count = threads
        return (recurrent.fast().output, recurrent.fastGradients())
      }
      for result in results.dropFirst() {
        #expect(result.0 == results[0].0)
        #expect(result.1 == results[0].1)
      }
    }

    @Test("a sample's output does not depend on the batch that it is in", arguments: cases)
    func independence(_ recurrent: RecurrentCase) {
      guard recurrent.dropoutKey == nil else { return }
      InstructionSet.forEach { _ in
        let whole = recurrent.fast().output.values
        let size = whole.count / recurrent.batch
        for sample in 0..<recurrent.batch {
          let alone = recurrent.only(sample).fast().output.values
          #expect(alone == Array(whole[(sample * size)..<((sample + 1) * size)]))
        }
      }
    }

    @Test("what lies past the end of a sample is not read, and NaN within it is not hidden")
    func pastTheEnd() {
      var recurrent = RecurrentCase(
        "", [.init(.lstm, hiddenSize: 3)], batch: 3, steps: 4, features: 2, lengths: true)
      let clean = (recurrent.fast().output, recurrent.fastGradients())
      let past = recurrent.lengths.map { $0.firstIndex { $0 < 4 } ?? 0 } ?? 0
      recurrent.input[(past * 4 + 3) * 2] = .nan
      #expect(recurrent.fast().output == clean.0)
      let gradients = recurrent.fastGradients()
      #expect(gradients.allSatisfy { $0.allSatisfy { !$0.isNaN } })
      recurrent.lengths = nil
      #expect(recurrent.fast().output.values.contains { $0.isNaN })
    }

    @Test("a second pass over a kept tape gives the same gradients")
    func keptTape() {
      let recurrent = RecurrentStackTests.cases[2]
      #expect(recurrent.fastGradients(passes: 2) == recurrent.fastGradients())
    }

    @Test("an empty batch and no steps have results too")
    func empty() {
      let none = RecurrentCase("", [.init(.lstm, hiddenSize: 3)], batch: 0, steps: 4, features: 2)
      #expect(none.fast().output.shape == [0, 4, 3])
      #expect(none.fastGradients()[1] == [Float](repeating: 0, count: 24))
      let still = RecurrentCase(
        "", [.init(.gru, hiddenSize: 3, returnsSequences: false)], batch: 2, steps: 0, features: 2,
        states: true)
      #expect(still.fast().output == still.fast().finalStates[0][0].hidden)
    }
  }
}
