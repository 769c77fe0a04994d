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
    /// Tell to which class a window, or each of its steps, belongs.
    case classification
  }

  /// The experiment's name; the file's name unless given.
  public var name: String

  /// What the model is to do.
  public var task: Task

  /// Where the readings come from.
  public var data: DataSource

  /// The column to forecast, or of the labels to learn.
  public var target: String

  /// How windows get their labels; for a classification.
  public var label: LabelOptions

  /// The column that says whose readings a row holds; for a classification.
  public var subject: String?

  /// The column that says to which sequence a row belongs; for a classification.
  public var sequence: String?

  /// What a forecast is told relative to, so that the network learns the difference; nil for nothing.
  public var targetReference: TargetReference?

  /// The target's unit, such as `kW`, for tables and charts; nil when it has none.
  public var unit: String?

  /// What the model looks at.
  public var features: FeatureChoice

  /// What is done about missing readings.
  public var cleaning: Cleaning

  /// How the rows are cut into parts.
  public var split: SplitChoice

  /// What features and target are bent by before they are scaled, by name.
  public var transforms: [String: ColumnTransform]

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

  enum CodingKeys: String, CodingKey {
    case name, task, data, target, targetReference, label, subject, sequence, unit, features
    case cleaning, split, transforms, scaling, scalingByColumn, window, model, initialization,
      training, evaluation, seed
  }

  /// Decodes an experiment; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    task = try container.setting(.task, default: .forecast)
    try Self.checkOneTarget(container, task: task)
    target = try container.decode(String.self, forKey: .target)
    targetReference = try container.decodeIfPresent(
      TargetReference.self, forKey: .targetReference)
    name = try container.setting(.name, default: "experiment")
    data = try container.setting(.data, default: DataSource())
    unit = try container.decodeIfPresent(String.self, forKey: .unit)
    features = try container.setting(.features, default: FeatureChoice())
    cleaning = try container.setting(.cleaning, default: Cleaning())
    split = try container.setting(.split, default: SplitChoice())
    transforms = try container.setting(.transforms, default: [:])
    scaling = try container.setting(.scaling, default: .standard)
    scalingByColumn = try container.setting(.scalingByColumn, default: [:])
    window = try container.setting(.window, default: WindowOptions(lookback: 30))
    label = try container.setting(.label, default: LabelOptions())
    subject = try container.decodeIfPresent(String.self, forKey: .subject)
    sequence = try container.decodeIfPresent(String.self, forKey: .sequence)
    model = try container.setting(.model, default: Self.usualModel(outputs: window.targetSize))
    initialization = try container.setting(.initialization, default: .keras)
    training = try container.setting(.training, default: TrainingSettings())
    evaluation = try container.setting(.evaluation, default: EvaluationChoice())
    seed = try container.setting(.seed, default: 0)
    switch task {
    case .forecast: try checkForecast(container)
    case .classification: try prepareClassification(container)
    }
    try checkDerived(container)
    try checkKnownAhead(container)
    try checkCleaning(container)
    try checkColumns(container)
    try checkModel(container)
  }

  /// Writes every key that has a meaning for the task.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(task, forKey: .task)
    try container.encode(data, forKey: .data)
    try container.encode(target, forKey: .target)
    try container.encodeIfPresent(targetReference, forKey: .targetReference)
    if task == .classification { try container.encode(label, forKey: .label) }
    try container.encodeIfPresent(subject, forKey: .subject)
    try container.encodeIfPresent(sequence, forKey: .sequence)
    try container.encodeIfPresent(unit, forKey: .unit)
    try container.encode(features, forKey: .features)
    try container.encode(cleaning, forKey: .cleaning)
    try container.encode(split, forKey: .split)
    if !transforms.isEmpty { try container.encode(transforms, forKey: .transforms) }
    try container.encode(scaling, forKey: .scaling)
    try container.encode(scalingByColumn, forKey: .scalingByColumn)
    try container.encode(window, forKey: .window)
    try container.encode(model, forKey: .model)
    try container.encode(initialization, forKey: .initialization)
    try container.encode(training, forKey: .training)
    try container.encode(evaluation, forKey: .evaluation)
    try container.encode(seed, forKey: .seed)
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
  /// - Parameter fitted: The fitted recipe, which may have left out features; nil takes them all.
  /// - Throws: `LayerError`.
  public func network(for fitted: FittedRecipe? = nil) throws -> Network {
    try model.built(
      inputSize: (fitted?.recipe ?? recipe).inputs.count, initialization: initialization, seed: seed
    )
  }

  /// Everything from raw rows to windows, as the bundle keeps it.
  public var recipe: Recipe {
    Recipe(
      target: target, label: task == .classification ? label : nil,
      targetReference: targetReference, subject: subject, sequence: sequence,
      features: features.columns, derived: features.derived,
      knownAhead: features.knownAhead, calendar: features.calendar, selection: features.select,
      cleaning: cleaning,
      transforms: transforms, scaling: scaling,
      scalingByColumn: scalingByColumn, window: window, warmUp: evaluation.warmUp)
  }
}
