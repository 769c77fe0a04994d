import SluiceTensor

extension Shapley {
  /// Returns how many of the oldest steps of each window are one player.
  ///
  /// For each number k of steps the k oldest play against the later ones: two players, whose shares take
  /// the answers for both alone, for both together and for none. TimeSHAP goes from the newest step back and
  /// stops where the rest is small; here the rest has to be small for each smaller k as well, so
  /// that no step with a large share hides behind one that outweighs it.
  ///
  /// - Source: Bento et al. 2021, "TimeSHAP", algorithm 1, <https://doi.org/10.1145/3447548.3467166>.
  func oldestSteps(
    of function: any ExplainedFunction, windows: Tensor, background: Tensor, answers: [Int]
  ) throws -> [Int] {
    guard let pruning else { return [Int](repeating: 0, count: windows.shape[0]) }
    guard pruning >= 0, pruning.isFinite else {
      throw ExplainError.setting(
        name: "pruning", expected: "a tolerance of at least 0", found: "\(pruning)")
    }
    let events = try PlayerGrouping.events.players(
      steps: function.steps, inputs: function.inputs.count)
    var coalitions = Coalitions(players: events.count)
    coalitions.append(all: false)
    for oldest in 1..<max(events.count, 1) { coalitions.appendPair(0..<oldest) }
    coalitions.append(all: true)
    let game = CoalitionGame(
      function: function, players: events, background: background, answers: answers)
    var joined = [Int](repeating: 0, count: windows.shape[0])
    try game.forEachWindow(of: windows, coalitions) { window, values in
      let isLarge = (1..<max(events.count, 1)).first { oldest in
        values.contains { values in
          let (first, last) = (values.startIndex, values.endIndex - 1)
          let alone = values[first + 2 * oldest - 1] - values[first]
          let joining = values[last] - values[first + 2 * oldest]
          return abs(alone + joining) / 2 >= pruning
        }
      }
      joined[window] = (isLarge ?? events.count) - 1
    }
    return joined
  }
}
