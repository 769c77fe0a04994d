/// Lengths of time in microseconds, as people write them: `90 s`, `5 min`, `2 h`, `3 d`.
public enum TimeSpan {
  private static let units: [(name: String, microseconds: Int64)] = [
    ("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000),
    ("ms", 1000), ("us", 1),
  ]

  /// Returns a length in words of at most two units, such as `1 d 4 h`.
  public static func text(_ microseconds: Int64) -> String {
    guard microseconds != 0 else { return "0 s" }
    var rest = microseconds.magnitude
    var parts: [String] = []
    for unit in units where parts.count < 2 {
      let count = rest / unit.microseconds.magnitude
      if count > 0 { parts.append("\(count) \(unit.name)") }
      rest -= count * unit.microseconds.magnitude
    }
    return (microseconds < 0 ? "-" : "") + parts.joined(separator: " ")
  }

  /// Returns a length in one unit, the largest that it is a whole number of, such as `1438 min`.
  package static func exactText(_ microseconds: Int64) -> String {
    let unit = units.first { microseconds.isMultiple(of: $0.microseconds) } ?? ("us", 1)
    return "\(microseconds / unit.microseconds) \(unit.name)"
  }

  /// Returns the microseconds of a text such as `5 min`, `1h 30min` or `250ms`; nil when it is none.
  public static func microseconds(_ text: String) -> Int64? {
    var rest = Substring(text)
    var total: Int64 = 0
    var found = false
    while true {
      rest = rest.drop { $0 == " " }
      if rest.isEmpty { return found ? total : nil }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count).drop { $0 == " " }
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let number = Int64(digits), let unit = units.first(where: { $0.name == name }) else {
        return nil
      }
      let (product, overflow) = number.multipliedReportingOverflow(by: unit.microseconds)
      let (sum, carried) = total.addingReportingOverflow(product)
      if overflow || carried { return nil }
      total = sum
      found = true
    }
  }
}
