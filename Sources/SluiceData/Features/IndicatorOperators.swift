/// Wilder's average: the mean of the first values, then each weighs one part of as many.
struct WilderAverage: Sendable {
  private let window: Int
  private(set) var value = 0.0
  private var count = 0

  init(window: Int) { self.window = window }

  /// Whether the first mean is complete.
  var isKnown: Bool { count == window }

  mutating func reset() {
    value = 0
    count = 0
  }

  mutating func push(_ reading: Double) {
    if isKnown {
      value += (reading - value) / Double(window)
    } else {
      value += reading
      count += 1
      if isKnown { value /= Double(window) }
    }
  }
}

/// The relative strength index; a missing reading is passed over.
struct StrengthOperator: CausalOperator {
  private var last: Float = .nan
  private var rises: WilderAverage
  private var falls: WilderAverage

  init(window: Int) {
    rises = WilderAverage(window: window)
    falls = WilderAverage(window: window)
  }

  mutating func reset() {
    last = .nan
    rises.reset()
    falls.reset()
  }

  mutating func push(_ row: SourceRow) -> Float {
    guard !row.first.isNaN else { return .nan }
    let before = last
    last = row.first
    guard !before.isNaN else { return .nan }
    let change = Double(row.first) - Double(before)
    rises.push(max(change, 0))
    falls.push(max(-change, 0))
    guard rises.isKnown else { return .nan }
    let both = rises.value + falls.value
    // A price that stands still has neither strength nor weakness.
    return both > 0 ? Float(100 * rises.value / both) : 50
  }
}

/// One line of the difference of two exponential means; a missing reading is passed over.
struct MACDOperator: CausalOperator {
  enum Line: String { case macd, signal, histogram }

  private let slow: Int
  private let signal: Int
  private let line: Line
  private var fastMean: ExponentialAverage
  private var slowMean: ExponentialAverage
  private var signalMean: ExponentialAverage

  init(fast: Int, slow: Int, signal: Int, line: Line) {
    self.slow = slow
    self.signal = signal
    self.line = line
    fastMean = ExponentialAverage(span: fast)
    slowMean = ExponentialAverage(span: slow)
    signalMean = ExponentialAverage(span: signal)
  }

  mutating func reset() {
    fastMean.reset()
    slowMean.reset()
    signalMean.reset()
  }

  mutating func push(_ row: SourceRow) -> Float {
    guard !row.first.isNaN else { return .nan }
    fastMean.push(Double(row.first))
    slowMean.push(Double(row.first))
    let macd = fastMean.value - slowMean.value
    signalMean.push(macd)
    let needed = line == .macd ? slow : slow + signal - 1
    guard slowMean.count >= needed else { return .nan }
    switch line {
    case .macd: return Float(macd)
    case .signal: return Float(signalMean.value)
    case .histogram: return Float(macd - signalMean.value)
    }
  }
}

/// One of Bollinger's bands; the standard deviation has the number of rows below the line, as his has.
struct BollingerOperator: CausalOperator {
  private var moments: RollingMoments
  private let window: Double
  private let deviations: Double

  init(window: Int, deviations: Double) {
    moments = RollingMoments(window: window)
    self.window = Double(window)
    self.deviations = deviations
  }

  mutating func reset() { moments.reset() }

  mutating func push(_ row: SourceRow) -> Float {
    guard moments.push(row.first, withSquares: true) else { return .nan }
    return Float(moments.mean + deviations * (moments.spread / window).squareRoot())
  }
}

/// The average true range; a row that misses one of the three prices is passed over.
struct TrueRangeOperator: CausalOperator {
  private var lastClose: Float = .nan
  private var average: WilderAverage

  init(window: Int) { average = WilderAverage(window: window) }

  mutating func reset() {
    lastClose = .nan
    average.reset()
  }

  mutating func push(_ row: SourceRow) -> Float {
    guard !row.first.isNaN, !row.second.isNaN, !row.third.isNaN else { return .nan }
    let before = Double(lastClose)
    lastClose = row.third
    guard !before.isNaN else { return .nan }
    average.push(max(Double(row.first), before) - min(Double(row.second), before))
    return average.isKnown ? Float(average.value) : .nan
  }
}
