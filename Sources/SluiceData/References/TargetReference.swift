import SluiceTensor

/// What a forecast is told relative to: a value that is known when the forecast is made.
///
/// The network learns the difference from it, and the forecast adds it again. It is written as a word,
/// `lastReading` or `line`, or with its length, `{season: 24}`, `{season: 1 d}`, `{movingAverage: 12}`.
public enum TargetReference: Hashable, Sendable {
  /// The target's last reading: the network learns the change, as differencing does.
  case lastReading
  /// The last known reading of the same phase: seasonal differencing.
  case season(Length)
  /// The mean of the last readings.
  case movingAverage(Length)
  /// The straight line in time that fits the training rows best, drawn on.
  case line

  /// Whether the target's own past is looked at, so that each row must hold its reading.
  package var needsReadings: Bool { self != .line }

  /// A number of rows, given or as a span of the clock.
  public enum Length: Hashable, Sendable {
    /// So many rows, at least 1.
    case rows(Int)
    /// A length of time such as `1 d`.
    case time(String)

    /// Returns the number of rows.
    ///
    /// - Parameter interval: The usual time between two rows in microseconds; nil without a clock.
    /// - Throws: ``ReferenceError/noClock(purpose:)``, ``ReferenceError/notWholeRows(length:interval:)``.
    func rows(interval: Int64?) throws -> Int {
      switch self {
      case .rows(let rows): return rows
      case .time(let text):
        guard let interval else { throw ReferenceError.noClock(purpose: "the length \(text)") }
        let length = TimeSpan.microseconds(text) ?? 0
        guard length > 0, length % interval == 0 else {
          throw ReferenceError.notWholeRows(length: text, interval: interval)
        }
        return Int(length / interval)
      }
    }
  }
}

extension TargetReference: Codable {
  private enum Name: String, CaseIterable { case lastReading, season, movingAverage, line }

  /// Decodes a name, or a map of one name to its length.
  public init(from decoder: any Decoder) throws {
    self = try NamedCoding.decode(
      "reference of the target", from: decoder, names: Name.allCases.map(\.rawValue)
    ) { name, settings in
      switch Name(rawValue: name) {
      case .lastReading, nil: .lastReading
      case .season: .season(try Length(from: settings))
      case .movingAverage: .movingAverage(try Length(from: settings))
      case .line: .line
      }
    }
  }

  /// Encodes the name, with its length where it has one.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .lastReading, .line:
      var container = encoder.singleValueContainer()
      try container.encode((self == .line ? Name.line : Name.lastReading).rawValue)
    case .season(let length):
      try NamedCoding.encode(length, as: Name.season.rawValue, to: encoder)
    case .movingAverage(let length):
      try NamedCoding.encode(length, as: Name.movingAverage.rawValue, to: encoder)
    }
  }
}

extension TargetReference.Length: Codable {
  /// Decodes a number of rows, or a length of time.
  public init(from decoder: any Decoder) throws {
    func refuse(_ found: String) -> DecodingError {
      .dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription:
            "must be a number of rows from 1 to \(Limits.count), or a length of time "
            + "such as \"12 h\" or \"1 d\", found \(found)"))
    }
    guard let container = try? decoder.singleValueContainer() else { throw refuse("nothing") }
    if let rows = try? container.decode(Int.self) {
      guard (1...Limits.count).contains(rows) else { throw refuse("\(rows)") }
      self = .rows(rows)
    } else if let text = try? container.decode(String.self) {
      guard TimeSpan.microseconds(text).map({ $0 > 0 }) ?? false else {
        throw refuse("\"\(text)\"")
      }
      self = .time(text)
    } else {
      throw refuse("something else")
    }
  }

  /// Encodes the number or the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .rows(let rows): try container.encode(rows)
    case .time(let text): try container.encode(text)
    }
  }
}

/// Why a target cannot be told relative to its reference.
public enum ReferenceError: Error, Hashable, CustomStringConvertible {
  /// The rows have no time stamps, or too few rows to tell the interval.
  case noClock(purpose: String)
  /// A length is no whole number of rows; the interval is in microseconds.
  case notWholeRows(length: String, interval: Int64)
  /// No training row has its reference and a target behind it in the same stretch.
  case tooShort(column: String, needed: Int, longest: Int)
  /// Not one window has its reference.
  case noWindow(column: String, windows: Int, needed: Int)
  /// Labels are no numbers.
  case labels
  /// A reference must be known wherever a forecast is made.
  case maskedTargets

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .noClock(let purpose):
      return
        "targetReference: \(purpose) needs time stamps, which the rows do not have: name the time "
        + "columns, or give a number of rows."
    case .notWholeRows(let length, let interval):
      return "targetReference: \(length) is no whole number of rows, which follow each other every "
        + "\(TimeSpan.text(interval)): give another length, or a number of rows."
    case .tooShort(let column, let needed, let longest):
      return
        "targetReference: a forecast of \"\(column)\" needs \(needed) rows of a stretch without a "
        + "gap, but the longest of the training part has \(longest): look back over fewer rows, or use "
        + "more."
    case .noWindow(let column, let windows, let needed):
      return
        "targetReference: none of \(windows) windows has the \(needed) rows of \"\(column)\" before "
        + "its forecast, in one stretch without a gap: give more rows, or look back over fewer."
    case .maskedTargets:
      return
        "targetReference: a reference must be known wherever a forecast is made, so it does not go "
        + "with masked targets: set cleaning.missingTargets to drop, or leave the reference out."
    case .labels:
      return
        "targetReference: a classification has labels, which have no differences: leave it out."
    }
  }
}
