/// Sums and means over axes.
extension Tensor {
  /// The sum of all elements, a scalar.
  public func sum() -> Tensor {
    let total = Tensor(ElementLoops.sum(storage.pointer, count: count))
    guard Tape.records(self) else { return total }
    let shape = shape
    return total.recorded("sum", [self]) { g in [.filled(g.item, shape: shape)] }
  }

  /// The mean of all elements, a scalar.
  ///
  /// - Precondition: the tensor is not empty.
  public func mean() -> Tensor {
    precondition(count > 0, "mean: a tensor of shape \(shape) has no elements")
    return sum() / Float(count)
  }

  /// The sums over some axes.
  ///
  /// - Parameters:
  ///   - axes: The axes to sum over; -1 is the last one.
  ///   - keepingAxes: Whether these axes stay, with extent 1, so that the result broadcasts
  ///     against the tensor.
  public func sum(axes: Int..., keepingAxes: Bool = false) -> Tensor {
    sum(axes: axes, keepingAxes: keepingAxes)
  }

  /// The means over some axes; see ``sum(axes:keepingAxes:)``.
  public func mean(axes: Int..., keepingAxes: Bool = false) -> Tensor {
    let total = sum(axes: axes, keepingAxes: keepingAxes)
    precondition(count > 0, "mean: a tensor of shape \(shape) has no elements")
    return total / Float(count / max(total.count, 1))
  }

  private func sum(axes: [Int], keepingAxes: Bool) -> Tensor {
    let summed = Set(axes.map { Shape.axis($0, rank: rank, operation: "sum") })
    let kept = shape.indices.map { summed.contains($0) ? 1 : shape[$0] }
    let result = ElementLoops.sum(self, to: kept)
      .reshapedValues(
        keepingAxes ? kept : shape.indices.filter { !summed.contains($0) }.map { shape[$0] })
    guard Tape.records(self) else { return result }
    let before = shape
    return result.recorded("sum", [self]) { g in
      [ElementLoops.stretch(g.reshapedValues(kept), to: before)]
    }
  }
}
