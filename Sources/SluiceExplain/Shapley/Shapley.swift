import SluiceTensor

/// Shapley values of groups of readings: what each adds to the answer, averaged over all orders in
/// which they may come to be known.
///
/// Readings that are not known yet take the values of a background. The shares of a window sum to its
/// answer less the answer for the background, exactly but for rounding.
///
/// - Source: Lundberg & Lee 2017, "A unified approach to interpreting model predictions",
///   <https://arxiv.org/abs/1705.07874>; steps as players and the pruning of old ones: Bento et al. 2021,
///   "TimeSHAP", <https://doi.org/10.1145/3447548.3467166>.
public struct Shapley: AttributionMethod {
  /// What is one player.
  public var grouping: PlayerGrouping
  /// How the values are computed.
  public var estimator: ShapleyEstimator
  /// What takes the place of readings that are not known.
  public var background: Background
  /// The tolerance of pruning, in units of the answers, at least 0; nil prunes nothing.
  ///
  /// The oldest steps of a window are one player together as long as their joint share, against all later
  /// steps as one player, stays below this: in all answers that are asked for, for each number of
  /// steps up to theirs.
  public var pruning: Double?
  /// Where the draws come from; a window's shares depend on the seed, not on its neighbours in a call.
  public var random: RandomStreams

  /// Creates the method.
  public init(
    _ grouping: PlayerGrouping, estimator: ShapleyEstimator, background: Background = .zeros,
    pruning: Double? = nil, random: RandomStreams
  ) {
    self.grouping = grouping
    self.estimator = estimator
    self.background = background
    self.pruning = pruning
    self.random = random
  }

  /// `exact-shapley`, `kernel-shap` or `permutation-shapley`.
  public var name: String { estimator.name }

  /// The background.
  public var replacement: Background { background }

  /// The players, before old steps are joined.
  public func players(of function: any ExplainedFunction) throws -> Players {
    try grouping.players(steps: function.steps, inputs: function.inputs.count)
  }

  /// Returns the shares of the readings of each window in one answer.
  ///
  /// - Throws: ``ExplainError`` for windows, an answer or a background that the function does not have, for
  ///   settings that do not go together, and for an answer that is not finite.
  public func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    try shares(of: function, windows: windows, answers: [answer])[0].attribution
  }

  /// Returns the shares of the players of each window in several answers, at the cost of one.
  ///
  /// - Parameters:
  ///   - function: What answers.
  ///   - windows: Scaled windows, `[N, T, F]`, at least one.
  ///   - answers: The numbers of the answers, each from 0 to `K`.
  /// - Returns: One result an answer, in their order.
  /// - Throws: As ``attribution(of:windows:answer:)``.
  public func shares(
    of function: any ExplainedFunction, windows: Tensor, answers: [Int]
  ) throws -> [ShapleyShares] {
    guard !answers.isEmpty else { return [] }
    for answer in answers { try check(function, windows: windows, answer: answer) }
    let all = try players(of: function)
    let background = try background.windows(for: function)
    let joined = try oldestSteps(
      of: function, windows: windows, background: background, answers: answers)
    let none = [ShapleyShares.Window?](repeating: nil, count: windows.shape[0])
    var found = answers.map { _ in none }
    // Windows with the same players go together.
    for oldest in Set(joined).sorted() {
      let players = all.joining(oldest: oldest)
      let plan = try estimator.plan(players: players.count, random: random)
      let game = CoalitionGame(
        function: function, players: players, background: background, answers: answers)
      let members = joined.indices.filter { joined[$0] == oldest }
      try game.forEachWindow(of: windows.selecting(members), plan.coalitions) { member, values in
        for (place, values) in values.enumerated() {
          let (shares, errors) = plan.shares(values)
          found[place][members[member]] = ShapleyShares.Window(
            players: players, shares: shares, standardErrors: errors,
            answer: values[values.endIndex - 1], baseline: values[values.startIndex])
        }
      }
    }
    return zip(answers, found).map { answer, found in
      ShapleyShares(
        method: name, answer: function.answers[answer], inputs: function.inputs,
        steps: function.steps, sharing: grouping.sharing, windows: found.compactMap { $0 })
    }
  }
}
