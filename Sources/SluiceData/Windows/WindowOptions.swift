import SluiceTensor

/// Which future rows a window's target is made of.
public enum HorizonSteps: String, Codable, Hashable, Sendable, CaseIterable {
  /// One value: the row `horizon` steps after the window's last row.
  case last
  /// All rows from one step to `horizon` steps after the window's last row.
  case all
}

/// What happens where fewer than `lookback` rows lie before a target.
public enum WarmUp: String, Codable, Hashable, Sendable, CaseIterable {
  /// Full windows only, all of whose rows lie in the part. Training uses this.
  case none
  /// A short window is a short sequence, never padded: from the second row of a stretch on.
  case trueLength
  /// A short window is padded in front with zeros to the full lookback.
  ///
  /// This is the streaming test of the published household notebook: it begins with the second
  /// reading, and its loop ends one step early, so that the last valid window of the part is left
  /// out. Kept for comparison with it: 4,099 rows at horizon 5 give 4,092 windows.
  case zeroPadded
  /// Full windows that may begin in the rows before the part; every target row lies in the part.
  case history
}

/// The form of the windows that a series is cut into.
public struct WindowOptions: Codable, Hashable, Sendable {
  /// The number of rows that a forecast looks at.
  public var lookback: Int
  /// How many steps after the window's last row the target lies, or ends.
  public var horizon: Int
  /// Whether the target is one value at the horizon or all values up to it.
  public var steps: HorizonSteps
  /// The rows from one window to the next.
  public var stride: Int
  /// Whether a window, or the way to its target, may run across a gap in the clock.
  public var crossesGaps: Bool
  /// Whether each stretch of rows is one window, as long as it is; ``lookback`` is then the most rows.
  public var wholeSequences: Bool

  /// Creates the form of windows.
  ///
  /// - Precondition: lookback, horizon and stride are at least 1.
  public init(
    lookback: Int, horizon: Int = 1, steps: HorizonSteps = .last, stride: Int = 1,
    crossesGaps: Bool = false, wholeSequences: Bool = false
  ) {
    precondition(
      lookback >= 1 && horizon >= 1 && stride >= 1,
      "WindowOptions: lookback \(lookback), horizon \(horizon), stride \(stride)")
    self.lookback = lookback
    self.horizon = horizon
    self.steps = steps
    self.stride = stride
    self.crossesGaps = crossesGaps
    self.wholeSequences = wholeSequences
  }

  /// Decodes the form; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lookback = try container.count(.lookback)
    horizon = try container.count(.horizon, default: 1)
    steps = try container.setting(.steps, default: .last)
    stride = try container.count(.stride, default: 1)
    crossesGaps = try container.setting(.crossesGaps, default: false)
    wholeSequences = try container.setting(.wholeSequences, default: false)
  }

  /// Encodes the form; ``wholeSequences``, which forecasts do not have, only where it is set.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lookback, forKey: .lookback)
    try container.encode(horizon, forKey: .horizon)
    try container.encode(steps, forKey: .steps)
    try container.encode(stride, forKey: .stride)
    try container.encode(crossesGaps, forKey: .crossesGaps)
    if wholeSequences { try container.encode(wholeSequences, forKey: .wholeSequences) }
  }

  private enum CodingKeys: String, CodingKey {
    case lookback, horizon, steps, stride, crossesGaps, wholeSequences
  }

  /// The number of values in one target: 1, or the horizon.
  public var targetSize: Int { steps == .last ? 1 : horizon }

  /// The distance from a window's last row to the first row of its target.
  var firstTargetStep: Int { steps == .last ? horizon : 1 }
}

/// What can go wrong when windows are cut.
public enum WindowError: Error, Equatable, CustomStringConvertible {
  /// Not one window fits.
  case tooFewRows(needed: Int, found: Int, longestStretch: Int, gaps: Int)
  /// No column was named as input.
  case noInputs
  /// No window has a target that is known.
  case noKnownTarget(column: String, rows: Int)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .tooFewRows(let needed, let found, let longest, let gaps):
      let stretch =
        gaps == 0
        ? "" : " in \(gaps + 1) stretches between gaps, the longest of \(longest) rows"
      return "Too few rows for one window: \(needed) needed, \(found) found\(stretch). "
        + "Use more rows or a shorter lookback or horizon"
        + (gaps == 0 ? "." : ", or let windows cross gaps.")
    case .noInputs:
      return "A window needs at least one input column: name one."
    case .noKnownTarget(let column, let rows):
      return "None of the windows in these \(rows) rows has a known reading of \(column) to learn "
        + "from or to be judged by: use rows that hold more of them, or a longer horizon with "
        + "window.steps: all."
    }
  }
}
