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

  /// Returns a number of things, the plural by an s.
  package static func count(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }
}
