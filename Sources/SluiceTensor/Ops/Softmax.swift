#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Probabilities along the last axis.
extension Tensor {
  /// `exp(x) / sum(exp(x))` along the last axis, without overflow.
  public func softmax() -> Tensor {
    let y = rows("softmax") { from, to, length in
      let largest = Tensor.largest(from, count: length)
      var total: Float = 0
      for index in 0..<length {
        to[index] = expf(from[index] - largest)
        total += to[index]
      }
      for index in 0..<length { to[index] /= total }
    }
    guard Tape.records(self) else { return y }
    return y.recorded("softmax", [self]) { g in
      // dx = y * (g - sum(g * y))
      let product = ElementLoops.zip(g, y) { $0 * $1 }
      return [product - y * product.sum(axes: -1, keepingAxes: true)]
    }
  }

  /// `x - log(sum(exp(x)))` along the last axis, without overflow.
  public func logSoftmax() -> Tensor {
    let y = rows("logSoftmax") { from, to, length in
      let largest = Tensor.largest(from, count: length)
      var total: Float = 0
      for index in 0..<length { total += expf(from[index] - largest) }
      let shift = largest + logf(total)
      for index in 0..<length { to[index] = from[index] - shift }
    }
    guard Tape.records(self) else { return y }
    return y.recorded("logSoftmax", [self]) { g in
      // dx = g - softmax(x) * sum(g)
      [g - ElementLoops.map(y) { expf($0) } * g.sum(axes: -1, keepingAxes: true)]
    }
  }

  private func rows(
    _ name: StaticString,
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> Tensor {
    guard let length = shape.last, length > 0 else {
      preconditionFailure("\(name): the shape \(shape) has nothing along its last axis")
    }
    let result = Tensor(uninitialized: shape)
    for start in stride(from: 0, to: count, by: length) {
      body(storage.pointer + start, result.storage.pointer + start, length)
    }
    return result
  }

  private static func largest(_ pointer: UnsafePointer<Float>, count: Int) -> Float {
    var largest = -Float.infinity
    for index in 0..<count where pointer[index] > largest { largest = pointer[index] }
    return largest
  }
}
