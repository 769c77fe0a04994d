import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor

/// One experiment: data, preparation, model, training and test; the content of an experiment file.
///
/// Every key but `target` has a default. ``ExperimentFile`` reads one with checks; encoding writes
/// every key out, so that a run can be repeated from its resolved experiment alone.
public struct Experiment: Codable, Equatable, Sendable {
  /// What the model is to do.
  public enum Task: String, Codable, CaseIterable, Sendable {
    /// Forecast a number.
    case forecast
  }

  /// The experiment's name; the file's name unless given.
  public var name: String

  /// What the model is to do.
  public var task: Task

  /// Where the readings come from.
  public var data: DataSource

  /// The column to forecast.
  public var target: String

  /// The target's unit, such as `kW`, for tables and charts; nil when it has none.
  public var unit: String?

  /// What the model looks at.
  public var features: FeatureChoice

  /// What is done about missing readings.
  public var cleaning: Cleaning

  /// How the rows are cut into parts.
  public var split: SplitChoice

  /// How features and target are scaled.
  public var scaling: ScalerChoice

  /// How single columns are scaled instead, by name.
  public var scalingByColumn: [String: ScalerChoice]

  /// The form of the windows.
  public var window: WindowOptions

  /// The network.
  public var model: Sequential

  /// The rule for the network's first weights.
  public var initialization: Initialization

  /// How it is trained.
  public var training: TrainingSettings

  /// How it is put to the test.
  public var evaluation: EvaluationChoice

  /// The seed of every random draw.
  public var seed: UInt64

  private enum CodingKeys: String, CodingKey {
    case name, task, data, target, unit, features, cleaning, split, scaling, scalingByColumn, window
    case model, initialization, training, evaluation, seed
  }

  /// Decodes an experiment; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    target = try container.decode(String.self, forKey: .target)
    name = try container.setting(.name, default: "experiment")
    task = try container.setting(.task, default: .forecast)
    data = try container.setting(.data, default: DataSource())
    unit = try container.decodeIfPresent(String.self, forKey: .unit)
    features = try container.setting(.features, default: FeatureChoice())
    cleaning = try container.setting(.cleaning, default: Cleaning())
    split = try container.setting(.split, default: SplitChoice())
    scaling = try container.setting(.scaling, default: .standard)
    scalingByColumn = try container.setting(.scalingByColumn, default: [:])
    window = try container.setting(.window, default: WindowOptions(lookback: 30))
    model = try container.setting(.model, default: Self.usualModel(outputs: window.targetSize))
    initialization = try container.setting(.initialization, default: .keras)
    training = try container.setting(.training, default: TrainingSettings())
    evaluation = try container.setting(.evaluation, default: EvaluationChoice())
    seed = try container.setting(.seed, default: 0)
    try checkScaling(container)
    try checkLoss(container)
    try checkModel(container)
  }

  /// Throws for a rule about a column that is neither feature nor target.
  private func checkScaling(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    guard let stray = recipe.strayScaling else { return }
    let columns = recipe.trainingColumns
    let hint = Spelling.nearest(to: stray, in: columns).map { "; did you mean '\($0)'?" } ?? "."
    throw DecodingError.dataCorruptedError(
      forKey: .scalingByColumn, in: container,
      debugDescription: "there is no feature or target '\(stray)'\(hint) The columns are: "
        + columns.joined(separator: ", "))
  }

  /// Throws when the loss asks for more values than are forecast.
  private func checkLoss(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    let levels = training.loss.outputsPerTarget
    guard levels > 1 else { return }
    throw DecodingError.dataCorruptedError(
      forKey: .training, in: container,
      debugDescription:
        "the quantile loss has \(levels) levels, but one value is forecast for each "
        + "step: give one level, such as loss: {quantile: {levels: [0.5]}}")
  }

  /// Throws when the layers do not fit together, or give another number of values than is forecast.
  private func checkModel(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    func refuse(_ words: String) -> DecodingError {
      .dataCorruptedError(forKey: .model, in: container, debugDescription: words)
    }
    let shapes: [ActivationShape]
    do {
      shapes = try model.outputShapes(inputSize: recipe.inputs.count)
    } catch {
      throw refuse("\(error)")
    }
    let wanted = window.targetSize
    let steps = window.steps == .last ? "last" : "all"
    switch shapes.last {
    case .vector(features: wanted): return
    case .vector(let found):
      throw refuse(
        "the last layer gives \(found) \(found == 1 ? "value" : "values") where \(wanted) "
          + "\(wanted == 1 ? "is" : "are") forecast (window.horizon \(window.horizon), "
          + "window.steps \(steps)): end with Dense: {units: \(wanted)}")
    default:
      throw refuse(
        "the last layer gives a value for each step: let the last recurrent layer "
          + "return its last step only, without returnsSequences")
    }
  }

  /// The network that is used when none is written: one LSTM and a dense layer.
  private static func usualModel(outputs: Int) -> Sequential {
    Sequential {
      LSTM(32)
      Dense(outputs)
    }
  }

  /// Returns the network with its first weights.
  ///
  /// - Throws: `LayerError`.
  public func network() throws -> Network {
    try model.built(inputSize: recipe.inputs.count, initialization: initialization, seed: seed)
  }

  /// Everything from raw rows to windows, as the bundle keeps it.
  public var recipe: Recipe {
    Recipe(
      target: target, features: features.columns, calendar: features.calendar,
      cleaning: cleaning, scaling: scaling, scalingByColumn: scalingByColumn, window: window,
      warmUp: evaluation.warmUp)
  }
}
