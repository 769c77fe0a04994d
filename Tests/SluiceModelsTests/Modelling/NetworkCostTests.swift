import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct NetworkCostTests {
  @Test("multiply-adds count each weight once a step that it works on")
  func multiplyAdds() throws {
    let recurrent = try Sequential {
      LSTM(5, returnsSequences: true)
      Dense(7)
      LSTM(2)
      Dense(3)
    }.built(inputSize: 3, seed: 1)
    #expect(
      recurrent.multiplyAdds(steps: 11)
        == 11 * (20 * (3 + 5) + 7 * 5 + 8 * (7 + 2)) + 3 * 2)
    let convolved = try Sequential {
      Conv1D(7, kernelSize: 5, stride: 2)
      BatchNorm()
      MaxPool1D()
      Conv1D(3, kernelSize: 2, padding: .causal)
      GlobalAveragePool1D()
      Dense(2)
    }.built(inputSize: 3, seed: 1)
    // 23 steps become 10, and these 5.
    #expect(convolved.multiplyAdds(steps: 23) == 10 * 7 * 3 * 5 + 5 * 3 * 7 * 2 + 2 * 3)
  }
}
