import Sluice
import Testing

/// The code of the article "Getting started", with what it does.
@Suite struct GettingStartedTests {
  /// Windows over a wave that repeats every 40 readings.
  private func waveWindows() throws -> Windows {
    let series = TriangleWave.repeating(every: 40, rows: 1500)
    let split = try Split(series, trainFraction: 0.8)
    return try Windows(
      split.train, inputs: ["power"], target: "power",
      options: WindowOptions(lookback: 30, horizon: 5))
  }

  @Test func theFirstNetworkLearnsAWave() throws {
    let model = Sequential {
      LSTM(5, returnsSequences: true)
      Dropout(0.2)
      LSTM(3)
      Dropout(0.2)
      Dense(1)
    }
    let network = try model.built(inputSize: 1, seed: 1)
    print(network.summary())
    #expect(network.summary().parameters == 252)

    let windows = try waveWindows()
    let all = windows.batch(0..<windows.count)
    let before = Loss.mse.value(network.predict(all.inputs), all.targets).item

    var optimizer = OptimizerState(.adam(learningRate: 0.01), parameters: network.parameters)
    var context = ForwardContext(isTraining: true, random: RandomStreams(seed: 1).stream("dropout"))
    for start in stride(from: 0, to: windows.count - 64, by: 64) {
      let batch = windows.batch(start..<start + 64)
      let loss = Loss.mse.value(network(batch.inputs, &context), batch.targets)
      loss.backward()
      optimizer.step(learningRate: 0.01)
    }

    let after = Loss.mse.value(network.predict(all.inputs), all.targets).item
    #expect(after < before * 0.8, "before \(before), after \(after)")
  }
}

/// A series of one column, `power`, that goes up and down between 0 and 1.
enum TriangleWave {
  static func repeating(every period: Int, rows: Int) -> Series {
    let values = (0..<rows).map { row -> Float in
      let phase = Float(row % period) / Float(period)
      return phase < 0.5 ? 2 * phase : 2 - 2 * phase
    }
    return Series(columns: [Column("power", values)])
  }
}
