/// Numbers as text.
enum NumberCell {
  static let zero = UInt8(ascii: "0")
  /// The powers of ten that are exact in double precision.
  static let powersOfTen: [Double] = {
    var powers = [1.0]
    for _ in 0..<22 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// Returns the number nearest to `digits / 10^places`; nil when that needs the long way.
  ///
  /// Both parts are exact in double precision, so the quotient is rounded correctly. Rounding it again
  /// to single precision is correct too, unless it lies just between two numbers: then the digits
  /// that the first rounding took away decide, and the long way must be gone.
  @inline(__always)
  static func quotient(
    _ digits: UInt64, places: Int, powers: UnsafePointer<Double>
  ) -> Float? {
    guard digits <= 1 << 53, places <= 22 else { return nil }
    let value = Double(digits) / powers[places]
    if value.bitPattern & 0x1FFF_FFFF == 0x1000_0000 || (value < 0x1p-126 && digits != 0) {
      return nil
    }
    return Float(value)
  }

  /// Returns the number that a cell holds, however it is written; nil when it is no number.
  ///
  /// Spaces around it are ignored; `true` and `false` are 1 and 0. The result may be infinite.
  static func parse(_ cell: UnsafeBufferPointer<UInt8>, decimal: UInt8) -> Float? {
    let text = trimmed(cell)
    guard !text.isEmpty else { return nil }
    var digits = 0
    var characters: [UInt8] = []
    characters.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        characters.append(byte)
      case decimal: characters.append(UInt8(ascii: "."))
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        characters.append(byte)
      default: return truth(text)
      }
    }
    guard digits > 0 else { return nil }
    return Float(String(decoding: characters, as: UTF8.self))
  }

  /// Whether a cell is one of the ways in which programs write numbers that are not finite.
  static func isNotFinite(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    var text = String(decoding: trimmed(cell), as: UTF8.self).lowercased()
    if text.hasPrefix("+") || text.hasPrefix("-") { text.removeFirst() }
    return ["nan", "inf", "infinity", "1.#inf", "1.#qnan", "#inf"].contains(text)
  }

  static func trimmed(_ cell: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>> {
    let space = UInt8(ascii: " ")
    let tab = UInt8(ascii: "\t")
    var text = cell[...]
    while let first = text.first, first == space || first == tab { text = text.dropFirst() }
    while let last = text.last, last == space || last == tab { text = text.dropLast() }
    return text
  }

  private static func truth(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Float? {
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case "true": 1
    case "false": 0
    default: nil
    }
  }
}
