import SluiceTensor

/// Draws from a normal distribution that moves and stretches towards what was good: the CMA evolution
/// strategy.
///
/// For many, cheap trials of numbers that depend on each other. The distribution follows from the
/// finished populations: trials 0 ..< population, and so on; a trial is drawn from what was learnt of
/// the populations that are finished. It lives in the unit cube, where every number stands at its
/// position; draws outside are repeated. A number in steps keeps a width of a quarter of a step, so that
/// one draw in twenty still leaves it. Categorical and conditional parameters are drawn at random.
/// Failed trials count as the worst.
///
/// - Source: Hansen 2016, "The CMA evolution strategy: a tutorial",
///   <https://arxiv.org/abs/1604.00772>; a least width for steps: Hamano et al. 2022,
///   <https://arxiv.org/abs/2205.13482>.
public struct CMAESSampler: Sampler, Hashable, Codable {
  /// The number of trials after which the distribution changes, at least 4; nil for 4 + 3 ln n with n
  /// numbers to search.
  public var population: Int?

  /// The standard deviation of the first draws around the middle, as a part of each range; above 0,
  /// at most 1.
  public var deviation: Double

  /// Creates the sampler.
  public init(population: Int? = nil, deviation: Double = 0.3) {
    self.population = population
    self.deviation = deviation
  }

  /// The name, with settings that differ from the defaults.
  public var description: String {
    SettingsText("cmaes").adding("population", population)
      .adding("deviation", deviation, usually: 0.3).text
  }

  /// The size of a population, where one is set.
  public var generation: Int? { population }

  /// One objective, and at least one number that is always in play.
  ///
  /// - Throws: ``TuningError/badSetting(name:found:expected:)``,
  ///   ``TuningError/unsuitable(sampler:reason:)``.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    if let flaw { throw flaw }
    try checkSingle(objectives)
    if Self.searched(in: space).isEmpty {
      throw TuningError.unsuitable(
        sampler: description,
        reason: "it searches numbers that are always in play, and there is none; take tpe")
    }
  }

  private var flaw: TuningError? {
    if let population, population < 4 {
      return .badSetting(
        name: "population of the sampler cmaes", found: "\(population)", expected: "at least 4")
    }
    if deviation > 0, deviation <= 1 { return nil }
    return .badSetting(
      name: "deviation of the sampler cmaes", found: "\(deviation)",
      expected: "above 0 and at most 1")
  }

  /// Draws a trial from what the finished populations taught.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    let searched = Self.searched(in: history.space)
    guard !searched.isEmpty else {
      return RandomSampler().proposal(for: number, given: history, drawing: &stream)
    }
    let point = state(after: history, searching: searched).point(drawing: &stream)
    let places = Dictionary(uniqueKeysWithValues: zip(searched.map(\.name), point))
    return Proposal(
      history.space.assignment {
        $0.domain.value(at: places[$0.name] ?? stream.uniformDouble())
      })
  }

  /// Returns what is known after the finished populations among some trials.
  func state(after history: StudyHistory, searching searched: [Hyperparameter]) -> CMAESState {
    let size = population ?? CMAESConstants.population(dimensions: searched.count)
    var state = CMAESState(
      mean: searched.map { _ in 0.5 }, step: deviation, population: size)
    let least = searched.map { $0.domain.count.map { 0.25 / Double($0) } ?? 0 }
    let trials = history.trials
    var first = 0
    // Trials come by number, and a population with a gap is not complete.
    while first + size <= trials.count, trials[first + size - 1].number == first + size - 1 {
      let members = trials[first..<first + size]
      guard members.allSatisfy(\.state.isFinished) else { break }
      first += size
      let judged = members.map { ($0, history.loss(of: $0) ?? .infinity) }
      if judged.allSatisfy({ $0.1 == .infinity }) { continue }
      let ranked = judged.sorted { ($0.1, $0.0.number) < ($1.1, $1.0.number) }
      state.learn(
        from: ranked.map { trial, _ in
          searched.map { trial.parameters[$0.name].flatMap($0.domain.position) ?? 0.5 }
        })
      state.bound(deviations: least)
    }
    return state
  }

  /// The parameters that the distribution covers: numbers that are always in play and vary.
  private static func searched(in space: SearchSpace) -> [Hyperparameter] {
    space.parameters.filter {
      $0.condition == nil && !$0.domain.isCategorical && $0.domain.count != 1
    }
  }
}

extension CMAESSampler {
  /// Reads the settings; absent ones have their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      population: try container.decodeIfPresent(Int.self, forKey: .population),
      deviation: try container.setting(.deviation, default: 0.3))
    if let flaw { throw DecodingError.impossible(flaw, at: decoder) }
  }
}
