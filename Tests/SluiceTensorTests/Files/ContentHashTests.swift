import SluiceTensor
import Testing

@Suite struct ContentHashTests {
  func hash(_ bytes: [UInt8]) -> ContentHash {
    var hash = ContentHash()
    bytes.withUnsafeBytes { hash.combine($0) }
    return hash
  }

  // Values of xxHash's own tools with seed 0.
  @Test(
    "agrees with XXH64",
    arguments: [
      ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"),
      ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
    ])
  func reference(text: String, expected: String) {
    #expect(hash(Array(text.utf8)).text == expected)
  }

  @Test("how the bytes are cut into calls does not matter")
  func pieces() {
    let bytes = (0..<257).map { UInt8(truncatingIfNeeded: $0 * 31) }
    for cut in [1, 7, 31, 32, 33, 100] {
      var pieces = ContentHash()
      for start in stride(from: 0, to: bytes.count, by: cut) {
        let end = min(start + cut, bytes.count)
        bytes.withUnsafeBytes { pieces.combine(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
      }
      #expect(pieces.value == hash(bytes).value)
    }
  }

  @Test("one changed bit changes the hash")
  func sensitive() {
    let bytes = [UInt8](repeating: 3, count: 100)
    for place in [0, 31, 32, 63, 64, 95, 96, 99] {
      var changed = bytes
      changed[place] ^= 1
      #expect(hash(changed).value != hash(bytes).value)
    }
  }

  @Test("texts do not run into each other")
  func texts() {
    var one = ContentHash()
    one.combine("ab")
    one.combine("c")
    var two = ContentHash()
    two.combine("a")
    two.combine("bc")
    #expect(one.value != two.value)
  }
}
