/// Which of several losses are better where no one loss decides.
///
/// - Source: Deb et al. 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II",
///   <https://doi.org/10.1109/4235.996017>.
struct ParetoRanking {
  /// The number of the front of each member: 0 for those that no other beats, and so on.
  let fronts: [Int]

  /// How far the neighbours of each member within its front are apart; infinite at the ends.
  let crowding: [Double]

  /// Ranks members by their losses, smaller being better.
  init(_ losses: [[Double]]) {
    var fronts = [Int](repeating: -1, count: losses.count)
    var crowding = [Double](repeating: 0, count: losses.count)
    var beaters = losses.map { one in losses.count { $0.dominates(one) } }
    var (rest, number) = (Array(losses.indices), 0)
    while !rest.isEmpty {
      let front = rest.filter { beaters[$0] == 0 }
      for member in front {
        fronts[member] = number
        for other in rest where losses[member].dominates(losses[other]) { beaters[other] -= 1 }
      }
      Self.measure(front, losses, into: &crowding)
      rest.removeAll { fronts[$0] == number }
      number += 1
    }
    (self.fronts, self.crowding) = (fronts, crowding)
  }

  /// Whether a member is to be preferred: a better front, or as good a one with more room.
  func prefers(_ one: Int, to other: Int) -> Bool {
    (fronts[one], -crowding[one]) < (fronts[other], -crowding[other])
  }

  private static func measure(_ front: [Int], _ losses: [[Double]], into crowding: inout [Double]) {
    for objective in losses[front[0]].indices {
      let sorted = front.sorted {
        (losses[$0][objective], $0) < (losses[$1][objective], $1)
      }
      let (first, last) = (sorted[0], sorted[sorted.count - 1])
      let extent = losses[last][objective] - losses[first][objective]
      crowding[first] = .infinity
      crowding[last] = .infinity
      guard extent > 0, extent.isFinite else { continue }
      for place in 1..<max(sorted.count - 1, 1) {
        let gap = losses[sorted[place + 1]][objective] - losses[sorted[place - 1]][objective]
        crowding[sorted[place]] += gap / extent
      }
    }
  }
}
