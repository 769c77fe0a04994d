/// A way of writing time stamps, as a pattern.
///
/// | in the pattern | in the cell |
/// |---|---|
/// | `yyyy` | the year in four digits |
/// | `MM`, `dd`, `HH`, `mm`, `ss` | month, day, hour, minute, second in two digits |
/// | `M`, `d`, `H`, `m`, `s` | the same in one or two digits |
/// | `MMM` | the month as Jan, Feb, Mar... |
/// | `hh` or `h` with `a` | the hour of twelve, with AM or PM |
/// | `S` | a fraction of a second, any number of digits |
/// | `Z` | `Z`, or the distance from UTC as `+02:00`, `+0200` or `+02` |
/// | `'T'` | the letter T; quotes make letters stand for themselves |
/// | anything else | itself |
///
/// Four words stand for whole forms: `iso8601` (date, optionally time, fraction and zone),
/// `epochSeconds`, `epochMilliseconds` and `epochMicroseconds` (numbers since 1970-01-01 00:00 UTC).
public struct TimeFormat: Hashable, Sendable {
  /// The pattern.
  public let pattern: String
  /// Whether the cells state their own distance from UTC, so that no zone is needed.
  public let isAbsolute: Bool
  let steps: [Step]

  enum Step: Hashable, Sendable {
    case literal(UInt8)
    /// A number with the fewest and the most digits.
    case number(Field, Int, Int)
    case monthName
    case halfDay
    case fraction
    case zone
    case epoch(unit: Int64)
    case iso8601
  }

  enum Field: Int, Hashable, Sendable {
    case year, month, day, hour, minute, second
  }

  /// Compiles a pattern.
  ///
  /// - Throws: ``TimeFormatError`` when it has letters without a meaning or no year.
  public init(_ pattern: String) throws {
    self.pattern = pattern
    switch pattern {
    case "iso8601": steps = [.iso8601]
    case "epochSeconds": steps = [.epoch(unit: 1_000_000)]
    case "epochMilliseconds": steps = [.epoch(unit: 1000)]
    case "epochMicroseconds": steps = [.epoch(unit: 1)]
    default: steps = try TimeFormat.compiled(pattern)
    }
    isAbsolute = steps.contains { step in
      switch step {
      case .zone, .epoch: true
      default: false
      }
    }
  }

  /// Whether the cells state more than the date.
  var hasTimeOfDay: Bool {
    steps.contains { step in
      switch step {
      case .number(.hour, _, _), .epoch, .iso8601: true
      default: false
      }
    }
  }

  private static func compiled(_ pattern: String) throws -> [Step] {
    var steps: [Step] = []
    var bytes = Array(pattern.utf8)[...]
    var isQuoted = false
    while let byte = bytes.first {
      if byte == UInt8(ascii: "'") {
        isQuoted.toggle()
        bytes = bytes.dropFirst()
        continue
      }
      let character = Character(Unicode.Scalar(byte))
      guard !isQuoted, character.isLetter else {
        steps.append(.literal(byte))
        bytes = bytes.dropFirst()
        continue
      }
      let run = bytes.prefix { $0 == byte }.count
      bytes = bytes.dropFirst(run)
      guard let step = step(character, run) else {
        let letters = String(repeating: character, count: run)
        throw TimeFormatError(
          pattern: pattern, reason: "\(letters) has no meaning; put letters in single quotes")
      }
      steps.append(step)
    }
    if isQuoted { throw TimeFormatError(pattern: pattern, reason: "a quote is not closed") }
    let hasYear = steps.contains {
      if case .number(.year, _, _) = $0 { true } else { false }
    }
    if !hasYear { throw TimeFormatError(pattern: pattern, reason: "it has no year (yyyy)") }
    return steps
  }

  private static func step(_ letter: Character, _ run: Int) -> Step? {
    switch (letter, run) {
    case ("y", 4): .number(.year, 4, 4)
    case ("M", 3): .monthName
    case ("M", 1...2): .number(.month, run, 2)
    case ("d", 1...2): .number(.day, run, 2)
    case ("H", 1...2), ("h", 1...2): .number(.hour, run, 2)
    case ("m", 1...2): .number(.minute, run, 2)
    case ("s", 1...2): .number(.second, run, 2)
    case ("S", _): .fraction
    case ("a", 1): .halfDay
    case ("Z", 1): .zone
    default: nil
    }
  }
}

/// A time format that cannot be used.
public struct TimeFormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pattern.
  public let pattern: String
  /// What is wrong with it.
  public let reason: String

  /// The message.
  public var description: String {
    "The time format \"\(pattern)\" cannot be used: \(reason)."
  }
}
