import SluiceModels
import SluiceTensor

/// Looks into how far the shares that a method gives can be believed: for every method alike.
public struct TrustExamination: Sendable {
  /// How many windows are looked at, evenly spread over those given; at least 1.
  public var windows: Int

  /// How many sets of readings are changed in each window, for infidelity; at least 1.
  public var changes: Int

  /// How often all readings are changed a little, for sensitivity; at least 1.
  public var nudges: Int

  /// How large a little change is at most, in standard deviations of each input; above 0.
  public var radius: Double

  /// How often the weights are shuffled; at least 1.
  public var shuffles: Int

  /// Where the draws come from: streams whose names begin with `trust`.
  public var random: RandomStreams

  /// Creates an examination.
  public init(
    windows: Int = 16, changes: Int = 64, nudges: Int = 4, radius: Double = 0.05, shuffles: Int = 3,
    random: RandomStreams
  ) {
    self.windows = windows
    self.changes = changes
    self.nudges = nudges
    self.radius = radius
    self.shuffles = shuffles
    self.random = random
  }

  /// Returns what the shares of a method come to.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - function: What answers; its weights are shuffled if it is a ``ShuffledFunction``.
  ///   - windows: Scaled windows, `[N, T, F]`, at least one.
  ///   - answer: The number of the answer.
  /// - Throws: ``ExplainError``, and what the method throws.
  public func trust(
    in method: any AttributionMethod, of function: any ExplainedFunction, windows: Tensor,
    answer: Int
  ) throws -> Trust {
    try checkSettings()
    try function.check(windows)
    try function.check(answer: answer)
    let given = windows.shape[0]
    let count = min(given, self.windows)
    let windows = windows.selecting((0..<count).map { $0 * given / count })
    let shares = try method.attribution(of: function, windows: windows, answer: answer)
    return Trust(
      method: method.name, answer: function.answers[answer], windows: count,
      findings: [
        completeness(shares),
        try infidelity(shares, method, function, windows, answer),
        try sensitivity(shares, method, function, windows, answer),
        try randomisation(shares, method, function, windows, answer),
      ].compactMap { $0 })
  }

  private func completeness(_ shares: Attribution) -> Trust.Finding {
    guard let gap = shares.relativeGaps?.max() else {
      return .init(
        .completeness, value: nil,
        judgement: "the shares are not meant to sum to the answer")
    }
    return .init(
      .completeness, value: gap,
      judgement: "the shares of a window miss the change of its answer by up to "
        + "\(Wording.percent(gap)) of their sizes")
  }

  private func sensitivity(
    _ shares: Attribution, _ method: any AttributionMethod, _ function: any ExplainedFunction,
    _ windows: Tensor, _ answer: Int
  ) throws -> Trust.Finding {
    let deviations = windows.inputDeviations
    var stream = random.stream("trust/sensitivity")
    var largest = [Double](repeating: 0, count: shares.count)
    for _ in 0..<nudges {
      let nudged = Self.changed(windows) { _, input in
        radius * deviations[input] * (2 * stream.uniformDouble() - 1)
      }
      let other = try method.attribution(of: function, windows: nudged, answer: answer)
      for window in largest.indices {
        let (own, moved) = (shares.values(of: window), other.values(of: window))
        let size = Self.length(own)
        guard size > 0 else { continue }
        let change = Self.length(zip(own, moved).map { $1 - $0 })
        largest[window] = max(largest[window], change / size)
      }
    }
    let value = largest.reduce(0, +) / Double(largest.count)
    return .init(
      .sensitivity, value: value,
      judgement: "the shares change by \(Wording.percent(value)) when readings change by up to "
        + "\(Wording.number(radius)) standard deviations")
  }

  private func checkSettings() throws {
    let counts = [
      ("windows", windows), ("changes", changes), ("nudges", nudges), ("shuffles", shuffles),
    ]
    for (name, count) in counts where count < 1 {
      throw ExplainError.setting(name: name, expected: "at least 1", found: "\(count)")
    }
    guard radius > 0, radius.isFinite else {
      throw ExplainError.setting(name: "radius", expected: "above 0", found: "\(radius)")
    }
  }

  // MARK: Numbers

  /// Windows to all of which the same changes are added, given by step and input.
  static func changed(_ windows: Tensor, by change: (Int, Int) -> Double) -> Tensor {
    let (steps, inputs) = (windows.shape[1], windows.shape[2])
    let changes = (0..<steps * inputs).map { Float(change($0 / inputs, $0 % inputs)) }
    var changed = windows
    changed.withUnsafeMutableBufferPointer { readings in
      for place in readings.indices { readings[place] += changes[place % changes.count] }
    }
    return changed
  }

  private static func length(_ values: [Float]) -> Double {
    values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}

extension Attribution {
  /// The shares of one window, `[T, F]`.
  func values(of window: Int) -> [Float] {
    let width = steps * inputs.count
    return Array(values[window * width..<(window + 1) * width])
  }
}
