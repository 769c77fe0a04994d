/// How much each reading of each window moved one answer.
///
/// Letters: `N` windows, `T` steps, `F` inputs.
public struct Attribution: Codable, Hashable, Sendable {
  /// The name of the method, such as `integrated-gradients`.
  public var method: String
  /// The name of the answer that is explained, such as `+1` or a class.
  public var answer: String
  /// The names of the inputs, `F` of them.
  public var inputs: [String]
  /// The number of steps of a window, `T`.
  public var steps: Int
  /// The shares of the readings, row-major `[N, T, F]`, in units as ``unit`` says.
  public var values: [Float]
  /// What the shares are measured in.
  public var unit: ShareUnit
  /// The answer for each window, `N` of them.
  public var answers: [Float]
  /// The answer that the shares are counted from, one a window; nil for methods without such a point.
  ///
  /// Where it is there, the shares of a window should sum to its answer less this.
  public var baselines: [Float]?
  /// Which readings have a share of their own, and which only together.
  public var sharing: SharedReadings
  /// The answer that is explained of each window, `N` of them; nil where it is ``answer`` for all.
  public var windowAnswers: [String]?
  /// What the method has to say about how it went, in sentences; mostly nothing.
  public var notes: [String]

  /// Creates an attribution.
  public init(
    method: String, answer: String, inputs: [String], steps: Int, values: [Float],
    answers: [Float], baselines: [Float]? = nil, unit: ShareUnit = .answer,
    sharing: SharedReadings = .cells, windowAnswers: [String]? = nil, notes: [String] = []
  ) {
    precondition(
      values.count == answers.count * steps * inputs.count,
      "Attribution: \(values.count) shares for \(answers.count) windows of \(steps) steps")
    self.method = method
    self.answer = answer
    self.inputs = inputs
    self.steps = steps
    self.values = values
    self.unit = unit
    self.answers = answers
    self.baselines = baselines
    self.sharing = sharing
    self.windowAnswers = windowAnswers
    self.notes = notes
  }

  /// The number of windows, `N`.
  public var count: Int { answers.count }

  /// Returns the share of one reading.
  ///
  /// - Parameters:
  ///   - window: The number of the window.
  ///   - step: The step within the window; 0 is the oldest.
  ///   - input: The number of the input.
  public subscript(window: Int, step: Int, input: Int) -> Float {
    values[(window * steps + step) * inputs.count + input]
  }

  /// Returns by how much the shares of each window miss its answer less its baseline; nil without
  /// baselines.
  public var completenessGaps: [Double]? {
    guard let baselines else { return nil }
    let width = steps * inputs.count
    return (0..<count).map { window in
      let sum = values[window * width..<(window + 1) * width].reduce(0.0) { $0 + Double($1) }
      return sum - (Double(answers[window]) - Double(baselines[window]))
    }
  }

  /// Returns the size of each window's gap as a share of the sum of its shares' sizes; nil without
  /// baselines.
  ///
  /// A gap within what rounding does to the answers counts as 0.
  public var relativeGaps: [Double]? {
    guard let gaps = completenessGaps, let baselines else { return nil }
    let width = steps * inputs.count
    return gaps.enumerated().map { window, gap in
      let sizes = values[window * width..<(window + 1) * width].reduce(0.0) {
        $0 + Double(abs($1))
      }
      let rounding = 8 * Double(max(abs(answers[window]), abs(baselines[window])).ulp)
      if abs(gap) <= rounding { return 0 }
      return sizes > 0 ? abs(gap) / sizes : .infinity
    }
  }
}
