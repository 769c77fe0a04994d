import SluiceData

/// A moment as experiment files write it: `2007-11-22 02:08`, in UTC.
///
/// The time of day may be left out, have seconds, and follow a `T` instead of a space.
public struct Moment: Codable, Hashable, Sendable, CustomStringConvertible {
  /// Microseconds since 1970-01-01 00:00 UTC.
  public var microseconds: Int64

  /// Creates a moment.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Creates a moment from its text; nil when it is no date or time.
  public init?(_ text: String) {
    let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    guard let date = parts.first.map({ Self.numbers($0, separator: "-") }), date.count == 3 else {
      return nil
    }
    var clock = [0, 0, 0]
    if parts.count == 2 {
      clock = Self.numbers(parts[1], separator: ":")
      if clock.count == 2 { clock.append(0) }
    }
    guard clock.count == 3 else { return nil }
    let time = CivilTime(
      year: date[0], month: date[1], day: date[2], hour: clock[0], minute: clock[1],
      second: clock[2])
    guard time.isValid, (1...9999).contains(time.year) else { return nil }
    microseconds = time.microseconds
  }

  private static func numbers(_ text: Substring, separator: Character) -> [Int] {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.allSatisfy { "0123456789".contains($0) } ? Int(part) : nil
    }
    return numbers.count == parts.count ? numbers : []
  }

  /// The moment as it is written in files.
  public var description: String { CivilTime(microseconds: microseconds).description }

  /// Decodes the text of a moment.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let moment = Moment(text) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription:
            "expected a date or a date and time such as 2007-11-22 02:08, found '\(text)'"))
    }
    self = moment
  }

  /// Encodes the text of the moment.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
