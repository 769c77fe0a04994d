import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor

/// What is checked when an experiment is read.
extension Experiment {
  /// Throws when several columns are named as the target.
  static func checkOneTarget(
    _ container: KeyedDecodingContainer<CodingKeys>, task: Task
  ) throws {
    guard let list = try? container.nestedUnkeyedContainer(forKey: .target) else { return }
    let found = list.count.map { "found a list of \($0)" } ?? "found a list"
    throw DecodingError.dataCorruptedError(
      forKey: .target, in: container,
      debugDescription: task == .classification
        ? "must be one column of labels, \(found); several labels at once (multi-label) are not "
          + "possible yet: train a model for each column"
        : "must be one column, \(found); forecasts of several columns at once are not possible yet: "
          + "train a model for each column")
  }

  /// Throws for scaling or a transform of a column that is neither feature nor target.
  func checkColumns(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    func check(_ key: CodingKeys, _ stray: String?, _ columns: [String]) throws {
      guard let stray else { return }
      let hint = Spelling.nearest(to: stray, in: columns).map { "; did you mean '\($0)'?" } ?? "."
      let wanted = task == .classification ? "feature" : "feature or target"
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "there is no \(wanted) '\(stray)'\(hint) The columns are: "
          + columns.joined(separator: ", "))
    }
    try check(.scalingByColumn, recipe.strayScaling, recipe.numbers)
    try check(.transforms, recipe.strayTransform, recipe.bendable)
  }

  /// Throws for derived features that clash with other columns, are made of texts, or would leave missing
  /// values to the network.
  func checkDerived(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    guard let derived = features.derived else { return }
    func refuse(_ words: String) -> DecodingError {
      let keys: [any CodingKey] = [CodingKeys.features, FeatureChoice.CodingKeys.derived]
      return .dataCorrupted(
        .init(codingPath: container.codingPath + keys, debugDescription: words))
    }
    let recipe = recipe
    let others = recipe.trainingColumns + (recipe.calendar?.columnNames ?? [])
    if let name = derived.columnNames.first(where: others.contains) {
      throw refuse("there is another column '\(name)': a derived one must have a name of its own")
    }
    if let name = derived.sources.first(where: recipe.categories.contains) {
      throw refuse("nothing can be derived from '\(name)', whose cells are texts")
    }
    if !cleaning.dropsMissing, derived.rowsNeeded > 1 {
      throw refuse(
        "the \(recipe.leads.isEmpty ? "first" : "last") rows have no value of features that look "
          + "\(recipe.leads.isEmpty ? "back" : "ahead"): leave cleaning.dropsMissing true, so that "
          + "these rows are dropped")
    }
  }

  /// Throws for keys that only a classification has, and when the loss asks for more values than are
  /// forecast.
  func checkForecast(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    for key in [CodingKeys.label, .subject, .sequence] where container.contains(key) {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "belongs to task: classification, but the task is to forecast")
    }
    if split.subjects != nil {
      throw DecodingError.dataCorruptedError(
        forKey: .split, in: container,
        debugDescription:
          "split.subjects belongs to task: classification, but the task is to forecast")
    }
    if window.wholeSequences || training.classWeights != nil || training.undersampling != nil
      || training.rotation != nil
    {
      throw DecodingError.dataCorruptedError(
        forKey: window.wholeSequences ? .window : .training, in: container,
        debugDescription:
          "window.wholeSequences, training.classWeights, training.undersampling and "
          + "training.rotation belong to task: classification, but the task is to forecast")
    }
    if training.loss.isForClasses {
      throw DecodingError.dataCorruptedError(
        forKey: .training, in: container,
        debugDescription:
          "this loss compares classes, but the task is to forecast a number: use mse, "
          + "mae, huber, logCosh or quantile, or set task: classification")
    }
    let levels = training.loss.outputsPerTarget
    guard levels > 1 else { return }
    throw DecodingError.dataCorruptedError(
      forKey: .training, in: container,
      debugDescription:
        "the quantile loss has \(levels) levels, but one value is forecast for each "
        + "step: give one level, such as loss: {quantile: {levels: [0.5]}}")
  }

  /// Throws when the layers do not fit together or need longer windows, or give another number of values
  /// than is forecast.
  func checkModel(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    func refuse(_ words: String) -> DecodingError {
      .dataCorruptedError(forKey: .model, in: container, debugDescription: words)
    }
    let inputs = recipe.inputs.count
    let shapes: [ActivationShape]
    let outputSteps: [Int]
    do {
      shapes = try model.outputShapes(inputSize: inputs)
      outputSteps = try model.outputSteps(inputSize: inputs, steps: window.lookback)
    } catch {
      if case LayerError.tooFewSteps = error {
        throw refuse("with window.lookback \(window.lookback) \(error)")
      }
      throw refuse("\(error)")
    }
    if task == .classification {
      return try checkClassOutputs(shapes.last, steps: outputSteps.last, refuse)
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
}
