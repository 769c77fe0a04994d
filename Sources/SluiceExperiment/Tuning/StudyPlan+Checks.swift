import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor
import SluiceTuning

/// What is checked before the first trial of a study runs.
extension StudyPlan {
  /// Decodes the experiments of the first, the last and some other assignments, and of each choice.
  func checkExperiments(_ node: ConfigNode) throws {
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
    assignments += definition.initial.map { part in
      space.completing(part) { $0.domain.value(at: 0) }
    }
    for assignment in assignments {
      let experiment = try experiment(for: assignment)
      try checkComparable(experiment, with: first, node)
      if folds == nil, experiment.split.validation == 0 {
        throw ConfigError(
          place: node["experiment"]?.value(at: ConfigPath(["split"]))?.place ?? node.place,
          path: ConfigPath(["experiment", "split", "validation"]),
          problem: .impossible(
            "must be above 0, so that there are windows to judge trials by; or set folds"))
      }
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
    let isSameTask =
      experiment.data == first.data && experiment.split == first.split
      && experiment.target == first.target && experiment.window.horizon == first.window.horizon
      && experiment.window.steps == first.window.steps
    if !isSameTask {
      throw refuse(
        "a parameter changes data, split, target or horizon, so that trials would be judged on "
          + "different rows or values: leave these out of the search")
    }
    let isSameLoss =
      experiment.training.loss == first.training.loss && experiment.scaling == first.scaling
      && experiment.scalingByColumn == first.scalingByColumn
    if objectives.contains(.validationLoss), !isSameLoss {
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
