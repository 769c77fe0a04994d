import SluiceTensor

/// How Shapley values are computed.
public enum ShapleyEstimator: Hashable, Sendable {
  /// From all `2^M` coalitions, for up to 16 players.
  case exact
  /// KernelSHAP: a regression on at most so many coalitions besides the empty and the whole one; nil
  /// takes `2 M + 2048` of them, as package shap does.
  ///
  /// Where the budget holds all coalitions of up to 16 players, the values are the exact ones. Otherwise a
  /// player that the function ignores gets a share near zero, not zero.
  case kernel(coalitions: Int? = nil)
  /// So many random orders of the players, at least 2, each with its reverse; with standard errors.
  ///
  /// An order and its reverse take `2 (M - 1)` coalitions.
  case permutations(pairs: Int = 10)

  /// The name of the method.
  var name: String {
    switch self {
    case .exact: "exact-shapley"
    case .kernel: "kernel-shap"
    case .permutations: "permutation-shapley"
    }
  }

  /// Returns the coalitions to ask for, drawn from streams named after the estimator.
  ///
  /// - Throws: ``ExplainError/setting(name:expected:found:)`` for more players than can be computed exactly, and
  ///   for too few coalitions or orders.
  func plan(players: Int, random: RandomStreams) throws -> any ShapleyPlan {
    let isSmall = players <= ExactShapley.mostPlayers
    switch self {
    case .exact:
      guard isSmall else {
        throw ExplainError.setting(
          name: "players of the exact estimator",
          expected: "at most \(ExactShapley.mostPlayers) (join steps or inputs, or take the kernel "
            + "or the permutations estimator)", found: "\(players)")
      }
      return ExactShapley(players: players)
    case .kernel(let coalitions):
      let smallest = KernelCoalitions.smallestBudget(players: players)
      let budget = coalitions ?? smallest + 2048
      guard budget >= smallest else {
        throw ExplainError.setting(
          name: "coalitions of the kernel estimator",
          expected: "at least \(smallest) for \(players) players", found: "\(budget)")
      }
      if isSmall, budget >= 1 << players - 2 { return ExactShapley(players: players) }
      return KernelShapley(
        KernelCoalitions(players: players, budget: budget, random: random.stream("shapley/kernel")))
    case .permutations(let pairs):
      guard pairs >= 2 else {
        throw ExplainError.setting(
          name: "pairs of the permutations estimator",
          expected: "at least 2, for their spread tells the standard error", found: "\(pairs)")
      }
      if players == 1 { return ExactShapley(players: 1) }
      return PermutationShapley(
        players: players, pairs: pairs, random: random.stream("shapley/permutations"))
    }
  }
}
