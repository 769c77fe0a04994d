import SluiceData
import SluiceModels
import SluiceReport
import SluiceNN
import SluiceTensor
import SluiceTuning

/// What is checked before the first trial of a study runs.
extension StudyPlan {
  /// Decodes the experiments of the first, the last and some other assignments, and of each choice.
  ///
  /// - Returns: An experiment of each lookback among them, the shortest first.
  func checkedExperiments(_ node: ConfigNode) throws -> [Experiment] {
    let space = definition.space
    var stream = RandomStreams(seed: 0).stream("check")
    var assignments = [0, 1].map { end in
      space.assignment { $0.domain.value(at: end) }
    }
    for chosen in space.parameters where (chosen.domain.count ?? .max) <= 32 {
      for value in chosen.domain.values ?? [] {
        assignments.append(
          space.assignment { $0 == chosen ? value : $0.domain.value(at: 0) })
      }
    }
    for _ in 0..<64 {
      assignments.append(space.assignment { $0.domain.value(at: stream.uniformDouble()) })
    }
    let first = try experiment(for: assignments[0])
    try checkTask(first, node)
    assignments += definition.initial.map { part in
      space.completing(part) { $0.domain.value(at: 0) }
    }
    var references: [Int: Experiment] = [:]
    for assignment in assignments {
      let experiment = try experiment(for: assignment)
      try checkComparable(experiment, with: first, node)
      let lookback = experiment.window.lookback
      references[lookback] = references[lookback] ?? experiment
      if folds == nil, experiment.split.validation == 0,
        experiment.split.subjects?.validation.isEmpty ?? true
      {
        throw ConfigError(
          place: node["experiment"]?.value(at: ConfigPath(["split"]))?.place ?? node.place,
          path: ConfigPath(["experiment", "split", "validation"]),
          problem: .impossible(
            "must be above 0, so that there are windows to judge trials by; or set folds"))
      }
    }
    return references.values.sorted { $0.window.lookback < $1.window.lookback }
  }

  /// Refuses objectives and folds that the task does not have.
  private func checkTask(_ experiment: Experiment, _ node: ConfigNode) throws {
    func refuse(_ key: String, _ words: String) -> ConfigError {
      ConfigError(
        place: node[key]?.place ?? node.place, path: ConfigPath([key]),
        problem: .impossible(words))
    }
    let isForecast = experiment.task == .forecast
    let legal = isForecast ? MetricKind.forecasts : MetricKind.labels
    for kind in objectives {
      guard let metric = kind.metric, !legal.contains(metric) else { continue }
      throw refuse(
        "objective",
        "\(kind.rawValue) does not belong to a \(experiment.task.rawValue): use validationLoss, "
          + legal.map(\.rawValue).joined(separator: ", "))
    }
    guard let folds else { return }
    if (folds.kind == .subjects) == isForecast {
      throw refuse(
        "folds",
        isForecast
          ? "kind: subjects is for a classification: use expanding or sliding"
          : "of a classification must be by subject: {count: \(folds.count), kind: subjects}")
    }
    if folds.kind == .subjects, experiment.split.subjects == nil {
      throw refuse(
        "folds", "kind: subjects needs the experiment's keys subject and split.subjects")
    }
  }

  /// Refuses parameters that change what the trials are judged by.
  private func checkComparable(
    _ experiment: Experiment, with first: Experiment, _ node: ConfigNode
  ) throws {
    func refuse(_ words: String) -> ConfigError {
      ConfigError(
        place: node["search"]?.place ?? node.place, path: ConfigPath(["search"]),
        problem: .impossible(words))
    }
    var (window, firstWindow) = (experiment.window, first.window)
    (window.lookback, firstWindow.lookback) = (1, 1)
    let isSameTask =
      experiment.data == first.data && experiment.split == first.split
      && experiment.cleaning == first.cleaning && experiment.target == first.target
      && window == firstWindow
    if experiment.task == .classification,
      experiment.label != first.label || experiment.subject != first.subject
        || experiment.sequence != first.sequence
        || experiment.window.lookback != first.window.lookback
    {
      throw refuse(
        "a parameter changes window, label, subject or sequence, so that trials would be judged on "
          + "different labels: leave it out of the search")
    }
    if !isSameTask {
      throw refuse(
        "a parameter changes data, cleaning, split, target, or more of the window than its lookback, "
          + "so that trials would be judged on different rows or values: leave these out of the "
          + "search")
    }
    if experiment.window.lookback != first.window.lookback, window.stride > 1, folds == nil {
      throw refuse(
        "a parameter changes the lookback, and window.stride is \(window.stride), so that trials "
          + "would be judged on different rows: take a stride of 1, or folds")
    }
    if experiment.seed != first.seed {
      throw refuse(
        "a parameter changes the seed, so that the winner would be the luckiest: leave it out of the "
          + "search; seeds: N judges a trial over several seeds")
    }
    if experiment.evaluation != first.evaluation {
      throw refuse(
        "a parameter changes evaluation, which no trial is judged by: leave it out of the search")
    }
    let isSameLoss = experiment.training.loss == first.training.loss
    if experiment.task == .classification {
      // Labels have no scale, so only the loss itself counts.
      guard objectives.contains(.validationLoss), !isSameLoss else { return }
      throw refuse(
        "a parameter changes the loss, so that validation losses cannot be compared: take "
          + "balancedAccuracy or logLoss as the objective")
    }
    let isSameScale =
      experiment.scaling == first.scaling && experiment.scalingByColumn == first.scalingByColumn
    if objectives.contains(.validationLoss), !(isSameLoss && isSameScale) {
      throw refuse(
        "a parameter changes the loss or the scaling, so that validation losses cannot be "
          + "compared: take rmse or mae as the objective")
    }
  }

  /// Refuses parameters that change the shape of the weights which a population hands on.
  func checkInheritance(_ node: ConfigNode) throws {
    guard let fixed = definition.sampler.inheritance else { return }
    let space = definition.space
    for base in [0.0, 1] {
      let usual = try weightShapes(space.assignment { $0.domain.value(at: base) })
      for chosen in space.parameters where !fixed.contains(chosen.name) {
        let other = space.assignment { $0.domain.value(at: $0 == chosen ? 1 - base : base) }
        if try weightShapes(other) == usual { continue }
        throw ConfigError(
          place: node["sampler"]?.place ?? node.place, path: ConfigPath(["sampler"]),
          problem: .impossible(
            "\(chosen.name) changes the shape of the weights that a population hands on: list it, "
              + "and whatever else does, in {population: {fixed: [\(chosen.name)]}}"))
      }
    }
  }

  private func weightShapes(_ values: Hyperparameters) throws -> [String: [Int]] {
    try experiment(for: values).network().parameters.tensors.mapValues(\.shape)
  }
}
