extension Tensor {
  /// The elements in row-major order.
  public var values: [Float] {
    [Float](UnsafeBufferPointer(start: storage.pointer, count: count))
  }

  /// The only element of a tensor of one element.
  public var item: Float {
    precondition(count == 1, "item: a tensor of shape \(shape) has \(count) elements, not 1")
    return storage.pointer[0]
  }

  /// The element at an index for each axis.
  public subscript(indices: Int...) -> Float {
    precondition(
      indices.count == rank, "subscript: \(indices.count) indices for the shape \(shape)")
    var offset = 0
    for (index, extent) in zip(indices, shape) {
      precondition(
        index >= 0 && index < extent, "subscript: \(indices) is outside the shape \(shape)")
      offset = offset * extent + index
    }
    return storage.pointer[offset]
  }

  /// Calls a closure with the elements in row-major order.
  public func withUnsafeBufferPointer<R>(
    _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.pointer, count: count))
  }

  /// Calls a closure with the elements in row-major order, which it may change.
  ///
  /// The buffer is copied first if another tensor shares it. The tensor leaves the tape: what was
  /// recorded speaks of the old values.
  public mutating func withUnsafeMutableBufferPointer<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    let pointer = mutablePointer()
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeMutableBufferPointer(start: pointer, count: count))
  }

  /// Where the elements lie, for changing them while the tensor is kept alive.
  package mutating func mutablePointer() -> UnsafeMutablePointer<Float> {
    if !isKnownUniquelyReferenced(&storage) {
      let copy = TensorStorage(count: count)
      copy.pointer.update(from: storage.pointer, count: count)
      storage = copy
    }
    source = nil
    return storage.pointer
  }

  /// Whether every element is finite.
  public var isFinite: Bool {
    // A sum of x * 0 is zero unless some x is infinite or not a number; it vectorises.
    var sum = SIMD8<Float>.zero
    let whole = count & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      sum += UnsafeRawPointer(storage.pointer + start).loadUnaligned(as: SIMD8<Float>.self) * 0
    }
    var rest = sum.sum()
    for index in whole..<count { rest += storage.pointer[index] * 0 }
    return rest == 0
  }

  /// The same values off the tape: no gradient flows through the result.
  public func detached() -> Tensor {
    Tensor(storage: storage, shape: shape, count: count)
  }
}

extension Tensor: Equatable {
  /// Whether two tensors have the same shape and the same values.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    for index in 0..<left.count where left.storage.pointer[index] != right.storage.pointer[index] {
      return false
    }
    return true
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first elements.
  public var description: String {
    let shown = values.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return "Tensor(\(shape): \(shown)\(count > 8 ? ", ..." : ""))"
  }
}
