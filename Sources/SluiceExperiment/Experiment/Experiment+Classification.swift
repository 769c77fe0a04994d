import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor

/// What is checked, and what is usual, when the task is a classification.
extension Experiment {
  private enum TrainingKeys: String, CodingKey { case loss }
  private enum EvaluationKeys: String, CodingKey { case warmUp }

  /// Puts the usual loss and warm-up of a classification where none is written, and throws for what
  /// does not belong to one.
  mutating func prepareClassification(
    _ container: KeyedDecodingContainer<CodingKeys>
  ) throws {
    func refuse(_ key: CodingKeys, _ words: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: words)
    }
    guard let columns = features.columns else {
      throw refuse(.features, "a classification needs features.columns: the readings to look at")
    }
    if columns.contains(target) {
      throw refuse(.features, "must not name the column of labels '\(target)', which is the target")
    }
    if let group = [subject, sequence].compactMap({ $0 }).first(where: columns.contains) {
      throw refuse(.features, "must not name '\(group)', which says whose readings they are")
    }
    if targetReference != nil {
      throw refuse(
        .targetReference, "belongs to task: forecast; labels have no differences: leave it out")
    }
    if features.select != nil, training.rotation != nil {
      throw refuse(
        .features,
        "select may leave out a column that training.rotation turns: leave one of them out")
    }
    if [subject, sequence].contains(target) {
      throw refuse(.target, "must not be the column of the subjects or the sequences, too")
    }
    if let subject, sequence == subject {
      throw refuse(.sequence, "must not be the column of the subjects, too: leave it out")
    }
    if window.horizon != 1 || window.steps != .last {
      throw refuse(
        .window, "horizon and steps belong to task: forecast; a label is of the window itself")
    }
    if !container.contains(.model) {
      throw refuse(
        .model,
        "a classification needs a model that ends with one unit for each class, or with 1 for "
          + "two classes, such as [LSTM: {hiddenSize: 32}, Dense: {units: 5}]")
    }
    if label.rule != .last, !label.crossesChanges {
      throw refuse(
        .label,
        "the rule \(label.rule.rawValue) does nothing while windows end where the label changes, for "
          + "then all rows of a window have one label: set label.crossesChanges: true, or leave the "
          + "rule out")
    }
    if split.subjects != nil, subject == nil {
      throw refuse(
        .split, "split.subjects needs the key subject: the column of the subjects' names")
    }
    if let stray = training.rotation?.strayColumn(among: columns) {
      let hint = Spelling.nearest(to: stray, in: columns).map { "; did you mean '\($0)'?" } ?? "."
      throw refuse(
        .training,
        "rotation.sensors: there is no feature '\(stray)'\(hint) The features are: "
          + columns.joined(separator: ", "))
    }
    let lossIsGiven =
      container.contains(.training)
      ? try container.nestedContainer(keyedBy: TrainingKeys.self, forKey: .training).contains(.loss)
      : false
    if !lossIsGiven {
      let outputs = try? model.outputShapes(inputSize: recipe.inputs.count).last?.features
      training.loss = outputs == 1 ? .binaryCrossEntropy() : .crossEntropy()
    } else if !training.loss.isForClasses {
      throw refuse(
        .training,
        "this loss compares numbers, but the task is a classification: use crossEntropy, "
          + "binaryCrossEntropy or focal")
    }
    let warmUpIsGiven =
      container.contains(.evaluation)
      ? try container.nestedContainer(keyedBy: EvaluationKeys.self, forKey: .evaluation)
        .contains(.warmUp) : false
    if !warmUpIsGiven { evaluation.warmUp = .none }
    if evaluation.warmUp == .history || evaluation.warmUp == .zeroPadded {
      throw refuse(
        .evaluation,
        "warmUp must be none or trueLength for a classification, whose windows stay "
          + "within one stretch")
    }
  }

  /// Throws when the last layer's output cannot be the logits of classes; how many there are is known when
  /// the data is read.
  func checkClassOutputs(
    _ shape: ActivationShape?, steps: Int?, _ refuse: (String) -> DecodingError
  ) throws {
    switch (shape, label.everyStep) {
    case (.sequence, false):
      throw refuse(
        "the last layer gives a value for each step: let the last recurrent layer return its last "
          + "step only, without returnsSequences, or label each step (label.everyStep)")
    case (.vector, true):
      throw refuse(
        "label.everyStep needs outputs for each step: give all recurrent layers returnsSequences")
    default: break
    }
    if label.everyStep, let steps, steps != window.lookback {
      throw refuse(
        "label.everyStep needs as many steps as a window has rows, but of the \(window.lookback) of "
          + "window.lookback the layers leave \(steps): convolve with padding: same or causal and "
          + "stride: 1, and do not pool")
    }
    let outputs = shape?.features ?? 0
    if case .binaryCrossEntropy = training.loss, outputs != 1 {
      throw refuse(
        "the last layer gives \(outputs) values where binaryCrossEntropy takes one logit: end with "
          + "Dense: {units: 1}, or use crossEntropy for one of several classes; several labels at once "
          + "(multi-label) are not possible yet")
    }
    if case .crossEntropy = training.loss, outputs < 2 {
      throw refuse(
        "the last layer gives one value where crossEntropy takes one for each class: end with a Dense "
          + "of as many units, or use binaryCrossEntropy")
    }
  }
}
