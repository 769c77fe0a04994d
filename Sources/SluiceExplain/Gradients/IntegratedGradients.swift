import SluiceTensor

/// The gradient gathered on the straight way from a baseline window to each window.
///
/// The shares of a window sum to its answer less the baseline's, up to what the sum over finitely many
/// points misses: the completeness gap. Where it is above the tolerance the number of points is doubled, for
/// these windows alone, and what was reached stands in ``Attribution/notes``.
///
/// - Source: Sundararajan et al. 2017, <https://arxiv.org/abs/1703.01365>.
public struct IntegratedGradients: AttributionMethod {
  /// `integrated-gradients`.
  public let name = "integrated-gradients"

  /// The window that shares are counted from.
  public var baseline: BaselineWindow

  /// How many points are taken at first, at least 1.
  public var points: Int

  /// Where the points lie.
  public var rule: PathRule

  /// The largest gap of a window as a share of the sum of its shares' sizes; above 0.
  public var tolerance: Double

  /// How many points are taken at most.
  public var mostPoints: Int

  /// Creates the method.
  public init(
    baseline: BaselineWindow = .zeros, points: Int = 64, rule: PathRule = .gaussLegendre,
    tolerance: Double = 0.001, mostPoints: Int = 1024
  ) {
    self.baseline = baseline
    self.points = points
    self.rule = rule
    self.tolerance = tolerance
    self.mostPoints = mostPoints
  }

  /// The baseline.
  public var replacement: Background { .one(baseline) }

  /// Returns the shares of each reading of each window.
  ///
  /// - Throws: ``ExplainError``, also for impossible settings and a baseline of the wrong shape.
  public func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    try integration(of: function, windows: windows, answer: answer).attribution
  }

  /// Returns the shares, and how many points each window took.
  func integration(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> (attribution: Attribution, points: [Int]) {
    let function = try differentiable(function, windows: windows, answer: answer)
    try checkSettings()
    let (steps, width) = (function.steps, function.inputs.count)
    let start = try baseline.values(for: function).reshaped(to: [1, steps, width])
    let path = WindowPath(function: function, answer: answer, baselines: start)
    let answers = function.values(of: answer, at: windows)
    let origin = function.values(of: answer, at: start)[0]
    var result = Attribution(
      method: name, answer: function.answers[answer], inputs: function.inputs, steps: steps,
      values: [Float](repeating: 0, count: windows.count), answers: answers,
      baselines: answers.map { _ in origin })
    var taken = [Int](repeating: 0, count: answers.count)
    var (open, count) = (Array(answers.indices), points)
    while true {
      let rule = rule.points(count).map {
        WindowPath.Point(baseline: 0, place: $0.place, weight: $0.weight)
      }
      let shares = path.shares(windows.selecting(open), rule)
      let cells = steps * width
      for (place, window) in open.enumerated() {
        result.values.replaceSubrange(
          window * cells..<(window + 1) * cells, with: shares[place * cells..<(place + 1) * cells])
        taken[window] = count
      }
      let gaps = result.relativeGaps ?? []
      open = open.filter { !(gaps[$0] <= tolerance) }
      if open.isEmpty || 2 * count > mostPoints { break }
      count *= 2
    }
    result.notes = notes(taken, open: open.count, worst: result.relativeGaps?.max() ?? 0)
    return (result, taken)
  }

  private func notes(_ taken: [Int], open: Int, worst: Double) -> [String] {
    let more = taken.count { $0 > points }
    let most = taken.max() ?? points
    var notes: [String] = []
    if more > 0 {
      notes.append(
        "\(more) of \(taken.count) windows took more than \(points) points on their way, up to "
          + "\(most).")
    }
    if open > 0 {
      notes.append(
        "The shares of \(open) of \(taken.count) windows miss the answer by more than "
          + "\(tolerance) of their sizes' sum, also with \(most) points; the largest gap is \(worst)."
      )
    }
    return notes
  }

  private func checkSettings() throws {
    guard points >= 1 else {
      throw ExplainError.setting(name: "points", expected: "at least 1", found: "\(points)")
    }
    guard mostPoints >= points else {
      throw ExplainError.setting(
        name: "mostPoints", expected: "at least points (\(points))", found: "\(mostPoints)")
    }
    guard tolerance > 0 else {
      throw ExplainError.setting(name: "tolerance", expected: "above 0", found: "\(tolerance)")
    }
  }
}
