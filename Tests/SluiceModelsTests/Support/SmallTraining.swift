import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor

/// A small forecasting task for tests of training: a sine with a second column, 7 rows of lookback.
struct SmallTraining {
  let recipe = Recipe(
    target: "a", features: ["a", "b"], scaling: .standard,
    window: WindowOptions(lookback: 7, horizon: 3, steps: .all))
  let series: Series
  let fitted: FittedRecipe
  let training: WindowFrame
  let validation: WindowFrame
  let test: WindowFrame

  init(rows: Int = 131) throws {
    // Sums of a few waves, made without calling a mathematics library: the same everywhere.
    func triangle(_ row: Int, _ period: Int) -> Float {
      let phase = Float(row % period) / Float(period)
      return abs(phase - 0.5) * 4 - 1
    }
    series = Series(
      columns: [
        Column("a", (0..<rows).map { 3 + triangle($0, 13) + 0.3 * triangle($0, 5) }),
        Column("b", (0..<rows).map { 10 * triangle($0, 29) }),
      ], timestamps: (0..<rows).map { Int64($0) * 60_000_000 })
    let split = try Split(try recipe.prepared(series), trainFraction: 0.8)
    fitted = try recipe.fitted(to: split.train)
    let frames = try fitted.frames(split)
    test = frames.test
    (training, validation) = try frames.training.holdingOut(lastFraction: 0.2)
  }

  let model = Sequential {
    LSTM(5, returnsSequences: true)
    Dropout(0.2)
    LSTM(3)
    Dropout(0.2)
    Dense(3)
  }

  func network(seed: UInt64 = 1) throws -> Network {
    try model.built(inputSize: 2, seed: seed)
  }

  var settings = TrainingSettings(
    optimizer: .adam(learningRate: 0.01), batchSize: 11, epochs: 6, patience: nil)
}

extension Network {
  /// The bits of all weights, in order.
  var bits: [UInt32] {
    parameters.flatMap { $0.parameter.value.values.map(\.bitPattern) }
  }
}
