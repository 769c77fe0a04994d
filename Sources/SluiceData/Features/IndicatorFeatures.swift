import SluiceTensor

/// The technical indicators of traders.
///
/// The simple and the exponential moving average are the rolling mean and the exponential mean, and
/// the middle of Bollinger's bands is the former.
///
/// - Source: J. W. Wilder, "New Concepts in Technical Trading Systems" (1978), for the relative strength
///   index and the average true range.
extension DerivedFeature {
  /// The relative strength index: 100 when a price only rose, 0 when it only fell.
  public struct RSI: Codable, Hashable, Sendable {
    /// The column, mostly a closing price.
    public let column: String
    /// The number of changes that the averages begin with, at least 2.
    public let window: Int

    /// Takes the index of a column.
    ///
    /// - Precondition: A window of at least 2 rows.
    public init(column: String, window: Int = 14) {
      precondition(window >= 2, "RSI: window \(window)")
      self.column = column
      self.window = window
    }

    private enum CodingKeys: String, CodingKey { case column, window }

    /// Decodes the settings; a window of 14 unless given.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      column = try container.decode(String.self, forKey: .column)
      window = try container.count(.window, default: 14, least: 2)
    }

    var columns: [DerivedColumn] {
      let window = window
      return [
        DerivedColumn(
          name: "\(column) rsi \(window)", sources: [column], rowsNeeded: window + 1,
          makeOperator: { StrengthOperator(window: window) })
      ]
    }
  }

  /// The difference of two exponential means, its own exponential mean (the signal), and how far it is
  /// above that.
  public struct MACD: Codable, Hashable, Sendable {
    /// The column, mostly a closing price.
    public let column: String
    /// The span of the faster mean in rows, at least 2.
    public let fast: Int
    /// The span of the slower mean in rows, above `fast`.
    public let slow: Int
    /// The span of the signal in rows, at least 2.
    public let signal: Int

    /// Takes the indicator of a column.
    ///
    /// - Precondition: Spans of at least 2 rows, `fast` below `slow`.
    public init(column: String, fast: Int = 12, slow: Int = 26, signal: Int = 9) {
      precondition(fast >= 2 && fast < slow && signal >= 2, "MACD: \(fast) \(slow) \(signal)")
      self.column = column
      self.fast = fast
      self.slow = slow
      self.signal = signal
    }

    private enum CodingKeys: String, CodingKey { case column, fast, slow, signal }

    /// Decodes the settings; 12, 26 and 9 rows unless given.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      column = try container.decode(String.self, forKey: .column)
      let fast = try container.count(.fast, default: 12, least: 2)
      self.fast = fast
      slow = try container.count(.slow, default: 26, least: 2)
      signal = try container.count(.signal, default: 9, least: 2)
      guard fast < slow else {
        throw DecodingError.dataCorruptedError(
          forKey: .fast, in: container,
          debugDescription: "must be below the slow span (\(slow)), found \(fast)")
      }
    }

    var columns: [DerivedColumn] {
      let (fast, slow, signal) = (fast, slow, signal)
      return [MACDOperator.Line.macd, .signal, .histogram].map { line in
        DerivedColumn(
          name: line == .macd
            ? "\(column) macd \(fast) \(slow)"
            : "\(column) macd \(line.rawValue) \(fast) \(slow) \(signal)",
          sources: [column], rowsNeeded: line == .macd ? slow : slow + signal - 1,
          makeOperator: { MACDOperator(fast: fast, slow: slow, signal: signal, line: line) })
      }
    }
  }

  /// Bollinger's bands: the rolling mean and some standard deviations above and below it.
  public struct Bollinger: Codable, Hashable, Sendable {
    /// The column, mostly a closing price.
    public let column: String
    /// The number of rows, at least 2.
    public let window: Int
    /// How many standard deviations the bands are away, above 0.
    public let deviations: Double

    /// Takes the bands of a column.
    ///
    /// - Precondition: A window of at least 2 rows, deviations above 0.
    public init(column: String, window: Int = 20, deviations: Double = 2) {
      precondition(window >= 2 && deviations > 0 && deviations.isFinite, "Bollinger: \(window)")
      self.column = column
      self.window = window
      self.deviations = deviations
    }

    private enum CodingKeys: String, CodingKey { case column, window, deviations }

    /// Decodes the settings; 20 rows and 2 deviations unless given.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      column = try container.decode(String.self, forKey: .column)
      window = try container.count(.window, default: 20, least: 2)
      deviations = try container.setting(.deviations, default: 2, mustBe: "above 0") {
        $0 > 0 && $0.isFinite
      }
    }

    var columns: [DerivedColumn] {
      let (window, deviations) = (window, deviations)
      return [("upper", 1.0), ("lower", -1.0)].map { name, sign in
        DerivedColumn(
          name: "\(column) bollinger \(name) \(window) \(deviations.plain)", sources: [column],
          rowsNeeded: window,
          makeOperator: { BollingerOperator(window: window, deviations: sign * deviations) })
      }
    }
  }

  /// The average true range: how far a price moves in a row, jumps between rows included.
  public struct ATR: Codable, Hashable, Sendable {
    /// The column of the highest price of each row.
    public let high: String
    /// The column of the lowest price of each row.
    public let low: String
    /// The column of the last price of each row.
    public let close: String
    /// The number of ranges that the average begins with, at least 2.
    public let window: Int

    /// Takes the range of three columns.
    ///
    /// - Precondition: A window of at least 2 rows.
    public init(high: String, low: String, close: String, window: Int = 14) {
      precondition(window >= 2, "ATR: window \(window)")
      self.high = high
      self.low = low
      self.close = close
      self.window = window
    }

    private enum CodingKeys: String, CodingKey { case high, low, close, window }

    /// Decodes the settings; a window of 14 unless given.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      high = try container.decode(String.self, forKey: .high)
      low = try container.decode(String.self, forKey: .low)
      close = try container.decode(String.self, forKey: .close)
      window = try container.count(.window, default: 14, least: 2)
    }

    var columns: [DerivedColumn] {
      let window = window
      return [
        DerivedColumn(
          name: "\(close) atr \(window)", sources: [high, low, close], rowsNeeded: window + 1,
          makeOperator: { TrueRangeOperator(window: window) })
      ]
    }
  }
}
