import Testing

@testable import SluiceTensor

@Suite(.serialized) struct StoragePoolTests {
  @Test("each count lies within its class, and a class wastes at most a quarter")
  func sizeClasses() {
    for count in Array(1...5000) + [65535, 65536, 65537, 1 << 30] {
      let index = StoragePool.sizeClass(holding: count)
      let capacity = StoragePool.capacity(ofClass: index)
      #expect(capacity >= count)
      #expect(capacity <= max(16, count + count / 4))
      #expect(StoragePool.sizeClass(holding: capacity) == index)
      #expect(StoragePool.sizeClass(holding: capacity + 1) == index + 1)
    }
  }

  @Test("a buffer comes back to whoever asks for its size next")
  func recycling() {
    // A size that no other test uses, because the pool is shared by the whole process.
    let count = 7_654_321
    let first = UInt(bitPattern: Tensor(uninitialized: [count]).storage.pointer)
    let second = UInt(bitPattern: Tensor(uninitialized: [count]).storage.pointer)
    #expect(first == second)
  }
}
