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
    try function.check(answer: answer)
    return try trust(
      in: method, of: function, windows: windows,
      answers: [Int](repeating: answer, count: windows.shape[0]),
      named: function.answers[answer])
  }

  /// Returns what the shares of a method come to where each window has an answer of its own.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - function: What answers; its weights are shuffled if it is a ``ShuffledFunction``.
  ///   - windows: Scaled windows, `[N, T, F]`, at least one.
  ///   - answers: The number of the answer of each window, `N` of them.
  ///   - name: What the answers are called together.
  /// - Throws: ``ExplainError``, and what the method throws.
  public func trust(
    in method: any AttributionMethod, of function: any ExplainedFunction, windows: Tensor,
    answers: [Int], named name: String
  ) throws -> Trust {
    try checkSettings()
    try function.check(windows)
    precondition(
      answers.count == windows.shape[0],
      "TrustExamination: \(answers.count) answers for \(windows.shape[0]) windows")
    for answer in Set(answers) { try function.check(answer: answer) }
    let given = windows.shape[0]
    let count = min(given, self.windows)
    let chosen = (0..<count).map { $0 * given / count }
    let deviations = windows.selecting(chosen).inputDeviations
    let cases = try Set(chosen.map { answers[$0] }).sorted().map { answer in
      let own = windows.selecting(chosen.filter { answers[$0] == answer })
      return Case(
        method: method, function: function, windows: own, answer: answer, deviations: deviations,
        shares: try method.attribution(of: function, windows: own, answer: answer))
    }
    return Trust(
      method: method.name, answer: name, windows: count,
      findings: [
        completeness(cases), try infidelity(cases), try sensitivity(cases),
        try randomisation(cases),
      ].compactMap { $0 })
  }

  /// The windows that are looked at for one answer, with their shares.
  struct Case {
    let method: any AttributionMethod
    let function: any ExplainedFunction
    let windows: Tensor
    let answer: Int
    /// The standard deviation of each input over the windows of all cases.
    let deviations: [Double]
    let shares: Attribution
  }

  private func completeness(_ cases: [Case]) -> Trust.Finding {
    guard let gap = cases.compactMap({ $0.shares.relativeGaps?.max() }).max() else {
      return .init(
        .completeness, value: nil,
        judgement: "the shares are not meant to sum to the answer")
    }
    return .init(
      .completeness, value: gap,
      judgement: "the shares of a window miss the change of its answer by up to "
        + "\(Wording.percent(gap)) of their sizes")
  }

  private func sensitivity(_ cases: [Case]) throws -> Trust.Finding {
    // Lengths are compared over all windows: the shares of one that nothing moves are next to nothing, and
    // so is what a relative change of them says.
    var (changes, lengths) = (0.0, 0.0)
    for part in cases {
      let shares = part.shares
      var stream = random.stream("trust/sensitivity")
      var largest = [Double](repeating: 0, count: shares.count)
      for _ in 0..<nudges {
        let nudged = Self.changed(part.windows) { _, input in
          radius * part.deviations[input] * (2 * stream.uniformDouble() - 1)
        }
        let other = try part.method.attribution(
          of: part.function, windows: nudged, answer: part.answer)
        for window in largest.indices {
          let change = zip(shares.values(of: window), other.values(of: window)).map { $1 - $0 }
          largest[window] = max(largest[window], Self.length(change))
        }
      }
      changes += largest.reduce(0, +)
      for window in largest.indices { lengths += Self.length(shares.values(of: window)) }
    }
    guard lengths > 0 else {
      return .init(.sensitivity, value: nil, judgement: "all shares are zero")
    }
    let value = changes / lengths
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
