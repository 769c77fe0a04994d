import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct FewSequencesTests {
  private static let models: [String: Sequential] = [
    "last step": Sequential {
      LSTM(5, returnsSequences: true)
      Dropout(0.2)
      LSTM(3)
      Dense(2)
    },
    "sequence": Sequential {
      GRU(19, returnsSequences: true)
      LSTM(7, returnsSequences: true)
    },
    "in the middle": Sequential {
      Dense(3)
      LSTM(33)
    },
    "backward": Sequential {
      Bidirectional(LSTM(5))
      Dense(1)
    },
  ]

  private let batch: Tensor = {
    var random = RandomStreams(seed: 7).stream("few sequences")
    return Tensor((0..<17 * 11 * 2).map { _ in random.uniform() * 4 - 2 }, shape: [17, 11, 2])
  }()

  /// The first samples of a batch.
  private func first(_ count: Int, of x: Tensor) -> Tensor {
    let length = x.count / x.shape[0]
    return Tensor(
      Array(x.values[..<(count * length)]), shape: [count] + x.shape.dropFirst())
  }

  @Test(
    "a few sequences have the outputs that they have in a large batch, to the bit",
    arguments: models.keys.sorted())
  func equality(name: String) throws {
    let network = try #require(FewSequencesTests.models[name]).built(inputSize: 2, seed: 3)
    let whole = network.predict(batch)
    for count in 1...5 {
      let few = network.predict(first(count, of: batch))
      #expect(few == first(count, of: whole), "\(count)")
    }
    // And with a tape, which few sequences of a training run have.
    #expect(network(first(1, of: batch)).values == first(1, of: whole).values)
  }

  @Test("a changed parameter counts at once, however it was changed")
  func changes() throws {
    let network = try #require(FewSequencesTests.models["last step"]).built(inputSize: 2, seed: 3)
    var optimizer = OptimizerState(.adam(learningRate: 0.1), parameters: network.parameters)
    let one = first(1, of: batch)
    let parameter = network.parameters[0].parameter
    let changes: [() -> Void] = [
      { parameter.value = .filled(0.3, shape: parameter.shape) },
      { parameter.update { $0[0] = 2 } },
      {
        Loss.mse.value(network(batch), .zeros([17, 2])).backward()
        optimizer.step(learningRate: 0.1)
      },
    ]
    for (index, change) in changes.enumerated() {
      let before = network.predict(one)
      change()
      let after = network.predict(one)
      #expect(after != before, "change \(index)")
      #expect(after == first(1, of: network.predict(batch)), "change \(index)")
    }
  }

  /// In a process of its own: the instruction set belongs to the whole process.
  @Test("weights are packed again for another instruction set")
  func instructionSets() async {
    await #expect(processExitsWith: .success) {
      let tests = FewSequencesTests()
      let model = try #require(FewSequencesTests.models["in the middle"])
      let network = try model.built(inputSize: 2, seed: 3)
      let one = tests.first(1, of: tests.batch)
      for set in InstructionSet.available + InstructionSet.available.reversed() {
        InstructionSet.current = set
        let whole = network.predict(tests.batch)
        #expect(network.predict(one) == tests.first(1, of: whole), "\(set)")
      }
    }
  }

  @Test("no sequence and no step are legal")
  func nothing() throws {
    let network = try #require(FewSequencesTests.models["last step"]).built(inputSize: 2, seed: 3)
    #expect(network.predict(.zeros([0, 11, 2])).shape == [0, 2])
    let whole = network.predict(.zeros([17, 0, 2]))
    #expect(network.predict(.zeros([1, 0, 2])) == first(1, of: whole))
  }
}
