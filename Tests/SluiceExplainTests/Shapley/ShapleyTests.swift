import SluiceModels
import SluiceNN
import SluiceTensor
import Synchronization
import Testing

@testable import SluiceExplain

@Suite("Shapley values")
struct ShapleyTests {
  static let estimators: [ShapleyEstimator] = [
    .exact, .kernel(coalitions: 60), .kernel(), .permutations(pairs: 5),
  ]

  private func shapley(
    _ grouping: PlayerGrouping, _ estimator: ShapleyEstimator, _ background: Background = .zeros,
    pruning: Double? = nil, seed: UInt64 = 1
  ) -> Shapley {
    Shapley(
      grouping, estimator: estimator, background: background, pruning: pruning,
      random: RandomStreams(seed: seed))
  }

  @Test("All readings and several inputs, steps and blocks agree with package shap")
  func fixture() throws {
    let fixture = try ShapleyFixture.read()
    let function = try fixture.function()
    let windows = fixture.windows.tensor
    #expect(largestDistance(function.values(windows), fixture.answers.values) < 1e-6)
    let groupings: [String: (PlayerGrouping, Int)] = [
      "cells": (.cells, 0), "inputs": (.inputs, 0), "events": (.events, 0),
      "blocks of 2": (.blocks(steps: 2), 0), "cells, 3 joined": (.cells, 3),
      "inputs, 3 joined": (.inputs, 3),
    ]
    #expect(fixture.shapley.count == 12)
    for expected in fixture.shapley {
      let (grouping, joined) = try #require(groupings[expected.players])
      let players = try grouping.players(steps: 5, inputs: 2).joining(oldest: joined)
      #expect(players.count == expected.count)
      let background: Background =
        expected.background == "zeros" ? .zeros : .each(of: fixture.background.tensor)
      let game = CoalitionGame(
        function: function, players: players, background: try background.windows(for: function),
        answers: [0, 1])
      let plan = ExactShapley(players: players.count)
      var shares = [Double](repeating: 0, count: expected.shares.values.count)
      try game.forEachWindow(of: windows, plan.coalitions) { window, values in
        for answer in 0..<2 {
          let start = (window * 2 + answer) * players.count
          shares.replaceSubrange(
            start..<start + players.count, with: plan.shares(values[answer]).shares)
        }
      }
      #expect(
        largestDistance(shares, expected.shares.values) < 1e-6,
        "\(expected.players), \(expected.background)")
    }
  }

  @Test("Shares sum to the answer less the mean answer of the background", arguments: estimators)
  func efficiency(estimator: ShapleyEstimator) throws {
    let function = Formula.tangle(steps: 4, inputs: 2)
    let background = Formula.windows([3, 4, 2], seed: 8)
    let windows = Formula.windows([5, 4, 2])
    let attribution = try shapley(.cells, estimator, .each(of: background))
      .attribution(of: function, windows: windows, answer: 0)
    #expect(attribution.answers == function.values(windows))
    let mean = function.values(background).reduce(0, +) / 3
    #expect(try #require(attribution.baselines).allSatisfy { abs($0 - mean) < 1e-6 })
    #expect(try #require(attribution.completenessGaps).allSatisfy { abs($0) < 2e-6 })
    #expect(attribution.method == estimator.name)
  }

  @Test(
    "A reading that is ignored has a share of exactly zero",
    arguments: [
      ShapleyEstimator.exact, .kernel(), .permutations(pairs: 5),
    ])
  func dummy(estimator: ShapleyEstimator) throws {
    let tangle = Formula.tangle(steps: 3, inputs: 2)
    let function = Formula(steps: 3, inputs: ["a", "b", "c"]) { x in
      tangle.evaluate((0..<6).map { x[$0 / 2 * 3 + $0 % 2] })
    }
    let attribution = try shapley(.cells, estimator)
      .attribution(of: function, windows: Formula.windows([4, 3, 3]), answer: 0)
    for window in 0..<4 {
      for step in 0..<3 {
        #expect(attribution[window, step, 2] == 0)
        #expect(attribution[window, step, 1] != 0)
      }
    }
  }

  @Test("All estimators keep the laws of methods")
  func laws() throws {
    for estimator in [ShapleyEstimator.exact, .kernel(), .permutations(pairs: 40)] {
      // Random orders are symmetric on average only.
      let laws = MethodConformance.Law.allCases.filter {
        $0 != .symmetry || estimator != .permutations(pairs: 40)
      }
      for background in [Background.zeros, .each(of: MethodConformance.background)] {
        #expect(
          try MethodConformance.violations(
            of: shapley(.cells, estimator, background), laws: laws) == [], "\(estimator)")
      }
    }
    #expect(
      try MethodConformance.violations(
        of: shapley(.cells, .permutations(pairs: 40)), laws: [.symmetry], tolerance: 0.1) == [])
    // With fewer coalitions than there are, the kernel gives ignored readings next to nothing.
    #expect(
      try MethodConformance.violations(
        of: shapley(.cells, .kernel(coalitions: 40)),
        laws: [.completeness, .linearity, .implementation]) == [])
  }

  @Test("Several answers at once have the shares of each alone", arguments: estimators)
  func answers(estimator: ShapleyEstimator) throws {
    let tangle = Formula.tangle(steps: 4, inputs: 2)
    var function = Formula(steps: 4, inputs: ["a", "b"]) { x in
      [tangle.evaluate(x)[0], x[0] * x[7], x[3]]
    }
    function.answers = ["p", "q", "r"]
    let windows = Formula.windows([3, 4, 2])
    let method = shapley(.cells, estimator)
    let together = try method.shares(of: function, windows: windows, answers: [2, 0])
    #expect(together.map(\.answer) == ["r", "p"])
    #expect(
      try together[1] == method.shares(of: function, windows: windows, answers: [0])[0])
    let x = windows.values
    #expect(abs(together[0].windows[1].shares[3] - Double(x[8 + 3])) < 1e-6)
    #expect(try method.shares(of: function, windows: windows, answers: []).isEmpty)
  }

  @Test(
    "The same seed gives the same bits, for a window alone too, on any number of threads",
    arguments: estimators)
  func repeats(estimator: ShapleyEstimator) throws {
    let function = Formula.tangle(steps: 5, inputs: 2)
    let windows = Formula.windows([4, 5, 2])
    func values(_ windows: Tensor, seed: UInt64 = 1) throws -> [Float] {
      try shapley(.cells, estimator, seed: seed)
        .attribution(of: function, windows: windows, answer: 0).values
    }
    let all = try values(windows)
    #expect(try values(windows) == all)
    #expect(try values(windows.selecting([2])) == Array(all[20..<30]))
    if estimator != .exact, estimator != .kernel() {
      #expect(try values(windows, seed: 2) != all)
    }
    let threads = Threads.count
    defer { Threads.count = threads }
    let network = try ShapleyFixture.read().function()
    var found: [[Float]] = []
    for count in [1, 2, 3] {
      Threads.count = count
      found.append(
        try shapley(.cells, estimator).attribution(of: network, windows: windows, answer: 1).values)
    }
    #expect(found[0] == found[1] && found[0] == found[2])
  }

  @Test("No more windows are asked for than coalitions and background windows make")
  func budget() throws {
    final class Count: Sendable {
      let asked = Mutex(0)
    }
    let count = Count()
    let function = Formula(steps: 7, inputs: ["a", "b"]) { x in
      count.asked.withLock { $0 += 1 }
      return [x[0]]
    }
    let windows = Formula.windows([3, 7, 2])
    func asked(_ method: Shapley) throws -> Int {
      count.asked.withLock { $0 = 0 }
      _ = try method.attribution(of: function, windows: windows, answer: 0)
      return count.asked.withLock { $0 }
    }
    let background = Background.each(of: Formula.windows([2, 7, 2], seed: 8))
    #expect(try asked(shapley(.cells, .kernel(coalitions: 40))) == 3 * 42)
    #expect(try asked(shapley(.cells, .permutations(pairs: 3), background)) == 3 * 2 * (2 + 3 * 26))
    #expect(try asked(shapley(.events, .exact)) == 3 * 128)
    // Pruning looks at 2 + 2 * 6 coalitions; what is left are 2 players.
    #expect(try asked(shapley(.events, .exact, pruning: 1e9)) == 3 * (14 + 4))
  }

  @Test("A player of several readings shares evenly among them")
  func spread() throws {
    let function = Formula(steps: 2, inputs: ["a", "b", "c"]) { [$0[0] * $0[3] + 6 * $0[5]] }
    let windows = Tensor([2, 1, 1, 3, 1, 1], shape: [1, 2, 3])
    let attribution = try shapley(.events, .exact)
      .attribution(of: function, windows: windows, answer: 0)
    #expect(attribution.values == [1, 1, 1, 3, 3, 3])
    let inputs = try shapley(.inputs, .exact)
      .shares(of: function, windows: windows, answers: [0])[0].windows[0]
    #expect(inputs.shares == [6, 0, 6])
    #expect(inputs.answer == 12)
    #expect(inputs.baseline == 0)
  }

  @Test("Random orders tell their standard errors, exact values have none to tell")
  func notes() throws {
    let function = Formula.tangle(steps: 3, inputs: 2)
    let windows = Formula.windows([2, 3, 2])
    let exact = try shapley(.cells, .exact).attribution(of: function, windows: windows, answer: 0)
    #expect(exact.notes.isEmpty)
    let shares = try shapley(.cells, .permutations(pairs: 5))
      .shares(of: function, windows: windows, answers: [0])[0]
    let errors = try shares.windows.flatMap { try #require($0.standardErrors) }
    let mean = PlainNumber.text(errors.reduce(0, +) / 12, digits: 2)
    let most = PlainNumber.text(errors.max() ?? 0, digits: 2)
    #expect(
      shares.attribution.notes == [
        "The shares come from random orders: their standard errors are \(mean) on average, at most "
          + "\(most)."
      ])
  }

  @Test("A network gives a window the same bits wherever it stands in a call")
  func places() throws {
    // Exact zeros for what a network ignores rest on this.
    let task = try ExplainTask(inputs: 3, lookback: 6, horizon: 3)
    let network = try Sequential {
      LSTM(7, returnsSequences: true)
      GRU(5)
      Dense(3)
    }.built(inputSize: 3, seed: 1)
    let function = try task.function(network)
    let window = try function.windows(of: task.frame).selecting([11])
    let alone = function.values(window)
    for count in [2, 3, 5, 17, 257, 263] {
      let values = function.values(window.selecting([Int](repeating: 0, count: count)))
      for place in 0..<count {
        #expect(Array(values[3 * place..<3 * place + 3]) == alone, "\(place) of \(count)")
      }
    }
  }

  @Test("What cannot be computed is refused with what to do")
  func errors() {
    let function = Formula.tangle(steps: 9, inputs: 2)
    let windows = Formula.windows([2, 9, 2])
    func error(_ method: Shapley, _ windows: Tensor) -> ExplainError? {
      #expect(throws: ExplainError.self) {
        try method.attribution(of: function, windows: windows, answer: 0)
      }
    }
    #expect(
      error(shapley(.cells, .exact), windows)?.description
        == "players of the exact estimator must be at most 16 (join steps or inputs, or take the "
        + "kernel or the permutations estimator), found 18.")
    #expect(
      error(shapley(.cells, .kernel(coalitions: 35)), windows)?.description
        == "coalitions of the kernel estimator must be at least 36 for 18 players, found 35.")
    #expect(
      error(shapley(.events, .permutations(pairs: 1)), windows)?.description.contains(
        "must be at least 2") == true)
    #expect(
      error(shapley(.events, .exact, .each(of: Formula.windows([3, 8, 2]))), windows)
        == .windows(expected: [9, 2], found: [3, 8, 2]))
    #expect(
      error(shapley(.events, .exact, .each(of: .zeros([0, 9, 2]))), windows)
        == .noWindows(purpose: "for the background"))
    #expect(
      error(shapley(.events, .exact, .one(.window(.zeros([9, 3])))), windows)
        == .baselineShape(expected: [9, 2], found: [9, 3]))
    #expect(
      error(shapley(.events, .exact), .zeros([0, 9, 2])) == .noWindows(purpose: "to explain"))
    #expect(
      error(shapley(.events, .exact), .filled(.nan, shape: [1, 9, 2]))
        == .notFinite(name: "window"))
    #expect(
      error(shapley(.events, .exact, .each(of: .filled(.nan, shape: [1, 9, 2]))), windows)
        == .notFinite(name: "background window"))
    #expect(
      error(shapley(.events, .exact, pruning: -1), windows)
        == .setting(name: "pruning", expected: "a tolerance of at least 0", found: "-1.0"))
  }

  @Test("An answer that is not a number is refused")
  func notANumber() {
    let function = Formula(steps: 2, inputs: ["a"]) { [$0[0] == 0 ? .nan : 1] }
    #expect(throws: ExplainError.notFinite(name: "answer")) {
      try shapley(.cells, .exact)
        .attribution(of: function, windows: .ones([1, 2, 1]), answer: 0)
    }
  }
}
