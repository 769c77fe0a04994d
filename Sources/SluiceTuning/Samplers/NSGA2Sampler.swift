import SluiceTensor

/// Breeds trials from pairs of good ones, for several objectives at once.
///
/// The first population is drawn at random. After each population the best of it and of its parents
/// become the next parents: by Pareto front first, then by the room around them. A child takes each
/// parameter from one of two parents, or a number between and around theirs, and changes about one of
/// its parameters. A parameter that only the child has in play is drawn at random. Trials that did
/// not complete breed nothing.
///
/// - Source: Deb et al. 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II",
///   <https://doi.org/10.1109/4235.996017>.
public struct NSGA2Sampler: Sampler, Hashable, Codable {
  /// The number of trials of a population, and of parents; at least 4.
  public var population: Int

  /// Creates the sampler.
  public init(population: Int = 20) { self.population = population }

  /// The name, with settings that differ from the defaults.
  public var description: String {
    SettingsText("nsga2").adding("population", population, usually: 20).text
  }

  /// The size of a population.
  public var generation: Int? { population }

  /// Every space and any number of objectives will do.
  ///
  /// - Throws: ``TuningError/badSetting(name:found:expected:)``.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    if let flaw { throw flaw }
  }

  private var flaw: TuningError? {
    population < 4
      ? .badSetting(
        name: "population of the sampler nsga2", found: "\(population)", expected: "at least 4")
      : nil
  }

  /// Draws a trial at random in the first population, and breeds it in the later ones.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    let (parents, ranking) = parents(of: number / population, in: history)
    guard parents.count > 1 else {
      return RandomSampler().proposal(for: number, given: history, drawing: &stream)
    }
    func winner() -> Hyperparameters {
      let pair = (0..<2).map { _ in Int(stream.uniformDouble() * Double(parents.count)) }
      return parents[ranking.prefers(pair[1], to: pair[0]) ? pair[1] : pair[0]].parameters
    }
    let tried = Set(history.trials.map(\.parameters))
    // In a small space children soon repeat what is known.
    var child: Hyperparameters = [:]
    for _ in 0..<10 {
      child = bred(winner(), winner(), in: history.space, drawing: &stream)
      if !tried.contains(child) { break }
    }
    return Proposal(child)
  }

  /// Returns the parents of a generation, from the trials before it.
  private func parents(
    of generation: Int, in history: StudyHistory
  ) -> (parents: [Trial], ranking: ParetoRanking) {
    var parents: [Trial] = []
    var ranking = ParetoRanking([])
    let complete = history.completed
    for number in 0..<generation {
      let range = number * population..<(number + 1) * population
      let all = parents + complete.filter { range.contains($0.number) }
      let order = ParetoRanking(all.map(history.losses))
      let best = all.indices.sorted {
        order.prefers($0, to: $1) || (!order.prefers($1, to: $0) && $0 < $1)
      }
      parents = best.prefix(population).map { all[$0] }
      ranking = ParetoRanking(parents.map(history.losses))
    }
    return (parents, ranking)
  }

  private func bred(
    _ one: Hyperparameters, _ other: Hyperparameters, in space: SearchSpace,
    drawing stream: inout RandomStream
  ) -> Hyperparameters {
    let isCrossed = stream.uniformDouble() < 0.9
    let chance = 1 / Double(space.active(in: one).count)
    return space.assignment { parameter in
      let domain = parameter.domain
      let values = [one, isCrossed ? other : one].compactMap { $0[parameter.name] }
      let isMutated = stream.uniformDouble() < chance
      guard let first = values.first, let last = values.last, !isMutated || domain.isSmooth else {
        return domain.value(at: stream.uniformDouble())
      }
      guard domain.isSmooth, let start = domain.position(of: first),
        let end = domain.position(of: last)
      else { return stream.uniformDouble() < 0.5 ? first : last }
      var position = start
      if first != last {
        position =
          stream.uniformDouble() < 0.5
          ? UnitVariation.crossed(start, end, drawing: &stream)
          : (stream.uniformDouble() < 0.5 ? start : end)
      }
      if isMutated { position = UnitVariation.mutated(position, drawing: &stream) }
      return domain.value(at: position)
    }
  }
}

extension NSGA2Sampler {
  /// Reads the settings; absent ones have their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(population: try container.setting(.population, default: 20))
    if let flaw { throw DecodingError.impossible(flaw, at: decoder) }
  }
}
