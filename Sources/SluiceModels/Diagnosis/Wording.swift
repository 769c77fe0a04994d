/// Numbers in the sentences of findings.
package enum Wording {
  /// Returns a share as whole percent, with a decimal below 10, such as `3.4 %`.
  package static func percent(_ share: Double) -> String {
    PlainNumber.text(share * 100, digits: abs(share) < 0.1 ? 2 : abs(share) < 1 ? 2 : 3) + " %"
  }

  /// Returns a number with three digits.
  package static func number(_ value: Double) -> String { PlainNumber.text(value, digits: 3) }

  /// Returns a number with its unit, where that is known.
  package static func amount(_ value: Double, _ unit: String?) -> String {
    number(value) + (unit.map { " \($0)" } ?? "")
  }

  /// Returns a length of time as people say it, such as `about 1 day`, from microseconds.
  package static func length(_ microseconds: Int64) -> String {
    let units: [(name: String, days: Double)] = [
      ("year", 365.25), ("week", 7), ("day", 1), ("hour", 1.0 / 24), ("minute", 1.0 / 1440),
      ("second", 1.0 / 86_400),
    ]
    let days = Double(microseconds) / 86_400_000_000
    func isWhole(_ number: Double) -> Bool { abs(number / number.rounded() - 1) < 0.03 }
    let unit =
      units.first { days > 0.97 * $0.days && ($0.name != "week" || isWhole(days / $0.days)) }
      ?? ("second", 1.0 / 86_400)
    let exact = days / unit.days
    // A day that was found to be 22 minutes longer is a day.
    let count = isWhole(exact) ? exact.rounded() : exact
    let text = PlainNumber.text(count, digits: 2)
    let isExact = abs(exact - (Double(text) ?? 0)) < 1e-6 * exact
    return "\(isExact ? "" : "about ")\(text) \(unit.name)\(text == "1" ? "" : "s")"
  }

  /// Returns a number of things, the plural by an s.
  package static func count(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }
}
