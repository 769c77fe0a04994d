import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct LayerTests {
  @Test(
    "every layer keeps the rules of layers",
    arguments: [
      Dense(7), Dense(7, activation: .tanh, hasBias: false), Dense(3, activation: .softmax),
      LayerNorm(), LayerNorm(epsilon: 0.5), Activation(.sigmoid), Dropout(0.25),
      Dropout(0.25, perSequence: true), BatchNorm(), BatchNorm(momentum: 1, epsilon: 0.5),
    ] as [any Layer])
  func rules(layer: any Layer) throws {
    try checkLayer(layer, input: .vector(features: 3))
    try checkLayer(layer, input: .sequence(features: 3))
  }

  @Test(
    "every recurrent layer keeps the rules of layers",
    arguments: [
      LSTM(7), LSTM(7, returnsSequences: true), LSTM(7, goesBackwards: true),
      LSTM(7, recurrentDropout: 0.5), GRU(7), GRU(7, returnsSequences: true),
      GRU(7, returnsSequences: true, goesBackwards: true), Bidirectional(LSTM(7)),
      Bidirectional(GRU(7, returnsSequences: true), merge: .sum),
      Bidirectional(LSTM(7, returnsSequences: true), merge: .mean),
    ] as [any Layer])
  func recurrentRules(layer: any Layer) throws {
    try checkLayer(layer, input: .sequence(features: 3))
  }

  @Test(
    "every layer that slides over steps keeps the rules of layers",
    arguments: [
      Conv1D(7, kernelSize: 3), Conv1D(7, kernelSize: 2, stride: 2, padding: .same),
      Conv1D(7, kernelSize: 3, dilation: 2, padding: .causal, activation: .tanh, hasBias: false),
      MaxPool1D(), MaxPool1D(3, stride: 1, padding: .same), AveragePool1D(),
      AveragePool1D(3, stride: 2, padding: .same), GlobalMaxPool1D(), GlobalAveragePool1D(),
    ] as [any Layer])
  func slidingRules(layer: any Layer) throws {
    try checkLayer(layer, input: .sequence(features: 3))
  }

  @Test("a recurrent layer after a single vector is refused with its place")
  func needsSequence() {
    let model = Sequential {
      LSTM(5)
      GRU(3)
    }
    #expect(
      throws: LayerError.needsSequence(layer: "GRU", path: "1", found: .vector(features: 5))
    ) { try model.built(inputSize: 1, seed: 1) }
    #expect(throws: LayerError.empty) { try Sequential([]).built(inputSize: 1, seed: 1) }
    #expect(throws: LayerError.inputSize(0)) { try model.built(inputSize: 0, seed: 1) }
  }
}
