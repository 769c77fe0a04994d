#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers as they stand in a sentence.
package enum PlainNumber {
  /// Returns a number with a few significant digits and without an exponent, such as `0.012`,
  /// `1340` or `−2`; trailing zeros of the fraction are left out.
  ///
  /// The minus sign is that of tables and charts.
  package static func text(_ value: Double, digits: Int) -> String {
    if value < 0 { return "−" + text(-value, digits: digits) }
    guard value.isFinite else { return value.isNaN ? "NaN" : "infinity" }
    guard value != 0 else { return "0" }
    let magnitude = Int(log10(value).rounded(.down))
    // Far from 1 the plain form would be a row of zeros.
    guard (-6...14).contains(magnitude) else { return exponential(value, digits: digits) }
    let decimals = max(0, digits - 1 - magnitude)
    if decimals == 0 {
      let unit = pow(10, Double(magnitude - digits + 1))
      return String(Int64(((value / unit).rounded() * unit).rounded()))
    }
    let scale = pow(10, Double(decimals))
    let scaled = (value * scale).rounded()
    let whole = Int64(scaled / scale)
    var fraction = String(Int64(scaled) - whole * Int64(scale))
    fraction = String(repeating: "0", count: decimals - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return String(whole) + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// Returns a number with one digit behind the point, as tables write shares: `33.0`.
  package static func tenths(_ value: Double) -> String {
    let tenths = Int64((value.magnitude * 10).rounded())
    return (value < 0 && tenths > 0 ? "−" : "") + "\(tenths / 10).\(tenths % 10)"
  }

  private static func exponential(_ value: Double, digits: Int) -> String {
    let exponent = Int(log10(value).rounded(.down))
    return text(value / pow(10, Double(exponent)), digits: digits) + "e"
      + text(Double(exponent), digits: 3)
  }
}
