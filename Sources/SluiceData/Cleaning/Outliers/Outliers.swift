import SluiceTensor

/// What is done about readings that lie far from the others.
///
/// It is written as a rule's name, `hampel`, or with settings, `{hampel: {window: 25, threshold: 3}}`. Each
/// rule has the setting `columns`, the columns that it is for; all readings unless given.
///
/// A rolling rule (``hampel(_:)``, ``medianFilter(_:)``) compares a reading with its neighbours and comes
/// first of all, so that fills and derived features see what it left. The others have bounds that are
/// learnt from the training rows (``fitted(to:columns:)``), as scalers are: the model sees bounded values,
/// and what it is judged by stays as it was read.
public enum Outliers: Hashable, Sendable {
  /// A reading far from the median of its window, in units of the window's median deviation.
  case hampel(Hampel = Hampel())
  /// Each reading becomes the median of its window.
  case medianFilter(MedianFilter = MedianFilter())
  /// A reading further from the quartiles of the training rows than a multiple of their distance.
  case interquartile(Interquartile = Interquartile())
  /// A reading further from the training mean than a number of standard deviations.
  case zScore(ZScore = ZScore())
  /// Readings are kept between two quantiles of the training rows.
  case winsorize(Winsorizing = Winsorizing())

  /// What becomes of an outlier.
  public enum Action: String, Codable, CaseIterable, Sendable {
    /// It becomes the median: of its window, or of the training rows.
    case replace
    /// It becomes the bound that it lies beyond.
    case clip
    /// It becomes a missing reading, which is filled or dropped as others are.
    case missing
  }

  /// The columns that the rule is for; nil for all readings.
  public var columns: [String]? {
    switch self {
    case .hampel(let rule): rule.columns
    case .medianFilter(let rule): rule.columns
    case .interquartile(let rule): rule.columns
    case .zScore(let rule): rule.columns
    case .winsorize(let rule): rule.columns
    }
  }

  /// Whether the rule learns its bounds from training rows.
  public var isFitted: Bool {
    switch self {
    case .hampel, .medianFilter: false
    case .interquartile, .zScore, .winsorize: true
    }
  }

  /// Whether a row is judged by itself and the rows above it alone.
  public var isCausal: Bool {
    switch self {
    case .hampel(let rule): !rule.centered
    case .medianFilter(let rule): !rule.centered
    case .interquartile, .zScore, .winsorize: true
    }
  }

  /// What becomes of an outlier; nil where all readings are smoothed.
  public var action: Action? {
    switch self {
    case .hampel(let rule): rule.action
    case .medianFilter: nil
    case .interquartile(let rule): rule.action
    case .zScore(let rule): rule.action
    case .winsorize: .clip
    }
  }

  /// The rule's name in experiment files.
  public var name: String { key.rawValue }

  /// Throws when the rule does not fit the rows and columns of a training series.
  ///
  /// - Throws: ``OutlierError/windowTooLong(rule:window:rows:)``,
  ///   ``SeriesError/missingColumn(name:nearest:available:)``.
  package func check(rows: Int, columns available: [String]) throws {
    if let window, window > rows {
      throw OutlierError.windowTooLong(rule: name, window: window, rows: rows)
    }
    if let stray = columns?.first(where: { !available.contains($0) }) {
      throw SeriesError.missingColumn(
        name: stray, nearest: Spelling.nearest(to: stray, in: available), available: available)
    }
  }

  /// The rule's window in rows; nil for a rule with bounds.
  var window: Int? {
    switch self {
    case .hampel(let rule): rule.window
    case .medianFilter(let rule): rule.window
    case .interquartile, .zScore, .winsorize: nil
    }
  }
}

extension Outliers: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case hampel, medianFilter, interquartile, zScore, winsorize
  }

  private var key: CodingKeys {
    switch self {
    case .hampel: .hampel
    case .medianFilter: .medianFilter
    case .interquartile: .interquartile
    case .zScore: .zScore
    case .winsorize: .winsorize
    }
  }

  /// Decodes a name, or a map of one name to its settings.
  public init(from decoder: any Decoder) throws {
    func refuse(_ words: String) -> DecodingError {
      let names = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
      return .dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "must be one of \(names), \(words)"))
    }
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      switch CodingKeys(rawValue: name) {
      case .hampel: self = .hampel()
      case .medianFilter: self = .medianFilter()
      case .interquartile: self = .interquartile()
      case .zScore: self = .zScore()
      case .winsorize: self = .winsorize()
      case nil: throw refuse("found \"\(name)\"")
      }
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let found = CodingKeys.allCases.filter(container.contains)
    if found.count > 1 {
      throw refuse("found \(found.map(\.rawValue).joined(separator: " and "))")
    }
    switch found.first ?? .hampel {
    case .hampel: self = .hampel(try container.decode(Hampel.self, forKey: .hampel))
    case .medianFilter:
      self = .medianFilter(try container.decode(MedianFilter.self, forKey: .medianFilter))
    case .interquartile:
      self = .interquartile(try container.decode(Interquartile.self, forKey: .interquartile))
    case .zScore: self = .zScore(try container.decode(ZScore.self, forKey: .zScore))
    case .winsorize:
      self = .winsorize(try container.decode(Winsorizing.self, forKey: .winsorize))
    }
  }

  /// Encodes a map of the rule's name to its settings.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .hampel(let rule): try container.encode(rule, forKey: key)
    case .medianFilter(let rule): try container.encode(rule, forKey: key)
    case .interquartile(let rule): try container.encode(rule, forKey: key)
    case .zScore(let rule): try container.encode(rule, forKey: key)
    case .winsorize(let rule): try container.encode(rule, forKey: key)
    }
  }
}

/// Why outliers cannot be told from other readings.
public enum OutlierError: Error, Hashable, CustomStringConvertible {
  /// There are fewer rows than the window of a rolling rule.
  case windowTooLong(rule: String, window: Int, rows: Int)
  /// Both bounds that the training rows give are the same.
  case noSpread(rule: String, column: String, value: Double)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .windowTooLong(let rule, let window, let rows):
      return "The window of cleaning.outliers.\(rule) is \(window) rows long, but there are only "
        + "\(rows): take a shorter window."
    case .noSpread(let rule, let column, let value):
      return "Column \"\(column)\" has so many readings of \(value) in the training part that both "
        + "bounds of cleaning.outliers.\(rule) fall there, and every other reading would be an "
        + "outlier: leave the column out of cleaning.outliers.\(rule).columns, or take wider bounds."
    }
  }
}
