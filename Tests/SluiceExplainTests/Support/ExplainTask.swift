import SluiceData
import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceTensor

/// Small networks on small series, for tests of explanations: what they were trained with is made up, and
/// they need no training.
struct ExplainTask {
  let fitted: FittedRecipe
  let frame: WindowFrame

  /// A forecast of `a` from `a`, `b`, `c` and so on.
  init(
    inputs: Int = 3, lookback: Int = 5, horizon: Int = 1, scaling: ScalerChoice = .standard,
    warmUp: WarmUp = .none, rows: Int = 61, transform: ColumnTransform? = nil,
    reference: TargetReference? = nil, features: [String]? = nil, cleaning: Cleaning = Cleaning()
  ) throws {
    let names = Self.names(inputs)
    let series = Self.series(names, rows: rows)
    let recipe = Recipe(
      target: "a", targetReference: reference, features: features ?? names,
      cleaning: cleaning, transforms: transform.map { ["a": $0] } ?? [:], scaling: scaling,
      window: WindowOptions(lookback: lookback, horizon: horizon, steps: .all), warmUp: warmUp)
    fitted = try recipe.fitted(to: TrainingPart(unsplit: series))
    frame = try fitted.frame(TrainingPart(unsplit: series), warmUp: warmUp)
  }

  /// Labels `p`, `q` and so on from two inputs.
  init(classes: Int, everyStep: Bool = false, temperature: Double? = nil) throws {
    let labels = (0..<48).map { Self.classNames[$0 / 8 % classes] }
    let series = Self.series(["a", "b"], rows: 48).adding([Column("label", texts: labels)])
    let recipe = Recipe(
      target: "label", label: LabelOptions(everyStep: everyStep), features: ["a", "b"],
      window: WindowOptions(lookback: 5), warmUp: .none)
    var fitted = try recipe.fitted(to: TrainingPart(unsplit: series))
    fitted.calibration = temperature.map { TemperatureScaling(temperature: $0) }
    self.fitted = fitted
    frame = try fitted.frame(TrainingPart(unsplit: series), warmUp: .none)
  }

  static let classNames = ["pause", "queue", "run"]

  static func names(_ count: Int) -> [String] {
    (0..<count).map { String(UnicodeScalar(UInt8(97 + $0))) }
  }

  /// Waves of other periods and heights, with a little noise from a named stream.
  static func series(_ names: [String], rows: Int) -> Series {
    let columns = names.enumerated().map { place, name in
      var stream = RandomStreams(seed: 7).stream("series/\(name)")
      let period = [13, 29, 5, 17][place % 4]
      return Column(
        name,
        (0..<rows).map { row in
          let wave = abs(Float(row % period) / Float(period) - 0.5) * 4 - 1
          return 3 + Float(place + 2) * (wave + 0.3 * (stream.uniform() - 0.5))
        })
    }
    return Series(columns: columns, timestamps: (0..<rows).map { Int64($0) * 60_000_000 })
  }

  /// An LSTM with a dense layer behind it.
  func network(
    units: Int = 4, outputs: Int = 1, everyStep: Bool = false, seed: UInt64 = 1
  ) throws -> Network {
    try Sequential {
      LSTM(units, returnsSequences: everyStep)
      Dense(outputs)
    }.built(inputSize: fitted.recipe.inputs.count, seed: seed)
  }

  func function(_ network: Network, _ score: ClassScore = .probability) throws -> NetworkFunction {
    try NetworkFunction(network, recipe: fitted, classScore: score)
  }
}

extension Network {
  /// Returns a network of the same layers whose parameters a closure has changed.
  func changing(_ change: (inout [String: Tensor]) throws -> Void) throws -> Network {
    let network = try model.built(inputSize: inputSize, seed: 1)
    var tensors = parameters.tensors
    try change(&tensors)
    try network.parameters.load(tensors)
    return network
  }
}
