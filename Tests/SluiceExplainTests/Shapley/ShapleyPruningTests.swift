import SluiceTensor
import Testing

@testable import SluiceExplain

@Suite("Old steps as one player")
struct ShapleyPruningTests {
  /// The last two readings, and the oldest one where it is above 1.
  private let function = Formula(steps: 6, inputs: ["a", "b"]) { x in
    [x[10] * x[9] + x[8] + (x[0] > 1 ? x[0] : 0)]
  }

  private func shares(
    _ grouping: PlayerGrouping, tolerance: Double, _ windows: Tensor
  ) throws -> [ShapleyShares.Window] {
    try Shapley(
      grouping, estimator: .exact, pruning: tolerance, random: RandomStreams(seed: 1)
    ).shares(of: function, windows: windows, answers: [0])[0].windows
  }

  @Test("Each window keeps the steps that move its answer")
  func windows() throws {
    var readings = Formula.windows([3, 6, 2]).values
    readings[12] = 5
    let found = try shares(.events, tolerance: 1e-6, Tensor(readings, shape: [3, 6, 2]))
    #expect(found.map(\.players.count) == [3, 6, 3])
    #expect(found[0].players.cells == [8, 2, 2])
    #expect(found[0].shares[0] == 0)
    #expect(abs(found[1].shares[0] - 5) < 1e-6)
    for window in 0..<3 {
      let sum = found[window].shares.reduce(0, +)
      #expect(abs(sum - (found[window].answer - found[window].baseline)) < 1e-6)
    }
  }

  @Test("Shares of kept steps equal those without pruning where the rest does nothing")
  func same() throws {
    let windows = Formula.windows([2, 6, 2])
    let pruned = try shares(.cells, tolerance: 1e-6, windows)
    #expect(pruned.map(\.players.count) == [5, 5])
    let whole = try Shapley(.cells, estimator: .exact, random: RandomStreams(seed: 1))
      .shares(of: function, windows: windows, answers: [0])[0].windows
    for window in 0..<2 {
      let kept = Array(pruned[window].shares.dropFirst())
      #expect(largestDistance(kept, Array(whole[window].shares[8...])) < 1e-6)
    }
  }

  @Test("A large tolerance leaves the newest step apart; none of 0 joins anything")
  func limits() throws {
    let windows = Formula.windows([2, 6, 2])
    #expect(try shares(.events, tolerance: 100, windows).map(\.players.count) == [2, 2])
    #expect(try shares(.events, tolerance: 0, windows).map(\.players.count) == [6, 6])
  }

  @Test("A step that moves the answer only together with a new one is kept")
  func together() throws {
    let function = Formula(steps: 5, inputs: ["a"]) { [$0[4] * $0[1]] }
    let found = try Shapley(
      .events, estimator: .exact, pruning: 0.1, random: RandomStreams(seed: 1)
    ).shares(of: function, windows: .ones([1, 5, 1]), answers: [0])[0].windows[0]
    #expect(found.players.count == 5)
    #expect(found.shares == [0, 0.5, 0, 0, 0.5])
  }

  @Test("A large share does not hide behind one that outweighs it")
  func outweighed() throws {
    // Steps 1 and 2 cancel: all up to 2 together do nothing, but step 1 alone does.
    let function = Formula(steps: 5, inputs: ["a"]) { [$0[4] + 3 * $0[1] - 3 * $0[2]] }
    let found = try Shapley(
      .events, estimator: .exact, pruning: 0.1, random: RandomStreams(seed: 1)
    ).shares(of: function, windows: .ones([1, 5, 1]), answers: [0])[0].windows[0]
    #expect(found.players.count == 5)
    #expect(largestDistance(found.shares, [0, 3, -3, 0, 1]) < 1e-6)
  }
}
