/// The loops behind the element-wise operations: closures are inlined into them, within this
/// module only.
enum ElementLoops {
  /// Applies a function to each element.
  @inline(__always)
  static func map(_ x: Tensor, _ function: (Float) -> Float) -> Tensor {
    let result = Tensor(uninitialized: x.shape)
    let (from, to) = (x.storage.pointer, result.storage.pointer)
    for index in 0..<x.count { to[index] = function(from[index]) }
    return result
  }

  /// Applies a kernel to all elements.
  static func map(
    _ x: Tensor,
    _ kernel: @convention(c) (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> Tensor {
    let result = Tensor(uninitialized: x.shape)
    kernel(x.storage.pointer, result.storage.pointer, x.count)
    return result
  }

  /// Applies a function to each pair of elements of two tensors of one shape.
  @inline(__always)
  static func zip(_ x: Tensor, _ y: Tensor, _ function: (Float, Float) -> Float) -> Tensor {
    let result = Tensor(uninitialized: x.shape)
    let (left, right, to) = (x.storage.pointer, y.storage.pointer, result.storage.pointer)
    for index in 0..<x.count { to[index] = function(left[index], right[index]) }
    return result
  }

  /// Applies a function to each pair of elements of two tensors whose shapes fit together.
  @inline(__always)
  static func broadcast(
    _ x: Tensor, _ y: Tensor, operation: StaticString, _ function: (Float, Float) -> Float
  ) -> Tensor {
    if x.shape == y.shape { return zip(x, y, function) }
    let shape = Shape.broadcast(x.shape, y.shape, operation: operation)
    let result = Tensor(uninitialized: shape)
    let walk = BroadcastWalk(over: shape, x.shape, y.shape)
    let length = walk.rowLength
    walk.forEachRow { offset, a, b in
      let to = result.storage.pointer + offset
      let left = x.storage.pointer + a
      let right = y.storage.pointer + b
      switch (walk.innerA, walk.innerB) {
      case (1, 1): for index in 0..<length { to[index] = function(left[index], right[index]) }
      case (0, _): for index in 0..<length { to[index] = function(left[0], right[index]) }
      default: for index in 0..<length { to[index] = function(left[index], right[0]) }
      }
    }
    return result
  }

  /// Sums a tensor over the axes that a smaller shape does not have or has with extent 1.
  static func sum(_ x: Tensor, to shape: [Int]) -> Tensor {
    if x.shape == shape { return x.detached() }
    let result = Tensor.zeros(shape)
    let walk = BroadcastWalk(over: x.shape, x.shape, shape)
    walk.forEachRow { _, a, b in
      let from = x.storage.pointer + a
      let to = result.storage.pointer + b
      if walk.innerB == 0 {
        to[0] += sum(from, count: walk.rowLength)
      } else {
        for index in 0..<walk.rowLength { to[index] += from[index] }
      }
    }
    return result
  }

  /// Repeats a tensor along the axes in which a larger shape stretches it.
  static func stretch(_ x: Tensor, to shape: [Int]) -> Tensor {
    let result = Tensor(uninitialized: shape)
    let walk = BroadcastWalk(over: shape, x.shape, shape)
    walk.forEachRow { offset, a, _ in
      let from = x.storage.pointer + a
      let to = result.storage.pointer + offset
      if walk.innerA == 0 {
        to.update(repeating: from[0], count: walk.rowLength)
      } else {
        to.update(from: from, count: walk.rowLength)
      }
    }
    return result
  }

  /// Sums consecutive floats in eight lanes, which loses less than one running sum and is faster.
  static func sum(_ pointer: UnsafePointer<Float>, count: Int) -> Float {
    var lanes = SIMD8<Float>.zero
    let whole = count & ~7
    for start in Swift.stride(from: 0, to: whole, by: 8) {
      lanes += UnsafeRawPointer(pointer + start).loadUnaligned(as: SIMD8<Float>.self)
    }
    var total = lanes.sum()
    for index in whole..<count { total += pointer[index] }
    return total
  }
}
