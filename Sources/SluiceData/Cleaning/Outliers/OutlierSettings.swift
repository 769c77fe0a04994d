import SluiceTensor

extension Outliers {
  /// The settings of ``Outliers/hampel(_:)``.
  ///
  /// A reading is an outlier when it lies further than `threshold` times 1.4826 median absolute deviations
  /// from the median of its window; where more than half of a window are the same reading, any other
  /// one is. Missing readings are passed over; where less than half a window is known, nothing is judged.
  ///
  /// - Source: Hampel, "The influence curve and its role in robust estimation" (1974); the deviation is
  ///   scipy's `median_abs_deviation` with the scale `normal`.
  public struct Hampel: Codable, Hashable, Sendable {
    /// The rows of the window: the last ones up to the row itself, or as many on either side.
    public var window: Int
    /// How far an outlier lies from the median, in deviations of a normal distribution.
    public var threshold: Double
    /// What becomes of an outlier.
    public var action: Action
    /// Whether the window lies around the row, so that it looks at later rows.
    public var centered: Bool
    /// The columns that the rule is for; nil for all readings.
    public var columns: [String]?

    /// Creates the settings.
    ///
    /// - Precondition: A window from 3 to 1,000,000 rows, odd when it is centered; `threshold > 0`.
    public init(
      window: Int = 25, threshold: Double = 3, action: Action = .replace, centered: Bool = false,
      columns: [String]? = nil
    ) {
      precondition(Outliers.isLegal(window, centered: centered), "Hampel: window \(window)")
      precondition(threshold > 0 && threshold.isFinite, "Hampel: threshold \(threshold)")
      self.window = window
      self.threshold = threshold
      self.action = action
      self.centered = centered
      self.columns = columns
    }

    /// Decodes the settings; keys that are absent take their defaults.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      centered = try container.setting(.centered, default: false)
      window = try container.window(.window, default: 25, centered: centered)
      threshold = try container.aboveZero(.threshold, default: 3)
      action = try container.setting(.action, default: .replace)
      columns = try container.columnNames(.columns)
    }
  }

  /// The settings of ``Outliers/medianFilter(_:)``.
  ///
  /// Missing readings are passed over and stay missing; where less than half a window is known, a reading
  /// stays as it is.
  public struct MedianFilter: Codable, Hashable, Sendable {
    /// The rows of the window: the last ones up to the row itself, or as many on either side.
    public var window: Int
    /// Whether the window lies around the row, so that it looks at later rows.
    public var centered: Bool
    /// The columns that the rule is for; nil for all readings.
    public var columns: [String]?

    /// Creates the settings.
    ///
    /// - Precondition: A window from 3 to 1,000,000 rows, odd when it is centered.
    public init(window: Int = 5, centered: Bool = false, columns: [String]? = nil) {
      precondition(Outliers.isLegal(window, centered: centered), "MedianFilter: window \(window)")
      self.window = window
      self.centered = centered
      self.columns = columns
    }

    /// Decodes the settings; keys that are absent take their defaults.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      centered = try container.setting(.centered, default: false)
      window = try container.window(.window, default: 5, centered: centered)
      columns = try container.columnNames(.columns)
    }
  }

  /// The settings of ``Outliers/interquartile(_:)``: Tukey's fences.
  public struct Interquartile: Codable, Hashable, Sendable {
    /// How many distances of the quartiles the bounds lie outside of them.
    public var factor: Double
    /// What becomes of an outlier: ``Action/clip`` or ``Action/replace``.
    public var action: Action
    /// The columns that the rule is for; nil for all that are numbers.
    public var columns: [String]?

    /// Creates the settings.
    ///
    /// - Precondition: `factor > 0`, and an action that keeps the reading.
    public init(factor: Double = 1.5, action: Action = .clip, columns: [String]? = nil) {
      precondition(factor > 0 && factor.isFinite, "Interquartile: factor \(factor)")
      precondition(action != .missing, "Interquartile: outliers cannot become missing")
      self.factor = factor
      self.action = action
      self.columns = columns
    }

    /// Decodes the settings; keys that are absent take their defaults.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      factor = try container.aboveZero(.factor, default: 1.5)
      action = try container.keepingAction(.action)
      columns = try container.columnNames(.columns)
    }
  }

  /// The settings of ``Outliers/zScore(_:)``.
  public struct ZScore: Codable, Hashable, Sendable {
    /// How many standard deviations (of the population) the bounds lie from the mean.
    public var threshold: Double
    /// What becomes of an outlier: ``Action/clip`` or ``Action/replace``.
    public var action: Action
    /// The columns that the rule is for; nil for all that are numbers.
    public var columns: [String]?

    /// Creates the settings.
    ///
    /// - Precondition: `threshold > 0`, and an action that keeps the reading.
    public init(threshold: Double = 4, action: Action = .clip, columns: [String]? = nil) {
      precondition(threshold > 0 && threshold.isFinite, "ZScore: threshold \(threshold)")
      precondition(action != .missing, "ZScore: outliers cannot become missing")
      self.threshold = threshold
      self.action = action
      self.columns = columns
    }

    /// Decodes the settings; keys that are absent take their defaults.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      threshold = try container.aboveZero(.threshold, default: 4)
      action = try container.keepingAction(.action)
      columns = try container.columnNames(.columns)
    }
  }

  /// The settings of ``Outliers/winsorize(_:)``.
  ///
  /// The quantiles are interpolated as numpy does.
  public struct Winsorizing: Codable, Hashable, Sendable {
    /// The quantile that is the lower bound, from 0 to 1.
    public var lower: Double
    /// The quantile that is the upper bound, from 0 to 1.
    public var upper: Double
    /// The columns that the rule is for; nil for all that are numbers.
    public var columns: [String]?

    /// Creates the settings.
    ///
    /// - Precondition: `0 <= lower < upper <= 1`.
    public init(lower: Double = 0.01, upper: Double = 0.99, columns: [String]? = nil) {
      precondition(
        0 <= lower && lower < upper && upper <= 1, "Winsorizing: quantiles \(lower), \(upper)")
      self.lower = lower
      self.upper = upper
      self.columns = columns
    }

    /// Decodes the settings; keys that are absent take their defaults.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      lower = try container.setting(.lower, default: 0.01, mustBe: "from 0 to 1") {
        $0 >= 0 && $0 <= 1
      }
      let lower = lower
      upper = try container.setting(
        .upper, default: 0.99, mustBe: "above lower (\(lower)) and at most 1"
      ) { $0 > lower && $0 <= 1 }
      columns = try container.columnNames(.columns)
    }
  }

  fileprivate static let windows = 3...1_000_000

  fileprivate static func isLegal(_ window: Int, centered: Bool) -> Bool {
    windows.contains(window) && !(centered && window.isMultiple(of: 2))
  }
}

extension KeyedDecodingContainer {
  fileprivate func window(_ key: Key, default value: Int, centered: Bool) throws -> Int {
    let window = try setting(
      key, default: value,
      mustBe: "from \(Outliers.windows.lowerBound) to \(Outliers.windows.upperBound)",
      Outliers.windows.contains)
    guard Outliers.isLegal(window, centered: centered) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription:
          "must be odd with centered: true, as many rows on either side, found \(window); "
          + "take \(window + 1)")
    }
    return window
  }

  fileprivate func aboveZero(_ key: Key, default value: Double) throws -> Double {
    try setting(key, default: value, mustBe: "above 0") { $0 > 0 && $0.isFinite }
  }

  fileprivate func keepingAction(_ key: Key) throws -> Outliers.Action {
    let action: Outliers.Action = try setting(key, default: .clip)
    if action == .missing {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription:
          "must be clip or replace, found missing: the bounds are learnt from the training part, "
          + "which is cut after rows with missing readings are dropped; use hampel to mark outliers "
          + "as missing")
    }
    return action
  }

  fileprivate func columnNames(_ key: Key) throws -> [String]? {
    let names = try decodeIfPresent([String].self, forKey: key)
    if let names, names.isEmpty || Set(names).count < names.count {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: names.isEmpty
          ? "must name at least one column" : "must not name a column twice")
    }
    return names
  }
}
