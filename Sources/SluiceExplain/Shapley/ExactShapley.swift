/// Shapley values from all coalitions.
///
/// A player's share is what it adds to a coalition, averaged over all orders in which players may come.
///
/// - Source: Shapley 1953, "A value for n-person games"; the sum over coalitions as in Lundberg & Lee 2017,
///   "A unified approach to interpreting model predictions", equation 4,
///   <https://arxiv.org/abs/1705.07874>.
struct ExactShapley: ShapleyPlan {
  /// The most players that are computed exactly: 65,536 coalitions.
  static let mostPlayers = 16

  let coalitions: Coalitions

  /// - Parameter players: From 1 to ``mostPlayers``.
  init(players: Int) {
    var all = Coalitions(players: players)
    // Player i is bit i of a coalition's number.
    for number in 0..<(1 << players) {
      all.append((0..<players).lazy.map { number >> $0 & 1 == 1 })
    }
    coalitions = all
  }

  func shares(_ answers: ArraySlice<Double>) -> (shares: [Double], errors: [Double]?) {
    let values = Array(answers)
    let players = coalitions.players
    // s! (M - s - 1)! / M! for s = 0, 1, ...: each is the one before times s / (M - s).
    var weights = [1 / Double(players)]
    for size in 1..<max(players, 1) {
      weights.append(weights[size - 1] * Double(size) / Double(players - size))
    }
    let shares = (0..<players).map { player in
      var share = 0.0
      for number in values.indices where number >> player & 1 == 0 {
        let gain = values[number | 1 << player] - values[number]
        share += weights[number.nonzeroBitCount] * gain
      }
      return share
    }
    return (shares, nil)
  }
}
