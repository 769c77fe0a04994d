extension TimeFormat {
  /// Returns the time that a text states, in microseconds; nil when it has another form.
  ///
  /// Without a distance from UTC in the text it is the local time, counted as if it were UTC.
  public func microseconds(_ text: String) -> Int64? {
    var text = text
    return text.withUTF8 { bytes in
      var days = DayMemo()
      return microseconds(bytes, memo: &days)
    }
  }

  /// The day of the row above, which is mostly the day of this one.
  struct DayMemo {
    var key = -1
    var dayNumber = 0

    @inline(__always)
    mutating func dayNumber(year: Int, month: Int, day: Int) -> Int? {
      let wanted = (year * 16 + month) * 32 + day
      if wanted == key { return dayNumber }
      guard month >= 1, month <= 12, day >= 1,
        day <= CivilTime.daysInMonth(year: year, month: month)
      else { return nil }
      key = wanted
      dayNumber = CivilTime.dayNumber(year: year, month: month, day: day)
      return dayNumber
    }
  }

  func microseconds(_ text: UnsafeBufferPointer<UInt8>, memo: inout DayMemo) -> Int64? {
    var reader = TimeTextReader(text: text)
    for step in steps {
      switch step {
      case .literal(let byte): guard reader.skip(byte) else { return nil }
      case .number(let field, let fewest, let most):
        guard let value = reader.number(fewest, most) else { return nil }
        reader.set(field, value)
      case .monthName: guard reader.monthName() else { return nil }
      case .halfDay: guard reader.halfDay() else { return nil }
      case .fraction: guard reader.fraction() else { return nil }
      case .zone: guard reader.zone() else { return nil }
      case .iso8601: guard reader.iso8601() else { return nil }
      case .epoch(let unit): return TimeTextReader.epoch(text, unit: unit)
      }
    }
    return reader.microseconds(memo: &memo)
  }
}

/// Reads the parts of a time stamp from left to right.
struct TimeTextReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var year = 1970
  private var month = 1
  private var day = 1
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var microsecond = 0
  private var isAfternoon: Bool?
  private var offsetSeconds = 0

  init(text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  @inline(__always)
  mutating func skip(_ byte: UInt8) -> Bool {
    guard place < text.count, text[place] == byte else { return false }
    place += 1
    return true
  }

  @inline(__always)
  mutating func number(_ fewest: Int, _ most: Int) -> Int? {
    var value = 0
    var digits = 0
    while digits < most, place < text.count {
      let digit = text[place] &- NumberCell.zero
      if digit > 9 { break }
      value = value * 10 + Int(digit)
      digits += 1
      place += 1
    }
    return digits >= fewest ? value : nil
  }

  @inline(__always)
  mutating func set(_ field: TimeFormat.Field, _ value: Int) {
    switch field {
    case .year: year = value
    case .month: month = value
    case .day: day = value
    case .hour: hour = value
    case .minute: minute = value
    case .second: second = value
    }
  }

  mutating func monthName() -> Bool {
    guard place + 3 <= text.count else { return false }
    let name = String(decoding: text[place..<place + 3], as: UTF8.self).lowercased()
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let index = names.firstIndex(of: name) else { return false }
    month = index + 1
    place += 3
    return true
  }

  mutating func halfDay() -> Bool {
    guard place + 2 <= text.count, text[place + 1] | 0x20 == UInt8(ascii: "m") else {
      return false
    }
    switch text[place] | 0x20 {
    case UInt8(ascii: "a"): isAfternoon = false
    case UInt8(ascii: "p"): isAfternoon = true
    default: return false
    }
    place += 2
    return true
  }

  /// One to any number of digits; those behind the microsecond are dropped.
  mutating func fraction() -> Bool {
    var digits = 0
    var value = 0
    while place < text.count {
      let digit = text[place] &- NumberCell.zero
      if digit > 9 { break }
      if digits < 6 { value = value * 10 + Int(digit) }
      digits += 1
      place += 1
    }
    guard digits > 0 else { return false }
    for _ in 0..<max(0, 6 - digits) { value *= 10 }
    microsecond = value
    return true
  }

  mutating func zone() -> Bool {
    if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return true }
    let sign: Int
    if skip(UInt8(ascii: "+")) {
      sign = 1
    } else if skip(UInt8(ascii: "-")) {
      sign = -1
    } else {
      return false
    }
    guard let hours = number(2, 2), hours <= 23 else { return false }
    let hasColon = skip(UInt8(ascii: ":"))
    let minutes = number(2, 2)
    guard minutes != nil || !hasColon, (minutes ?? 0) <= 59 else { return false }
    offsetSeconds = sign * (hours * 60 + (minutes ?? 0)) * 60
    return true
  }

  /// `yyyy-MM-dd`, then optionally `T` or a space with `HH:mm`, seconds, fraction, and a zone.
  mutating func iso8601() -> Bool {
    guard let year = number(4, 4), skip(UInt8(ascii: "-")), let month = number(2, 2) else {
      return false
    }
    (self.year, self.month) = (year, month)
    guard skip(UInt8(ascii: "-")) else { return true }
    guard let day = number(2, 2) else { return false }
    self.day = day
    guard skip(UInt8(ascii: "T")) || skip(UInt8(ascii: " ")) else { return true }
    guard let hour = number(2, 2), skip(UInt8(ascii: ":")), let minute = number(2, 2) else {
      return false
    }
    (self.hour, self.minute) = (hour, minute)
    if skip(UInt8(ascii: ":")) {
      guard let second = number(2, 2) else { return false }
      self.second = second
      if skip(UInt8(ascii: ".")) || skip(UInt8(ascii: ",")) {
        guard fraction() else { return false }
      }
    }
    return place == text.count || zone()
  }

  @inline(__always)
  func microseconds(memo: inout TimeFormat.DayMemo) -> Int64? {
    guard place == text.count else { return nil }
    var hour = hour
    if let isAfternoon {
      guard hour >= 1, hour <= 12 else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard hour < 24, minute < 60, second < 60,
      let days = memo.dayNumber(year: year, month: month, day: day)
    else { return nil }
    let seconds = days * 86_400 + (hour * 60 + minute) * 60 + second - offsetSeconds
    return Int64(seconds) * 1_000_000 + Int64(microsecond)
  }

  /// A number since 1970, perhaps with a fraction, in units of so many microseconds.
  static func epoch(_ text: UnsafeBufferPointer<UInt8>, unit: Int64) -> Int64? {
    var place = 0
    var isNegative = false
    if let first = text.first, first == UInt8(ascii: "-") {
      isNegative = true
      place = 1
    }
    var value: Int64 = 0
    var digits = 0
    while place < text.count, text[place] &- NumberCell.zero <= 9 {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int64(text[place] - NumberCell.zero))
      if tooLarge || carried { return nil }
      value = sum
      digits += 1
      place += 1
    }
    var (result, overflow) = value.multipliedReportingOverflow(by: unit)
    guard digits > 0, !overflow else { return nil }
    if place < text.count {
      guard text[place] == UInt8(ascii: ".") else { return nil }
      place += 1
      var share = unit
      while place < text.count, text[place] &- NumberCell.zero <= 9 {
        share /= 10
        (result, overflow) = result.addingReportingOverflow(
          Int64(text[place] - NumberCell.zero) * share)
        if overflow { return nil }
        place += 1
      }
    }
    guard place == text.count else { return nil }
    return isNegative ? -result : result
  }
}
