import SluiceData
import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceTensor
import Testing

@Suite("Effective memory")
struct EffectiveMemoryTests {
  @Test("The influence on the windows is the mean size of the gradient, the last step first")
  func windows() throws {
    let task = try ExplainTask(horizon: 2, rows: 311)
    let network = try task.network(outputs: 2)
    let function = try task.function(network)
    let windows = try function.windows(of: task.frame)
    let memory = try EffectiveMemory(of: function, windows: windows, answer: 1)
    #expect(memory.answer == "+2" && memory.reaches.map(\.place) == ["window"])
    let derivatives = function.gradient(of: 1, at: windows).derivatives
    var expected = [Double](repeating: 0, count: 5)
    for (place, value) in derivatives.enumerated() {
      expected[4 - place / 3 % 5] += Double(abs(value)) / Double(windows.shape[0])
    }
    for (found, expected) in zip(memory.reaches[0].influence, expected) {
      #expect(abs(found - expected) < 1e-5 * expected)
    }
  }

  @Test("Each further recurrent layer has a reach of its own")
  func stacked() throws {
    let task = try ExplainTask()
    let network = try Sequential {
      LSTM(4, returnsSequences: true)
      LSTM(2)
      Dense(1)
    }.built(inputSize: 3, seed: 1)
    let function = try task.function(network)
    let windows = try function.windows(of: task.frame)
    let memory = try EffectiveMemory(of: function, windows: windows, answer: 0)
    #expect(memory.reaches.map(\.place) == ["window", "layer 1"])
    // By the second layer's inputs: those of a network that begins there.
    let inner = try Sequential {
      LSTM(2)
      Dense(1)
    }.built(inputSize: 4, seed: 1)
    let tensors = network.parameters.tensors
    try inner.parameters.load([
      "0.weightIH": try #require(tensors["1.weightIH"]),
      "0.weightHH": try #require(tensors["1.weightHH"]),
      "0.bias": try #require(tensors["1.bias"]),
      "1.weight": try #require(tensors["2.weight"]), "1.bias": try #require(tensors["2.bias"]),
    ])
    let first = try Sequential { LSTM(4, returnsSequences: true) }.built(inputSize: 3, seed: 1)
    try first.parameters.load(tensors.filter { $0.key.hasPrefix("0.") })
    let between = first.predict(windows).requiringGradient()
    let output = inner(between)
    output.backward(
      seed: .filled(Float(task.fitted.targetScale.scale), shape: output.shape))
    let gradient = try #require(between.gradient).values
    var expected = [Double](repeating: 0, count: 5)
    for (place, value) in gradient.enumerated() {
      expected[4 - place / 4 % 5] += Double(abs(value)) / Double(windows.shape[0])
    }
    for (found, expected) in zip(memory.reaches[1].influence, expected) {
      #expect(abs(found - expected) < 1e-5 * expected)
    }
  }

  @Test("Shares within the last steps, and how many steps hold a share")
  func shares() {
    let reach = EffectiveMemory.Reach(place: "window", influence: [4, 3, 2, 1, 0])
    #expect(reach.share(within: 2) == 0.7)
    #expect(reach.share(within: 9) == 1)
    #expect(reach.steps(holding: 0.9) == 3)
    #expect(reach.steps(holding: 1) == 4)
    #expect(reach.steps(holding: 0) == 0)
    let nothing = EffectiveMemory.Reach(place: "window", influence: [0, 0])
    #expect(nothing.share(within: 1) == nil && nothing.steps(holding: 0.5) == nil)
  }
}
