/// Numbers the different texts of some cells in the order in which they come.
///
/// Each text is kept once, as bytes: millions of cells with a few texts cost no more than the texts.
struct TextInterner {
  /// The most different texts.
  let limit: Int
  /// Whether there were more.
  private(set) var isOverfull = false
  private var bytes: [UInt8] = []
  /// Where each text ends in the bytes; it begins where the one before ends.
  private var ends: [Int] = []
  /// The numbers of the texts by their hash, with open addressing; -1 is free.
  private var slots = [Int32](repeating: -1, count: 64)
  /// The number of the text before, which is mostly that of the next one.
  private var last = -1

  init(limit: Int) {
    self.limit = limit
  }

  /// Returns the number of a text, NaN when it would be one too many.
  mutating func number(of text: UnsafeBufferPointer<UInt8>) -> Float {
    if last >= 0, isEqual(last, text) { return Float(last) }
    var slot = TextInterner.hash(text) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if isEqual(number, text) {
        last = number
        return Float(number)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard ends.count < limit else {
      isOverfull = true
      return .nan
    }
    last = ends.count
    slots[slot] = Int32(last)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    if ends.count * 2 > slots.count { grow() }
    return Float(last)
  }

  /// Gives up: the column is none of categories.
  mutating func giveUp() {
    isOverfull = true
  }

  /// The texts in the order of their numbers; nil in the place of one that is not UTF-8.
  var texts: [String?] {
    ends.indices.map { String(validating: bytes[range($0)], as: UTF8.self) }
  }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  private func isEqual(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(number)
    guard range.count == text.count else { return false }
    for place in 0..<text.count where bytes[range.lowerBound + place] != text[place] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in ends.indices {
      var slot = bytes[range(number)].withUnsafeBufferPointer { TextInterner.hash($0) }
      slot &= slots.count - 1
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  /// FNV-1a.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int(truncatingIfNeeded: hash >> 1)
  }
}
