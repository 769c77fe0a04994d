/// Parts of a tensor along one axis, and the reverse.
extension Tensor {
  /// The part of a tensor whose index along an axis lies in a range.
  ///
  /// - Parameters:
  ///   - axis: The axis; -1 is the last one.
  ///   - range: The indices kept, within the axis' extent.
  public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
    let axis = Shape.axis(axis, rank: rank, operation: "sliced")
    precondition(
      range.lowerBound >= 0 && range.upperBound <= shape[axis],
      "sliced: \(range) is outside axis \(axis) of \(shape)")
    var extents = shape
    extents[axis] = range.count
    let result = Tensor(uninitialized: extents)
    let inner = Shape.product(shape[(axis + 1)...])
    let (length, stride) = (range.count * inner, shape[axis] * inner)
    let offset = range.lowerBound * inner
    let outer = Shape.product(shape[..<axis])
    for row in 0..<outer {
      (result.storage.pointer + row * length)
        .update(from: storage.pointer + row * stride + offset, count: length)
    }
    guard Tape.records(self) else { return result }
    let shape = shape
    return result.recorded("sliced", [self]) { g in
      let back = Tensor.zeros(shape)
      for row in 0..<outer {
        (back.storage.pointer + row * stride + offset)
          .update(from: g.storage.pointer + row * length, count: length)
      }
      return [back]
    }
  }

  /// The part of a tensor at one index of an axis, without that axis.
  public func selected(axis: Int, _ index: Int) -> Tensor {
    let axis = Shape.axis(axis, rank: rank, operation: "selected")
    var extents = shape
    extents.remove(at: axis)
    return sliced(axis: axis, index..<(index + 1)).reshaped(to: extents)
  }

  /// Tensors joined along an axis; all other extents agree.
  ///
  /// - Parameters:
  ///   - tensors: At least one tensor.
  ///   - axis: The axis; -1 is the last one.
  public static func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
    guard let first = tensors.first else {
      preconditionFailure("concatenated: there is no tensor to join")
    }
    let axis = Shape.axis(axis, rank: first.rank, operation: "concatenated")
    var extents = first.shape
    extents[axis] = 0
    for tensor in tensors {
      var other = tensor.shape
      precondition(
        other.count == extents.count,
        "concatenated: the shapes \(first.shape) and \(tensor.shape) differ in rank")
      let extent = other[axis]
      other[axis] = extents[axis]
      precondition(
        other == extents,
        "concatenated: \(first.shape) and \(tensor.shape) differ beside axis \(axis)")
      extents[axis] += extent
    }
    let result = Tensor(uninitialized: extents)
    let outer = Shape.product(extents[..<axis])
    let inner = Shape.product(extents[(axis + 1)...])
    let stride = extents[axis] * inner
    var offset = 0
    for tensor in tensors {
      let length = tensor.shape[axis] * inner
      for row in 0..<outer {
        (result.storage.pointer + row * stride + offset)
          .update(from: tensor.storage.pointer + row * length, count: length)
      }
      offset += length
    }
    guard Tape.records(tensors) else { return result }
    let parts = tensors.map { $0.shape[axis] }
    return result.recorded("concatenated", tensors) { g in
      var start = 0
      return parts.map { extent in
        defer { start += extent }
        return g.sliced(axis: axis, start..<(start + extent))
      }
    }
  }
}
