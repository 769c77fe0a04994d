/// The same elements in another arrangement.
extension Tensor {
  /// The same elements, in row-major order, under another shape; the buffer is shared.
  ///
  /// - Parameter shape: The new extents; one of them may be -1 and follows from the others.
  public func reshaped(_ shape: Int...) -> Tensor { reshaped(to: shape) }

  /// The same elements, in row-major order, under another shape; the buffer is shared.
  ///
  /// - Parameter shape: The new extents; one of them may be -1 and follows from the others.
  public func reshaped(to shape: [Int]) -> Tensor {
    var resolved = shape
    if let free = shape.firstIndex(of: -1) {
      let known = shape.enumerated().reduce(1) { $1.offset == free ? $0 : $0 * $1.element }
      resolved[free] = known == 0 ? 0 : count / known
    }
    let result = reshapedValues(resolved)
    guard Tape.records(self) else { return result }
    let before = self.shape
    return result.recorded("reshaped", [self]) { g in [g.reshapedValues(before)] }
  }

  /// The same buffer under another shape, off the tape.
  func reshapedValues(_ shape: [Int]) -> Tensor {
    precondition(
      shape.reduce(1, *) == count, "reshaped: \(self.shape) cannot become \(shape)")
    return Tensor(storage: storage, shape: shape, count: count)
  }

  /// The tensor with its last two axes exchanged.
  public func transposed() -> Tensor {
    precondition(rank >= 2, "transposed: the shape \(shape) has fewer than two axes")
    var order = Array(shape.indices)
    order.swapAt(rank - 1, rank - 2)
    return transposed(order)
  }

  /// The tensor with its axes in another order.
  ///
  /// - Parameter order: Which of the present axes comes first, second and so on.
  public func transposed(_ order: [Int]) -> Tensor {
    precondition(
      order.sorted() == Array(shape.indices),
      "transposed: \(order) is not an order of the axes of \(shape)")
    let result = transposedValues(order)
    guard Tape.records(self) else { return result }
    var back = order
    for (new, old) in order.enumerated() { back[old] = new }
    return result.recorded("transposed", [self]) { g in [g.transposedValues(back)] }
  }

  private func transposedValues(_ order: [Int]) -> Tensor {
    var strides = [Int](repeating: 1, count: rank)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    let extents = order.map { shape[$0] }
    let steps = order.map { strides[$0] }
    let result = Tensor(uninitialized: extents)
    guard count > 0, let rowLength = extents.last, let rowStep = steps.last else {
      if count > 0 { result.storage.pointer[0] = storage.pointer[0] }
      return result
    }
    var position = [Int](repeating: 0, count: extents.count - 1)
    var from = 0
    for row in 0..<(count / rowLength) {
      let to = result.storage.pointer + row * rowLength
      for index in 0..<rowLength { to[index] = storage.pointer[from + index * rowStep] }
      for axis in position.indices.reversed() {
        position[axis] += 1
        from += steps[axis]
        if position[axis] < extents[axis] { break }
        from -= steps[axis] * extents[axis]
        position[axis] = 0
      }
    }
    return result
  }
}
