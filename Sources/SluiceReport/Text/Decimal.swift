/// The shortest decimal digits that name a number, ready to be rounded and laid out.
///
/// Swift's `description` gives the shortest digits that read back as the same number; rounding
/// those digits in decimal avoids both Foundation and the surprises of `0.285 * 100`.
struct Decimal {
  var isNegative: Bool
  /// Significant digits, most significant first, no leading zero (empty for zero).
  var digits: [UInt8]
  /// The power of ten of the first digit: 1234 has 3, 0.05 has -2.
  var exponent: Int

  /// The digits of a finite number.
  init(_ value: Double) {
    isNegative = value < 0
    digits = []
    exponent = 0
    guard value != 0, value.isFinite else { return }
    var pointAt: Int?
    var power = 0
    var powerIsNegative = false
    var inPower = false
    for byte in value.magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): pointAt = digits.count
      case UInt8(ascii: "e"), UInt8(ascii: "E"): inPower = true
      case UInt8(ascii: "-"): powerIsNegative = true
      case UInt8(ascii: "+"): break
      default:
        let digit = byte - UInt8(ascii: "0")
        if inPower { power = power * 10 + Int(digit) } else { digits.append(digit) }
      }
    }
    exponent = (pointAt ?? digits.count) - 1 + (powerIsNegative ? -power : power)
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    trim()
  }

  /// Rounds half away from zero so that `places` digits stay behind the decimal point.
  mutating func round(places: Int) {
    round(significant: exponent + 1 + places)
  }

  /// Rounds half away from zero to a number of significant digits (may be zero or negative).
  mutating func round(significant: Int) {
    guard digits.count > significant else { return }
    guard significant >= 0 else {
      digits = []
      exponent = 0
      return
    }
    let up = digits[significant] >= 5
    digits.removeSubrange(significant...)
    guard up else { return trim() }
    var index = significant - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      exponent += 1
    }
    trim()
  }

  /// Digit of the given power of ten.
  func digit(power: Int) -> UInt8 {
    let index = exponent - power
    return digits.indices.contains(index) ? digits[index] : 0
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }
}
