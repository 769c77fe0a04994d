import SluiceTensor

/// Shapley values from random orders of the players, each with its reverse.
///
/// A player's share is what it adds when it comes, averaged over the orders. An order and its reverse
/// together are exact for functions without interactions of more than two players.
///
/// - Source: Castro, Gómez & Tejada 2009, "Polynomial calculation of the Shapley value based on sampling",
///   <https://doi.org/10.1016/j.cor.2008.04.004>; reversed orders: Mitchell, Cooper, Frank & Holmes 2022,
///   "Sampling permutations for Shapley value estimation", <https://jmlr.org/papers/v23/21-0439.html>.
struct PermutationShapley: ShapleyPlan {
  /// The random orders; the reverse of each is walked as well.
  private let orders: [[Int]]
  let coalitions: Coalitions

  /// The coalitions of an order and its reverse, besides those with no and with all players.
  static func coalitionsPerPair(players: Int) -> Int { 2 * (players - 1) }

  /// - Parameters:
  ///   - players: At least 2.
  ///   - pairs: How many orders are drawn; at least 2, for the standard errors.
  init(players: Int, pairs: Int, random: RandomStream) {
    var random = random
    var all = Coalitions(players: players)
    all.append(all: false)
    orders = (0..<pairs).map { _ in
      let order = random.choice(players, of: players)
      // The first k players of the reverse are all but the first M - k of the order.
      for size in 1..<players { all.appendPair(order.prefix(size)) }
      return order
    }
    all.append(all: true)
    coalitions = all
  }

  func shares(_ answers: ArraySlice<Double>) -> (shares: [Double], errors: [Double]?) {
    let values = Array(answers)
    let players = coalitions.players
    let perPair = Self.coalitionsPerPair(players: players)
    var sums = [Double](repeating: 0, count: players)
    var squares = sums
    for (pair, order) in orders.enumerated() {
      /// The answers for the first players of the order, and for all but them.
      func head(_ size: Int) -> Double {
        switch size {
        case 0: values[0]
        case players: values[values.count - 1]
        default: values[1 + pair * perPair + 2 * (size - 1)]
        }
      }
      func tail(_ size: Int) -> Double {
        switch size {
        case 0: values[values.count - 1]
        case players: values[0]
        default: values[2 + pair * perPair + 2 * (size - 1)]
        }
      }
      for (place, player) in order.enumerated() {
        let forward = head(place + 1) - head(place)
        let backward = tail(place) - tail(place + 1)
        let gain = (forward + backward) / 2
        sums[player] += gain
        squares[player] += gain * gain
      }
    }
    let count = Double(orders.count)
    let errors = zip(sums, squares).map { sum, square in
      (max(0, square - sum * sum / count) / (count - 1) / count).squareRoot()
    }
    return (sums.map { $0 / count }, errors)
  }
}
