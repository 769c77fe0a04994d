import SluiceTensor

/// The coalitions that stand for all in a regression, with their weights.
///
/// Sizes are taken in pairs, 1 and M - 1, 2 and M - 2, and so on: while the budget holds as many
/// coalitions of a pair as there are, all of them; of the other sizes some, drawn by the weights of
/// the sizes and each with the set of the other players, which takes away much of the noise.
///
/// - Source: Lundberg & Lee 2017, theorem 2, <https://arxiv.org/abs/1705.07874>; pairs: Covert & Lee 2021,
///   "Improving KernelSHAP", section 3.3, <https://arxiv.org/abs/2012.01536>.
struct KernelCoalitions {
  /// The coalitions; neither the empty one nor that of all players is among them.
  private(set) var coalitions: Coalitions
  /// The weight of each; they sum to 1.
  private(set) var weights: [Double] = []

  /// Lists the coalitions of a budget.
  ///
  /// - Parameters:
  ///   - players: At least 2.
  ///   - budget: The number of coalitions; at least ``smallestBudget(players:)``.
  init(players: Int, budget: Int, random: RandomStream) {
    coalitions = Coalitions(players: players)
    // The weight of all coalitions of a size is (M - 1) / (s (M - s)); a pair of sizes has twice that,
    // unless both are the same.
    var sizes = (1...players / 2).map { size in
      (size: size, weight: (2 * size == players ? 1.0 : 2) / Double(size * (players - size)))
    }
    let total = sizes.reduce(0) { $0 + $1.weight }
    for place in sizes.indices { sizes[place].weight /= total }
    var left = sizes.reduce(0) { $0 + $1.weight }
    while let (size, weight) = sizes.first {
      let count = Self.count(ofSize: size, players: players)
      let expected = Double(budget - coalitions.count) * weight / left
      guard size == 1 || expected >= Double(count) * (1 - 1e-9) else { break }
      appendAll(ofSize: size, weight: weight / Double(count))
      left -= weight
      sizes.removeFirst()
    }
    if !sizes.isEmpty { draw(sizes, weight: left, budget: budget, random: random) }
  }

  /// The fewest coalitions that determine all shares: those of one player and of all but one.
  static func smallestBudget(players: Int) -> Int { players == 2 ? 2 : 2 * players }

  /// The number of coalitions of a size and of the size of the others; a large number where there are
  /// more than can be counted.
  private static func count(ofSize size: Int, players: Int) -> Int {
    var count = 1
    for place in 0..<size {
      let (product, overflows) = count.multipliedReportingOverflow(by: players - place)
      if overflows { return .max }
      count = product / (place + 1)
    }
    return 2 * size == players ? count : count > .max / 2 ? .max : 2 * count
  }

  /// Adds all coalitions of a size, and those of the others.
  private mutating func appendAll(ofSize size: Int, weight: Double) {
    let players = coalitions.players
    var chosen = Array(0..<size)
    while true {
      // At half the players the pairs would come twice: only those with player 0 are walked.
      if 2 * size < players || chosen[0] == 0 {
        coalitions.appendPair(chosen)
        weights += [weight, weight]
      }
      guard let place = chosen.indices.last(where: { chosen[$0] < players - size + $0 }) else {
        return
      }
      chosen[place] += 1
      for next in place + 1..<max(size, place + 1) { chosen[next] = chosen[next - 1] + 1 }
    }
  }

  /// Draws pairs until the budget is used up; one that comes again weighs more instead.
  private mutating func draw(
    _ sizes: [(size: Int, weight: Double)], weight: Double, budget: Int, random: RandomStream
  ) {
    var random = random
    var pairs: [[Bool]: Int] = [:]
    var order: [[Bool]] = []
    let room = (budget - coalitions.count) / 2
    // Small games have fewer pairs than a large budget asks for; then the draws end here.
    for _ in 0..<4 * room where order.count < room {
      let chosen = random.choice(size(among: sizes, &random), of: coalitions.players)
      var isMember = [Bool](repeating: false, count: coalitions.players)
      for player in chosen { isMember[player] = true }
      // A pair is known by its set without player 0.
      if isMember[0] { for player in isMember.indices { isMember[player].toggle() } }
      if pairs[isMember] == nil { order.append(isMember) }
      pairs[isMember, default: 0] += 1
    }
    let draws = pairs.values.reduce(0, +)
    for set in order {
      let share = weight * Double(pairs[set] ?? 0) / Double(draws) / 2
      coalitions.appendPair(set.indices.lazy.filter { set[$0] })
      weights += [share, share]
    }
  }

  private func size(
    among sizes: [(size: Int, weight: Double)], _ random: inout RandomStream
  ) -> Int {
    var point = random.uniformDouble() * sizes.reduce(0) { $0 + $1.weight }
    for (size, weight) in sizes {
      point -= weight
      if point < 0 { return size }
    }
    return sizes[sizes.count - 1].size
  }
}
