import SluiceTensor
import Testing

@testable import SluiceExplain

@Suite("Estimators of Shapley values")
struct ShapleyPlanTests {
  /// Random worths of all coalitions of some players; player i is bit i of a coalition's number.
  private func game(_ players: Int) -> [Double] {
    var stream = RandomStreams(seed: 5).stream("game/\(players)")
    return (0..<(1 << players)).map { _ in stream.uniformDouble() * 2 - 1 }
  }

  /// The worths of a plan's coalitions in a game.
  private func worths(_ plan: any ShapleyPlan, _ game: [Double]) -> ArraySlice<Double> {
    (0..<plan.coalitions.count).map { row in
      game[plan.coalitions[row].enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }]
    }[...]
  }

  @Test("Exact values are those of the textbook: two partners and one who needs nobody")
  func exact() {
    // v = 1 for players 0 and 1 together, 2 more for player 2, 3 more for all three.
    let game: [Double] = [0, 0, 0, 1, 2, 2, 2, 6]
    let plan = ExactShapley(players: 3)
    let (shares, errors) = plan.shares(worths(plan, game))
    #expect(largestDistance(shares, [1.5, 1.5, 3]) < 1e-15)
    #expect(errors == nil)
  }

  @Test("Exact values equal the average over all orders", arguments: [1, 2, 3, 5])
  func orders(players: Int) {
    let game = game(players)
    var sums = [Double](repeating: 0, count: players)
    var count = 0.0
    func walk(_ rest: [Int], _ coalition: Int, _ gains: [Double]) {
      if rest.isEmpty {
        count += 1
        for player in 0..<players { sums[player] += gains[player] }
      }
      for player in rest {
        var gains = gains
        gains[player] = game[coalition | 1 << player] - game[coalition]
        walk(rest.filter { $0 != player }, coalition | 1 << player, gains)
      }
    }
    walk(Array(0..<players), 0, sums)
    let plan = ExactShapley(players: players)
    let shares = plan.shares(worths(plan, game)).shares
    #expect(largestDistance(shares, sums.map { $0 / count }) < 1e-14)
  }

  @Test("A regression on all coalitions gives the exact values", arguments: [2, 3, 6, 7, 8])
  func regression(players: Int) {
    let game = game(players)
    let sample = KernelCoalitions(
      players: players, budget: 1 << players - 2, random: RandomStream(seed: 1))
    #expect(sample.coalitions.count == 1 << players - 2)
    #expect(abs(sample.weights.reduce(0, +) - 1) < 1e-12)
    let (kernel, exact) = (KernelShapley(sample), ExactShapley(players: players))
    let distance = largestDistance(
      kernel.shares(worths(kernel, game)).shares, exact.shares(worths(exact, game)).shares)
    #expect(distance < 1e-12)
  }

  @Test("Coalitions within a budget: no two the same, each with its complement, few sizes whole")
  func sampling() {
    let (players, budget) = (13, 600)
    let sample = KernelCoalitions(players: players, budget: budget, random: RandomStream(seed: 1))
    let sets = (0..<sample.coalitions.count).map { Array(sample.coalitions[$0]) }
    #expect(sets.count == budget)
    #expect(Set(sets).count == budget)
    #expect(sets.allSatisfy { set in sets.contains(set.map { !$0 }) })
    let sizes = sets.map { $0.count(where: \.self) }
    #expect(sizes.count { $0 == 1 } == 13)
    #expect(sizes.count { $0 == 2 } == 78)
    #expect(sizes.count { $0 == 11 } == 78)
    #expect(sizes.allSatisfy { $0 > 0 && $0 < players })
    #expect(Set(sizes).count == 12)
    #expect(abs(sample.weights.reduce(0, +) - 1) < 1e-12)
    // All pairs of sizes weigh in proportion to 1 / (s (M - s)), the single players first.
    let singles = zip(sizes, sample.weights).reduce(0.0) {
      $0 + ($1.0 == 1 || $1.0 == 12 ? $1.1 : 0)
    }
    let total = (1...6).reduce(0.0) { $0 + 1 / Double($1 * (13 - $1)) }
    #expect(abs(singles - 1 / 12 / total) < 1e-12)
  }

  @Test(
    "Where nearly all coalitions are drawn, none comes twice",
    arguments: 1...5 as ClosedRange<UInt64>)
  func crowd(seed: UInt64) {
    let sample = KernelCoalitions(players: 6, budget: 50, random: RandomStream(seed: seed))
    let sets = (0..<sample.coalitions.count).map { Array(sample.coalitions[$0]) }
    #expect(Set(sets).count == sets.count)
    #expect(sets.count > 40 && sets.count <= 50)
    #expect(abs(sample.weights.reduce(0, +) - 1) < 1e-12)
  }

  @Test("Many players who only add up get what they bring, whatever is drawn")
  func many() {
    let worth = (0..<150).map { Double($0 % 7) - 2 }
    let kernel = KernelShapley(
      KernelCoalitions(players: 150, budget: 400, random: RandomStream(seed: 3)))
    let values = (0..<kernel.coalitions.count).map { row in
      1 + zip(kernel.coalitions[row], worth).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
    }
    #expect(kernel.coalitions.count == 402)
    #expect(largestDistance(kernel.shares(values[...]).shares, worth) < 1e-9)
  }

  @Test("The kernel estimator comes nearer with more coalitions, and sums exactly")
  func kernelConverges() {
    let game = game(12)
    let exact = ExactShapley(players: 12)
    let truth = exact.shares(worths(exact, game)).shares
    let distances = [24, 200, 2000, 4000].map { budget in
      let kernel = KernelShapley(
        KernelCoalitions(players: 12, budget: budget, random: RandomStream(seed: 2)))
      let shares = kernel.shares(worths(kernel, game)).shares
      #expect(abs(shares.reduce(0, +) - (game[4095] - game[0])) < 1e-12)
      return zip(shares, truth).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    }
    #expect(distances == distances.sorted(by: >))
    #expect(distances[3] < distances[1] / 10)
  }

  @Test("Random orders come nearer with their number, within their standard errors")
  func permutationsConverge() throws {
    let game = game(12)
    let exact = ExactShapley(players: 12)
    let truth = exact.shares(worths(exact, game)).shares
    var distances: [Double] = []
    for pairs in [2, 50, 2000] {
      let plan = PermutationShapley(players: 12, pairs: pairs, random: RandomStream(seed: 2))
      #expect(plan.coalitions.count == 2 + 22 * pairs)
      let (shares, errors) = plan.shares(worths(plan, game))
      #expect(abs(shares.reduce(0, +) - (game[4095] - game[0])) < 1e-12)
      distances.append(largestDistance(shares, truth))
      guard pairs > 2 else { continue }
      let ratios = zip(zip(shares, truth), try #require(errors)).map { abs($0.0 - $0.1) / $1 }
      #expect(ratios.allSatisfy { $0 < 4 })
      // Squares of ratios average to 1 where the errors are right.
      let mean = ratios.reduce(0) { $0 + $1 * $1 } / 12
      #expect(mean > 0.3 && mean < 2.5)
    }
    #expect(distances == distances.sorted(by: >))
  }

  @Test("An order and its reverse are exact where only pairs act on each other")
  func pairs() {
    let (players, all) = (6, 63)
    var stream = RandomStreams(seed: 9).stream("pairs")
    let worth = (0..<players * players).map { _ in stream.uniformDouble() }
    let game = (0...all).map { coalition in
      (0..<players * players).reduce(0.0) { sum, pair in
        let isIn = coalition >> (pair / players) & coalition >> (pair % players) & 1 == 1
        return sum + (isIn ? worth[pair] : 0)
      }
    }
    let exact = ExactShapley(players: players)
    let plan = PermutationShapley(players: players, pairs: 2, random: RandomStream(seed: 4))
    let (shares, errors) = plan.shares(worths(plan, game))
    #expect(largestDistance(shares, exact.shares(worths(exact, game)).shares) < 1e-12)
    #expect(errors?.allSatisfy { $0 < 1e-7 } == true)
  }
}
