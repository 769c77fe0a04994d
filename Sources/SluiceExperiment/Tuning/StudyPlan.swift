import Foundation
import SluiceData
import SluiceModels
import SluiceTensor
import SluiceTuning

/// A study file, read and checked: what is searched, how trials are judged, and the experiment of
/// any of them.
public struct StudyPlan: Sendable {
  /// What the study is; its subject is complete once the data has been read.
  public internal(set) var definition: StudyDefinition

  /// What it may spend.
  public var budget: StudyBudget

  /// What the trials are judged by, the first one reported while they train.
  public let objectives: [ObjectiveKind]

  /// The folds over which a trial is judged; nil takes the experiment's own validation windows.
  public let folds: FoldChoice?

  /// The number of seeds over which a trial is averaged.
  public let seeds: Int

  /// The number of best trials whose models are kept.
  public let keep: Int

  /// The whole study as text, the experiment within it: another one just like it begins from here.
  public let text: String

  /// An experiment of each lookback that trials may have, the shortest first.
  private(set) var references: [Experiment] = []

  private let template: ExperimentTemplate

  /// Puts a study together.
  ///
  /// - Parameters:
  ///   - node: The study file; its experiment is inside it.
  ///   - experimentSource: The file that the experiment was read from.
  init(_ node: ConfigNode, experimentSource: String) throws {
    let settings = try ConfigDecoder().decode(StudySettings.self, from: node)
    let space = try settings.search.space(node["search"]?.place ?? node.place)
    let template = try ExperimentTemplate(
      settings.experiment, source: experimentSource, search: settings.search.entries)
    func at<T>(_ key: String, _ body: () throws -> T) throws -> T {
      do {
        return try body()
      } catch let error as TuningError {
        throw ConfigError(
          place: node[key]?.place ?? node.place, path: ConfigPath([key]),
          problem: .impossible("\(error)"))
      }
    }
    let first = settings.objectives.first
    try at("pruner") {
      if settings.pruner != nil, settings.objectives.count > 1 || first?.isError != true {
        throw TuningError.badSetting(
          name: "The objective of a study with a pruner",
          found: settings.objectives.map(\.rawValue).joined(separator: ", "),
          expected: "one measure of the forecasts' error")
      }
    }
    let initial = settings.initial.map { values in
      Dictionary(
        uniqueKeysWithValues: values.map { name, value in
          (name, space[name]?.domain.legal(value) ?? value)
        })
    }
    try at("initial") { for values in initial { try space.check(part: values) } }
    let pruner = try at("pruner") {
      try settings.pruner?.forTrials(of: Self.steps(of: settings, template, space))
    }
    definition = try at("sampler") {
      try StudyDefinition(
        settings.name, space: space, objectives: settings.objectives.map(\.objective),
        sampler: settings.sampler, pruner: pruner, seed: settings.seed,
        generation: settings.generation, initial: initial, subject: "")
    }
    budget = settings.budget
    objectives = settings.objectives
    folds = settings.folds
    seeds = settings.seeds
    keep = settings.keep
    text = node.yaml(
      comment: """
        The study, its experiment within it.
        Go on, or do the same again, with: sluice tune THIS_FILE --output DIR
        """)
    self.template = template
    if settings.sampler.inheritance != nil, seeds > 1 || folds != nil {
      throw ConfigError(
        place: node["sampler"]?.place ?? node.place, path: ConfigPath(["sampler"]),
        problem: .impossible(
          "\(settings.sampler) hands on the one network of each trial: leave out folds and seeds"))
    }
    definition.subject = node.subject
    references = try checkedExperiments(node)
    try checkInheritance(node)
  }

  /// The experiment of a trial.
  ///
  /// - Parameter values: The values of its parameters.
  /// - Throws: ``ConfigError``.
  public func experiment(for values: Hyperparameters) throws -> Experiment {
    try template.experiment(for: values)
  }

  /// The number of times that a whole trial reports: at the ends of its folds, of its trainings with
  /// several seeds, or else of its epochs.
  private static func steps(
    of settings: StudySettings, _ template: ExperimentTemplate, _ space: SearchSpace
  ) throws -> Int {
    if let folds = settings.folds { return folds.count }
    if settings.seeds > 1 { return settings.seeds }
    let ends = try [0.0, 1].map { end in
      try template.experiment(for: space.assignment { $0.domain.value(at: end) })
    }
    return ends.map(\.training.epochs).max() ?? 1
  }

  /// The first values of all parameters: any trial, for what all trials have in common.
  var firstValues: Hyperparameters {
    definition.space.assignment { $0.domain.value(at: 0) }
  }
}

extension ConfigNode {
  /// Everything of a study that its trials depend on, as text: not what it may spend or keep, nor
  /// the place of its data, which may be another on each machine.
  fileprivate var subject: String {
    let node = without(["budget", "keep"])
    guard let experiment = node["experiment"], let data = experiment["data"] else {
      return node.yaml()
    }
    var bare = node
    try? bare.set(ConfigPath(["experiment", "data"]), to: data.without(["path"]))
    return bare.yaml()
  }

  private func without(_ keys: [String]) -> ConfigNode {
    ConfigNode(.mapping((entries ?? []).filter { !keys.contains($0.key) }), place: place)
  }
}
