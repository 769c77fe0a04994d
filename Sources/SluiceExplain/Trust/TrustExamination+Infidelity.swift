import SluiceModels
import SluiceTensor

extension TrustExamination {
  /// How far slopes are tried out, in standard deviations of each input.
  private static let stride = 0.5

  /// Compares what the shares foretell with what the answer does when readings change.
  ///
  /// Shares in units of the answer foretell what happens when readings are replaced as the method says: each
  /// takes its share away. Slopes foretell small changes.
  func infidelity(_ cases: [Case]) throws -> Trust.Finding {
    var (error, change) = (0.0, 0.0)
    for part in cases {
      guard part.shares.unit != .size else {
        return .init(
          .infidelity, value: nil,
          judgement: "shares without a sign do not foretell which way the answer goes")
      }
      let sums = try part.shares.unit == .answer ? replacing(part) : moving(part)
      error += sums.error
      change += sums.change
    }
    guard change > 0 else {
      return .init(.infidelity, value: nil, judgement: "the answer does not change at all")
    }
    let value = error / change
    return .init(
      .infidelity, value: value,
      judgement: value < 1
        ? "the shares foretell all but \(Wording.percent(value)) of what the answer does when "
          + "readings change (mean square)"
        : "the shares foretell nothing of what the answer does when readings change (their error is "
          + "\(Wording.number(value)) of its mean square)")
  }

  /// How many windows of a background take the place of readings at most.
  private static let mostBackground = 25

  /// Replaces random sets of readings of all sizes, by each window of the background.
  ///
  /// Readings that share one share go together: nothing was said of one of them alone.
  private func replacing(_ part: Case) throws -> (error: Double, change: Double) {
    let (shares, function) = (part.shares, part.function)
    let players = try part.method.players(of: function)
    let whole = try part.method.replacement.windows(for: function)
    let kept = min(whole.shape[0], Self.mostBackground)
    let background = whole.selecting((0..<kept).map { $0 * whole.shape[0] / kept }).values
    let cells = background.count / kept
    let copies = part.windows.selecting((0..<shares.count * kept).map { $0 / kept })
    var stream = random.stream("trust/infidelity")
    var sums = (error: 0.0, change: 0.0)
    for number in 0..<changes {
      let portion = (Double(number) + 0.5) / Double(changes)
      let isGone = (0..<players.count).map { _ in stream.uniformDouble() < portion }
      let isReplaced = players.ofCell.map { isGone[$0] }
      var changed = copies
      changed.withUnsafeMutableBufferPointer { readings in
        for place in readings.indices where isReplaced[place % cells] {
          readings[place] = background[place % background.count]
        }
      }
      let answers = function.values(of: part.answer, at: changed)
      for window in 0..<shares.count {
        let foretold = zip(shares.values(of: window), isReplaced).reduce(0.0) {
          $1.1 ? $0 - Double($1.0) : $0
        }
        let mean = answers[window * kept..<(window + 1) * kept].reduce(0.0) { $0 + Double($1) }
        let found = mean / Double(kept) - Double(shares.answers[window])
        sums.error += (foretold - found) * (foretold - found)
        sums.change += found * found
      }
    }
    return sums
  }

  /// Adds noise to all readings.
  private func moving(_ part: Case) throws -> (error: Double, change: Double) {
    let (shares, function, deviations) = (part.shares, part.function, part.deviations)
    let inputs = deviations.count
    var stream = random.stream("trust/infidelity")
    var sums = (error: 0.0, change: 0.0)
    for _ in 0..<changes {
      let noise = (0..<function.steps * inputs).map {
        Self.stride * deviations[$0 % inputs] * stream.normalDouble()
      }
      let changed = Self.changed(part.windows) { noise[$0 * inputs + $1] }
      let answers = function.values(of: part.answer, at: changed)
      for window in answers.indices {
        let foretold = zip(shares.values(of: window), noise).reduce(0.0) {
          $0 + Double($1.0) * $1.1
        }
        let found = Double(answers[window]) - Double(shares.answers[window])
        sums.error += (foretold - found) * (foretold - found)
        sums.change += found * found
      }
    }
    return sums
  }
}
