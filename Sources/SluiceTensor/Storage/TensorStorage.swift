/// The buffer behind one or several tensors; it returns to the pool with its last user.
package final class TensorStorage: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  private let sizeClass: Int

  /// Takes a buffer of at least `count` floats, with undefined contents.
  package init(count: Int) {
    sizeClass = StoragePool.sizeClass(holding: count)
    pointer = StoragePool.take(sizeClass: sizeClass)
  }

  deinit { StoragePool.give(pointer, sizeClass: sizeClass) }
}
