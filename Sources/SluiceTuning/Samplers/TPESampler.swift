import SluiceTensor

/// Looks where good trials are denser than bad ones: a tree-structured Parzen estimator.
///
/// The finished trials are split into the best tenth (at most 25) and the rest. Each part gives a
/// joint density (Parzen's) of all parameters that come into play under the same condition; of some
/// draws from the density of the good ones that is proposed which has the greatest ratio of good to bad. Pruned trials rank behind complete ones, those that came
/// farther first, then by their last report. Trials under way count as bad, so that others look
/// elsewhere meanwhile (the constant liar). Failed trials are passed over.
///
/// - Source: Bergstra et al. 2011, "Algorithms for hyper-parameter optimization",
///   <https://papers.nips.cc/paper/4443-algorithms-for-hyper-parameter-optimization>; Watanabe 2023,
///   "Tree-structured Parzen estimator", <https://arxiv.org/abs/2304.11127>; defaults of Optuna.
public struct TPESampler: Sampler, Hashable {
  /// The number of complete or pruned trials before which it draws at random, 0 or more.
  public var startup: Int

  /// The number of draws among which the best is chosen, 1 or more.
  public var candidates: Int

  /// Creates the sampler.
  public init(startup: Int = 10, candidates: Int = 24) {
    self.startup = startup
    self.candidates = candidates
  }

  /// The name, with settings that differ from the defaults.
  public var description: String {
    SettingsText("tpe").adding("startup", startup, usually: 10)
      .adding("candidates", candidates, usually: 24).text
  }

  /// Every space will do, with one objective.
  ///
  /// - Throws: ``TuningError/unsuitable(sampler:reason:)``, ``TuningError/badSetting(name:found:expected:)``.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    try checkSingle(objectives)
    for (name, value, least) in [("startup", startup, 0), ("candidates", candidates, 1)]
    where value < least {
      throw TuningError.badSetting(
        name: "\(name) of the sampler tpe", found: "\(value)", expected: "at least \(least)")
    }
  }

  /// Draws a trial.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    let (good, bad) = split(history)
    if good.count + bad.count - history.pending.count < startup {
      return RandomSampler().proposal(for: number, given: history, drawing: &stream)
    }
    let parameters = history.space.parameters
    var drawn: Hyperparameters = [:]
    let assignment = history.space.assignment { parameter in
      // The parameters of one condition come into play together and are drawn together.
      if drawn[parameter.name] == nil {
        let group = parameters.filter { $0.condition == parameter.condition }
        let values = draw(group, good: good, bad: bad, from: &stream)
        drawn.merge(values) { _, new in new }
      }
      return drawn[parameter.name] ?? parameter.domain.value(at: stream.uniformDouble())
    }
    return Proposal(assignment)
  }

  /// The best trials and the others, each by number.
  private func split(_ history: StudyHistory) -> (good: [Trial], bad: [Trial]) {
    let trials = history.trials
    // Compared in order, smaller being better; the place decides between equals.
    var ranks: [(step: Double, loss: Double, place: Int)] = []
    for (place, trial) in trials.enumerated() {
      let loss = history.loss(of: trial) ?? .infinity
      switch trial.state {
      case .complete: ranks.append((-.infinity, loss, place))
      case .pruned:
        let step = trial.intermediate.last.map { -Double($0.step) } ?? .infinity
        ranks.append((step, loss, place))
      case .failed, .running, .waiting: break
      }
    }
    ranks.sort { $0 < $1 }
    var isGood = trials.map { _ in false }
    for rank in ranks.prefix(min((ranks.count + 9) / 10, 25)) { isGood[rank.place] = true }
    return (
      trials.indices.filter { isGood[$0] }.map { trials[$0] },
      trials.indices.filter { !isGood[$0] && trials[$0].state != .failed }.map { trials[$0] }
    )
  }

  /// Draws values for parameters that come into play together.
  private func draw(
    _ group: [Hyperparameter], good: [Trial], bad: [Trial], from stream: inout RandomStream
  ) -> Hyperparameters {
    let domains = group.map(\.domain)
    let goodDensity = ParzenEstimator(domains, observations: observations(of: group, in: good))
    let badDensity = ParzenEstimator(domains, observations: observations(of: group, in: bad))
    let points = (0..<candidates).map { _ in goodDensity.draw(from: &stream) }
    let logRatios = zip(
      goodDensity.logDensities(of: points), badDensity.logDensities(of: points)
    ).map { $0 - $1 }
    let best = logRatios.indices.max { logRatios[$0] < logRatios[$1] }
    guard let best else { return [:] }
    var values: Hyperparameters = [:]
    for (parameter, coordinate) in zip(group, points[best]) {
      values[parameter.name] = parameter.domain.value(atCoordinate: coordinate)
    }
    return values
  }

  /// For each parameter its coordinates in the trials in which the group is in play.
  private func observations(of group: [Hyperparameter], in trials: [Trial]) -> [[Double]] {
    let known = trials.filter { trial in
      group.allSatisfy { trial.parameters[$0.name] != nil }
    }
    return group.map { parameter in
      known.map { trial in
        trial.parameters[parameter.name].flatMap(parameter.domain.coordinate) ?? 0.5
      }
    }
  }
}

extension Hyperparameter.Domain {
  /// The coordinate of a value: its position, or without an order its place in the list.
  fileprivate func coordinate(of value: ParameterValue) -> Double? {
    if case .categorical(let values) = self { return values.firstIndex(of: value).map(Double.init) }
    return position(of: value)
  }

  /// The inverse of ``coordinate(of:)``.
  fileprivate func value(atCoordinate coordinate: Double) -> ParameterValue {
    if case .categorical(let values) = self { return values[Int(coordinate)] }
    return value(at: coordinate)
  }
}

extension TPESampler: Codable {
  enum CodingKeys: String, CodingKey {
    case startup, candidates
  }

  /// Reads the settings; absent ones take their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      startup: try container.setting(.startup, default: 10, mustBe: "at least 0") { $0 >= 0 },
      candidates: try container.count(.candidates, default: 24))
  }
}
