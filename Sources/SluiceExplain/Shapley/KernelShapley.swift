import SluiceTensor

/// Shapley values from a weighted regression of answers on who is in the coalition.
///
/// The shares minimise the weighted sum of squares between answers and sums of shares, under the condition
/// that all shares sum to the whole. With all coalitions they are the Shapley values.
///
/// - Source: Lundberg & Lee 2017, theorem 2, <https://arxiv.org/abs/1705.07874>; the solution under the
///   condition: Covert & Lee 2021, equation 7, <https://arxiv.org/abs/2012.01536>.
struct KernelShapley: ShapleyPlan {
  let coalitions: Coalitions
  /// The weights of all coalitions but the first and the last.
  private let weights: [Double]
  private let factor: Cholesky
  /// The solution for a right side of ones.
  private let ones: [Double]

  /// Takes the coalitions of a regression.
  ///
  /// - Parameter sample: At least all coalitions of one player and of all but one.
  init(_ sample: KernelCoalitions) {
    let players = sample.coalitions.players
    var all = Coalitions(players: players)
    all.append(all: false)
    for row in sample.weights.indices { all.append(sample.coalitions[row]) }
    all.append(all: true)
    coalitions = all
    weights = sample.weights
    guard let factor = Cholesky(Self.products(of: sample), size: players) else {
      // The single players alone make the matrix positive definite.
      preconditionFailure("KernelShapley: the coalitions do not determine the shares")
    }
    self.factor = factor
    ones = factor.solve([Double](repeating: 1, count: players))
  }

  /// The weight with which each two players are together, row-major `[M, M]`, the lower triangle.
  private static func products(of sample: KernelCoalitions) -> [Double] {
    let players = sample.coalitions.players
    let members = sample.coalitions.members.map { $0 ? 1.0 : 0 }
    var products = [Double](repeating: 0, count: players * players)
    products.withUnsafeMutableBufferPointer { products in
      members.withUnsafeBufferPointer { members in
        guard let products = products.baseAddress, let members = members.baseAddress else { return }
        // A block of rows stays in cache while all coalitions pass by.
        let length = 64
        Threads.run(blocks: (players + length - 1) / length) { block in
          for (row, weight) in sample.weights.enumerated() {
            let set = members + row * players
            for player in block * length..<min((block + 1) * length, players) where set[player] == 1
            {
              addProduct(of: set, times: weight, to: products + player * players, player + 1)
            }
          }
        }
      }
    }
    return products
  }

  func shares(_ answers: ArraySlice<Double>) -> (shares: [Double], errors: [Double]?) {
    let values = Array(answers)
    let players = coalitions.players
    var right = [Double](repeating: 0, count: players)
    for (row, weight) in weights.enumerated() {
      let weighted = weight * (values[row + 1] - values[0])
      for (player, isMember) in coalitions[row + 1].enumerated() where isMember {
        right[player] += weighted
      }
    }
    let free = factor.solve(right)
    let excess = free.reduce(0, +) - (values[values.count - 1] - values[0])
    let step = excess / ones.reduce(0, +)
    return (zip(free, ones).map { $0 - step * $1 }, nil)
  }
}
