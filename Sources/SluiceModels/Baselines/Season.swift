/// The length of a series' season in rows, and how it is known.
public struct Season: Codable, Hashable, Sendable {
  /// How a season's length is known.
  public enum Origin: String, Codable, Sendable {
    /// The user gave it.
    case given
    /// The training part repeats itself at this distance: its autocorrelation has a peak there.
    case autocorrelation
    /// The sampling interval suggests it (a day of hourly rows, a week of days, a year of months),
    /// though the training part shows no clear repetition.
    case clock
    /// The training part is too short for a season, or shows none: one row, which makes the
    /// seasonal naive forecast the same as persistence.
    case none
  }

  /// The season's length in rows, at least 1.
  public var rows: Int

  /// How the length is known.
  public var origin: Origin

  /// Creates a season.
  public init(rows: Int, origin: Origin) {
    self.rows = rows
    self.origin = origin
  }
}

/// Why a season cannot be used.
public enum SeasonError: Error, Equatable, CustomStringConvertible {
  /// No two training rows lie a season apart.
  case tooLong(rows: Int, trainingRows: Int)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .tooLong(let rows, let trainingRows):
      return "A season of \(rows) rows does not fit into the \(trainingRows) training rows: give a "
        + "shorter season, or none to have it found."
    }
  }
}
