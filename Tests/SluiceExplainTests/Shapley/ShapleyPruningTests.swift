import SluiceNN
import SluiceTensor
import Synchronization
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

  @Test("How many steps were joined is said")
  func notes() throws {
    var readings = Formula.windows([3, 6, 2]).values
    readings[12] = 5
    let attribution = try Shapley(
      .events, estimator: .exact, pruning: 1e-6, random: RandomStreams(seed: 1)
    ).attribution(of: function, windows: Tensor(readings, shape: [3, 6, 2]), answer: 0)
    #expect(
      attribution.notes == [
        "In 2 of 3 windows the oldest steps, 4 to 4 of 6, are one player, whose share is spread "
          + "evenly over them."
      ])
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

  @Test(
    "A network begins with the states after joined steps, and gives what it gives from the start")
  func resuming() throws {
    let task = try ExplainTask(lookback: 7, horizon: 2)
    let function = try task.function(task.network(outputs: 2))
    let windows = try function.windows(of: task.frame)
    let background = Background.each(of: Formula.windows([2, 7, 3], seed: 8))
    for grouping in [PlayerGrouping.events, .inputs] {
      let method = Shapley(
        grouping, estimator: .exact, background: background, pruning: 0.1,
        random: RandomStreams(seed: 1))
      let resumed = try method.shares(of: function, windows: windows, answers: [0, 1])
      let whole = try method.shares(
        of: WithoutGradient(function: function), windows: windows, answers: [0, 1])
      let joined = resumed[0].windows.map(\.players.joinedSteps)
      #expect(joined == whole[0].windows.map(\.players.joinedSteps))
      #expect(Set(joined).count > 1)
      #expect(joined.contains { $0 > 0 })
      for (one, other) in zip(resumed.flatMap(\.windows), whole.flatMap(\.windows)) {
        #expect(largestDistance(one.shares, other.shares) < 1e-6)
        #expect(abs(one.answer - other.answer) < 1e-6)
        #expect(abs(one.baseline - other.baseline) < 1e-6)
      }
    }
  }

  @Test("Joined steps are read once a window, whatever the number of coalitions")
  func readings() throws {
    let task = try ExplainTask(lookback: 7)
    let network = try task.function(task.network())
    let counted = CountedSteps(function: network)
    let windows = try network.windows(of: task.frame).selecting([3, 8])
    let method = Shapley(
      .events, estimator: .exact, pruning: 100, random: RandomStreams(seed: 1))
    _ = try method.attribution(of: counted, windows: windows, answer: 0)
    // Pruning reads 14 coalitions of 7 steps; then 6 joined steps of two windows and the background, and
    // the last step for 4 coalitions.
    let expected: Int = 2 * 14 * 7 + 3 * 6 + 2 * 4
    let read: Int = counted.read.withLock { $0 }
    #expect(read == expected)
  }

  @Test("A network that needs whole windows gets them")
  func backwards() throws {
    let task = try ExplainTask(lookback: 4)
    let network = try Sequential {
      Bidirectional(LSTM(3))
      Dense(1)
    }.built(inputSize: 3, seed: 1)
    let function = try task.function(network)
    let windows = try function.windows(of: task.frame).selecting([3])
    let method = Shapley(
      .events, estimator: .exact, pruning: 100, random: RandomStreams(seed: 1))
    #expect(
      try method.attribution(of: function, windows: windows, answer: 0)
        == method.attribution(of: WithoutGradient(function: function), windows: windows, answer: 0))
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

/// A network that counts the steps that it reads.
private final class CountedSteps: ResumableFunction {
  let function: NetworkFunction
  let read = Mutex(0)

  init(function: NetworkFunction) {
    self.function = function
  }

  var steps: Int { function.steps }
  var inputs: [String] { function.inputs }
  var answers: [String] { function.answers }

  private func count(_ windows: Tensor) {
    read.withLock { $0 += windows.shape[0] * windows.shape[1] }
  }

  func values(_ windows: Tensor) -> [Float] {
    count(windows)
    return function.values(windows)
  }

  func states(after steps: Tensor) -> NetworkState? {
    count(steps)
    return function.states(after: steps)
  }

  func values(_ rest: Tensor, resuming states: NetworkState, rows: [Int]) -> [Float] {
    count(rest)
    return function.values(rest, resuming: states, rows: rows)
  }
}
