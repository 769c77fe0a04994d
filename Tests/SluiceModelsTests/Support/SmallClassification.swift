import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor
import Testing

/// A small task of labels for tests: four persons, each of whom runs, sits and walks for twelve minutes by
/// a clock that begins anew; two persons train, one validates, one tests.
struct SmallClassification {
  static let persons = ["p", "q", "r", "s"]
  static let activities = ["walk", "sit", "run"]
  static let minute: Int64 = 60_000_000

  let recipe: Recipe
  let series: Series
  let split: Split
  let fitted: FittedRecipe
  let training: WindowFrame
  let validation: WindowFrame
  let test: WindowFrame

  /// - Parameter classes: How many of the activities there are: 3, or 2.
  init(classes: Int = 3, label: LabelOptions = LabelOptions()) throws {
    recipe = Recipe(
      target: "activity", label: label, subject: "person", features: ["x", "y"],
      window: WindowOptions(lookback: 5), warmUp: .none)
    series = Self.series(Array(Self.activities.prefix(classes)))
    split = try SubjectSplit(test: ["s"], validation: ["r"]).split(
      recipe.prepared(series), by: "person")
    fitted = try recipe.fitted(to: split.train)
    training = try fitted.frame(split.train, warmUp: .none)
    let held = try #require(split.validation)
    validation = try fitted.frame(held, warmUp: .none)
    test = try fitted.frame(split.test, warmUp: .none)
  }

  /// Sums of a few waves, made without calling a mathematics library: the same everywhere.
  static func series(_ activities: [String]) -> Series {
    func triangle(_ row: Int, _ period: Int) -> Float {
      abs(Float(row % period) / Float(period) - 0.5) * 4 - 1
    }
    var (x, y) = ([Float](), [Float]())
    var (labels, owners, stamps) = ([String](), [String](), [Int64]())
    for (number, person) in persons.enumerated() {
      for (place, activity) in activities.enumerated() {
        for row in 0..<12 {
          let noise = triangle(row * 7 + number * 5 + place, 11) * 0.3
          x.append(Float(place) * triangle(row, 4) + noise)
          y.append(100 + Float(number) + Float(place) * 3 + noise)
          labels.append(activity)
          owners.append(person)
          stamps.append(Int64(place * 12 + row) * minute)
        }
      }
    }
    return Series(
      columns: [
        Column("x", x), Column("y", y), Column("activity", texts: labels),
        Column("person", texts: owners),
      ], timestamps: stamps)
  }

  func network(outputs: Int = 3, everyStep: Bool = false, seed: UInt64 = 1) throws -> Network {
    try Sequential {
      LSTM(4, returnsSequences: everyStep)
      Dense(outputs)
    }.built(inputSize: 2, seed: seed)
  }

  /// A network that gives the same logits to every window, or step.
  func constant(_ logits: [Float], everyStep: Bool = false) throws -> Network {
    let network = try network(outputs: logits.count, everyStep: everyStep)
    var tensors = network.parameters.tensors
    tensors["1.weight"] = .zeros([logits.count, 4])
    tensors["1.bias"] = Tensor(logits)
    try network.parameters.load(tensors)
    return network
  }

  var settings = TrainingSettings(
    loss: .crossEntropy(), optimizer: .adam(learningRate: 0.02), batchSize: 7, epochs: 5,
    patience: nil)
}
