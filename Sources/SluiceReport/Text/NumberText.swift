/// How a number is written for people: the same in tables, charts and on the terminal.
public enum NumberText {
  /// A number with a fixed count of digits behind the point: `fixed(0.33768, 4)` is "0.3377".
  ///
  /// Thousands are separated by commas when asked. NaN and infinities read "n/a", "∞", "−∞".
  public static func fixed(_ value: Double, _ places: Int, grouping: Bool = true) -> String {
    if let special = special(value) { return special }
    var decimal = Decimal(value)
    decimal.round(places: places)
    return plain(decimal, places: max(places, 0), grouping: grouping)
  }

  /// A number with a count of significant digits: `significant(1234.567, 3)` is "1,230".
  ///
  /// Very large and very small magnitudes take powers of ten ("1.2×10⁻⁷"). Trailing zeros
  /// behind the point are kept only if `padded`, which columns of a table want.
  public static func significant(_ value: Double, _ count: Int = 4, padded: Bool = false) -> String
  {
    if let special = special(value) { return special }
    var decimal = Decimal(value)
    decimal.round(significant: count)
    guard !decimal.digits.isEmpty else { return "0" }
    guard (-5...8).contains(decimal.exponent) else { return scientific(decimal) }
    let kept = padded ? count : decimal.digits.count
    return plain(decimal, places: max(0, kept - 1 - decimal.exponent), grouping: true)
  }

  /// A whole number with its thousands separated: "2,049,280".
  public static func count(_ value: Int) -> String { grouped(String(value)) }

  /// A share as a percentage: `percent(0.1234)` is "12.3 %".
  public static func percent(_ share: Double, _ places: Int = 1) -> String {
    special(share) ?? fixed(share * 100, places) + " %"
  }

  /// A share of a count as a percentage that is 0 % for none and 100 % for all only: "<1 %" for 1 of 298.
  static func shareOfCount(_ share: Double, _ places: Int) -> String {
    let text = percent(share, places)
    let step = places > 0 ? 0.1 : 1.0
    if share > 0, text == percent(0, places) { return "<" + percent(step / 100, places) }
    if share < 1, text == percent(1, places) { return ">" + percent(1 - step / 100, places) }
    return text
  }

  /// A share in percent to tenths, as a number: a chart writes it where a table has `percent`.
  static func percentage(_ share: Double) -> Double { (share * 100 * 10).rounded() / 10 }

  /// A length of time in the unit that reads best: "0.42 µs", "3.1 ms", "12.0 s", "2 min 5 s".
  public static func duration(seconds: Double) -> String {
    if let special = special(seconds) { return special }
    switch seconds.magnitude {
    case 0: return "0 s"
    case ..<1e-6: return significant(seconds * 1e9, 3) + " ns"
    case ..<1e-3: return significant(seconds * 1e6, 3) + " µs"
    case ..<1: return significant(seconds * 1e3, 3) + " ms"
    case ..<60: return significant(seconds, 3) + " s"
    default: return longDuration(seconds)
    }
  }

  /// A count of bytes: "812 B", "12.4 kB", "3.1 MB" (powers of 1,000).
  public static func bytes(_ count: Int) -> String {
    switch count.magnitude {
    case ..<1000: return "\(count) B"
    case ..<1_000_000: return significant(Double(count) / 1e3, 3) + " kB"
    case ..<1_000_000_000: return significant(Double(count) / 1e6, 3) + " MB"
    default: return significant(Double(count) / 1e9, 3) + " GB"
    }
  }

  private static func longDuration(_ seconds: Double) -> String {
    guard seconds.magnitude < 1e9 else { return significant(seconds / 86_400, 3) + " days" }
    let whole = Int(seconds.rounded())
    switch whole.magnitude {
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    case ..<172_800: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    default: return "\(count(whole / 86_400)) days \(whole % 86_400 / 3600) h"
    }
  }

  private static func special(_ value: Double) -> String? {
    if value.isNaN { return "n/a" }
    guard value.isInfinite else { return nil }
    return value < 0 ? "−∞" : "∞"
  }

  private static func plain(_ decimal: Decimal, places: Int, grouping: Bool) -> String {
    var whole = ""
    for power in stride(from: max(decimal.exponent, 0), through: 0, by: -1) {
      whole.append(character(decimal.digit(power: power)))
    }
    if grouping { whole = grouped(whole) }
    var text = decimal.isNegative && !decimal.digits.isEmpty ? "−" + whole : whole
    guard places > 0 else { return text }
    text.append(".")
    for place in 1...places { text.append(character(decimal.digit(power: -place))) }
    return text
  }

  private static func scientific(_ decimal: Decimal) -> String {
    var text = decimal.isNegative ? "−" : ""
    text.append(character(decimal.digits[0]))
    if decimal.digits.count > 1 {
      text.append(".")
      for digit in decimal.digits.dropFirst() { text.append(character(digit)) }
    }
    return text + "×10" + superscript(decimal.exponent)
  }

  /// An integer in raised digits, for powers of ten.
  static func superscript(_ value: Int) -> String {
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    var text = value < 0 ? "⁻" : ""
    for digit in String(value.magnitude).utf8 { text.append(raised[Int(digit) - 48]) }
    return text
  }

  private static func character(_ digit: UInt8) -> Character {
    Character(UnicodeScalar(digit + UInt8(ascii: "0")))
  }

  private static func grouped(_ whole: String) -> String {
    let negative = whole.hasPrefix("-")
    let digits = Array(negative ? whole.dropFirst() : whole[...])
    guard digits.count > 3 else { return negative ? "−" + String(digits) : whole }
    var text = negative ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
