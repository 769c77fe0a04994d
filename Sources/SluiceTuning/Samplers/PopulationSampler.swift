import SluiceTensor

/// Trains a population side by side: who falls behind goes on from the weights of a leader, with its
/// parameters changed a little.
///
/// Each trial is one leg of a training. Trial `number` continues the member `number % population`:
/// from its own weights and parameters as long as it is not among the worst; else from the weights
/// of one of the best (``Proposal/parent``), whose numbers are multiplied by 0.8 or 1.2, whose listed
/// values move to a neighbour, or which are drawn anew. So a parameter can follow a schedule that
/// nobody wrote down. Parameters that cannot change in the middle of a training (layers, units) are to
/// be listed as ``fixed``.
///
/// - Source: Jaderberg et al. 2017, "Population based training of neural networks",
///   <https://arxiv.org/abs/1711.09846>.
public struct PopulationSampler: Sampler, Hashable, Codable {
  /// The number of members; at least 2.
  public var population: Int

  /// The part of the members that counts as the best, and as the worst; above 0, at most 0.5.
  public var quantile: Double

  /// How probable it is that a parameter is drawn anew instead of changed a little; 0 to 1.
  public var resample: Double

  /// The names of the parameters that a leg inherits as they are.
  public var fixed: [String]

  /// Creates the sampler.
  public init(
    population: Int = 10, quantile: Double = 0.25, resample: Double = 0.25, fixed: [String] = []
  ) {
    self.population = population
    self.quantile = quantile
    self.resample = resample
    self.fixed = fixed
  }

  /// The name, with settings that differ from the defaults.
  public var description: String {
    SettingsText("population").adding("population", population, usually: 10)
      .adding("quantile", quantile, usually: 0.25).adding("resample", resample, usually: 0.25)
      .adding("fixed", fixed.joined(separator: " "), usually: "").text
  }

  /// The number of members.
  public var generation: Int? { population }

  /// Each leg goes on from the weights of an earlier one, and takes over what is fixed.
  public var inheritance: [String]? { fixed }

  /// One objective, at least one parameter that is not fixed, and no fixed one that could come into
  /// play in the middle of a training.
  ///
  /// - Throws: ``TuningError/badSetting(name:found:expected:)``,
  ///   ``TuningError/unsuitable(sampler:reason:)``.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    if let flaw { throw flaw }
    try checkSingle(objectives)
    if let flaw = flaw(of: space) {
      throw TuningError.unsuitable(sampler: description, reason: flaw)
    }
  }

  private var flaw: TuningError? {
    func impossible(_ name: String, _ found: some CustomStringConvertible, _ expected: String)
      -> TuningError
    {
      .badSetting(name: "\(name) of the sampler population", found: "\(found)", expected: expected)
    }
    if population < 2 { return impossible("population", population, "at least 2") }
    if !(quantile > 0 && quantile <= 0.5) {
      return impossible("quantile", quantile, "above 0 and at most 0.5")
    }
    return 0...1 ~= resample ? nil : impossible("resample", resample, "0 to 1")
  }

  private func flaw(of space: SearchSpace) -> String? {
    let names = space.parameters.map(\.name)
    if let name = fixed.first(where: { !names.contains($0) }) {
      return "its setting fixed names \(name); the space has \(names.joined(separator: ", "))"
    }
    if names.allSatisfy(fixed.contains) {
      return "all parameters are fixed, so nothing can change; take random"
    }
    for parameter in space.parameters where fixed.contains(parameter.name) {
      if let other = parameter.condition?.parameter, !fixed.contains(other) {
        return
          "\(parameter.name) is fixed and depends on \(other), which is not; list both in fixed"
      }
    }
    return nil
  }

  /// Draws the first leg of a member at random; later ones go on from a trial before.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    let members = latestLegs(before: number, in: history)
    let ranked = members.values.filter { $0.trial.state == .complete }.sorted {
      ($0.loss, $0.trial.number) < ($1.loss, $1.trial.number)
    }
    guard !ranked.isEmpty else {
      return RandomSampler().proposal(for: number, given: history, drawing: &stream)
    }
    let few = max(1, Int(quantile * Double(members.count)))
    // Two legs from the same weights with the same parameters would be one too many.
    let isUnderWay = history.trials.contains {
      $0.number < number && $0.number % population == number % population && !$0.state.isFinished
    }
    let own = isUnderWay ? nil : members[number % population]?.trial
    // Members without a result are the worst; the others fill up their number.
    let behind = ranked.suffix(max(0, few - (members.count - ranked.count)))
    if let own, own.state == .complete,
      ranked.count == 1 || !behind.contains(where: { $0.trial.number == own.number })
    {
      return Proposal(own.parameters, parent: own.number)
    }
    let leaders = ranked.prefix(few)
    let leader = leaders[Int(stream.uniformDouble() * Double(leaders.count))].trial
    return Proposal(
      changed(leader.parameters, in: history.space, drawing: &stream), parent: leader.number)
  }

  /// Returns the latest finished leg of each member; without results yet, none.
  private func latestLegs(
    before number: Int, in history: StudyHistory
  ) -> [Int: (trial: Trial, loss: Double)] {
    var members: [Int: (trial: Trial, loss: Double)] = [:]
    for trial in history.trials where trial.number < number / population * population {
      guard trial.state.isFinished else { continue }
      members[trial.number % population] = (trial, history.loss(of: trial) ?? .infinity)
    }
    return members
  }

  /// Returns parameters with those that are not fixed changed.
  private func changed(
    _ parameters: Hyperparameters, in space: SearchSpace, drawing stream: inout RandomStream
  ) -> Hyperparameters {
    space.assignment { parameter in
      let position = stream.uniformDouble()
      let isUp = stream.uniformDouble() < 0.5
      let isDrawn = stream.uniformDouble() < resample
      guard let value = parameters[parameter.name] else {
        return parameter.domain.value(at: position)
      }
      if fixed.contains(parameter.name) { return value }
      if isDrawn { return parameter.domain.value(at: position) }
      // Zero times anything is zero: only a draw leads away from there.
      return parameter.domain.neighbour(of: value, isUp: isUp)
        ?? parameter.domain.neighbour(of: value, isUp: !isUp)
        ?? parameter.domain.value(at: position)
    }
  }
}

extension PopulationSampler {
  /// Reads the settings; absent ones have their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      population: try container.setting(.population, default: 10),
      quantile: try container.setting(.quantile, default: 0.25),
      resample: try container.setting(.resample, default: 0.25),
      fixed: try container.setting(.fixed, default: []))
    if let flaw { throw DecodingError.impossible(flaw, at: decoder) }
  }
}
