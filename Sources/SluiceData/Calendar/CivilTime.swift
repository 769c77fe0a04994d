/// A date and a time of day as clocks and calendars show them, without a time zone.
///
/// The calendar is the proleptic Gregorian one; arithmetic is on whole numbers, so that no date
/// depends on a locale or a library.
///
/// - Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
///   <https://howardhinnant.github.io/date_algorithms.html>.
public struct CivilTime: Hashable, Sendable {
  /// The year; 1 BC is year 0.
  public var year: Int
  /// The month, 1 to 12.
  public var month: Int
  /// The day of the month, 1 to 31.
  public var day: Int
  /// The hour, 0 to 23.
  public var hour: Int
  /// The minute, 0 to 59.
  public var minute: Int
  /// The second, 0 to 59.
  public var second: Int
  /// The microsecond, 0 to 999,999.
  public var microsecond: Int

  /// Creates a civil time from its parts, which are taken as they are.
  public init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    microsecond: Int = 0
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// Creates the civil time in UTC of microseconds since 1970-01-01 00:00.
  public init(microseconds: Int64) {
    let days = Int(CivilTime.floorDivide(microseconds, CivilTime.microsecondsPerDay))
    let rest = microseconds - Int64(days) * CivilTime.microsecondsPerDay
    (year, month, day) = CivilTime.date(dayNumber: days)
    let seconds = Int(rest / 1_000_000)
    hour = seconds / 3600
    minute = seconds / 60 % 60
    second = seconds % 60
    microsecond = Int(rest % 1_000_000)
  }

  /// Creates midnight of a date such as `2026-12-25`; nil when the text is none.
  public init?(date text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
    }
    guard parts.count == 3, numbers.count == 3, parts[0].count == 4 else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    guard isValid else { return nil }
  }

  /// Microseconds since 1970-01-01 00:00, the civil time read as UTC.
  public var microseconds: Int64 {
    Int64(dayNumber) * CivilTime.microsecondsPerDay
      + Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(microsecond)
  }

  /// The number of days since 1970-01-01.
  public var dayNumber: Int { CivilTime.dayNumber(year: year, month: month, day: day) }

  /// The day of the week: 0 is Monday, 6 is Sunday.
  public var weekday: Int { CivilTime.weekday(dayNumber: dayNumber) }

  /// The day of the year: 1 January is 1.
  public var dayOfYear: Int {
    dayNumber - CivilTime.dayNumber(year: year, month: 1, day: 1) + 1
  }

  /// Whether month, day and the parts of the time lie within their ranges.
  public var isValid: Bool {
    (1...12).contains(month) && day >= 1
      && day <= CivilTime.daysInMonth(year: year, month: month) && (0...23).contains(hour)
      && (0...59).contains(minute) && (0...59).contains(second)
      && (0...999_999).contains(microsecond)
  }

  /// The number of microseconds in a day of 24 hours.
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  /// Returns the day of the week of a day number: 0 is Monday.
  public static func weekday(dayNumber: Int) -> Int {
    // 1970-01-01 was a Thursday.
    let remainder = (dayNumber + 3) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }

  /// Returns the number of days in a month, 28 to 31.
  public static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether a year has a 29 February.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Returns the number of days from 1970-01-01 to a date.
  public static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    // Years begin in March, so that the leap day is the last day of its year.
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Returns the date of a number of days since 1970-01-01.
  public static func date(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b < 0 ? quotient - 1 : quotient
  }
}

extension CivilTime: CustomStringConvertible, Comparable {
  /// ISO 8601 with a space: `2007-11-22 02:08:00`, with a fraction only when there is one.
  public var description: String {
    var text: [UInt8] = []
    write(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the description to a buffer of UTF-8, which is what writers of many rows use.
  package func write(to text: inout [UInt8]) {
    func digits(_ value: Int, _ width: Int) {
      var scale = 1
      for _ in 1..<width { scale *= 10 }
      while scale > 0 {
        text.append(UInt8(48 + value / scale % 10))
        scale /= 10
      }
    }
    if year < 0 { text.append(45) }
    digits(abs(year), abs(year) > 9999 ? 6 : 4)
    text.append(45)
    digits(month, 2)
    text.append(45)
    digits(day, 2)
    text.append(32)
    digits(hour, 2)
    text.append(58)
    digits(minute, 2)
    text.append(58)
    digits(second, 2)
    if microsecond != 0 {
      text.append(46)
      digits(microsecond, 6)
    }
  }

  /// Whether one civil time comes before another.
  public static func < (left: CivilTime, right: CivilTime) -> Bool {
    left.microseconds < right.microseconds
  }
}
