import CSluiceKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Functions of one element at a time.
extension Tensor {
  /// The exponential.
  public func exp() -> Tensor {
    let y = ElementLoops.map(self, InstructionSet.current.kernels.pointee.exp)
    guard Tape.records(self) else { return y }
    return y.recorded("exp", [self]) { g in [ElementLoops.zip(g, y) { $0 * $1 }] }
  }

  /// The natural logarithm.
  public func log() -> Tensor {
    let y = ElementLoops.map(self) { logf($0) }
    guard Tape.records(self) else { return y }
    let x = detached()
    return y.recorded("log", [self]) { g in [ElementLoops.zip(g, x) { $0 / $1 }] }
  }

  /// The hyperbolic tangent.
  public func tanh() -> Tensor {
    let y = ElementLoops.map(self, InstructionSet.current.kernels.pointee.tanh)
    guard Tape.records(self) else { return y }
    return y.recorded("tanh", [self]) { g in [ElementLoops.zip(g, y) { $0 * (1 - $1 * $1) }] }
  }

  /// The logistic function `1 / (1 + exp(-x))`.
  public func sigmoid() -> Tensor {
    let y = ElementLoops.map(self, InstructionSet.current.kernels.pointee.sigmoid)
    guard Tape.records(self) else { return y }
    return y.recorded("sigmoid", [self]) { g in [ElementLoops.zip(g, y) { $0 * $1 * (1 - $1) }] }
  }

  /// The larger of zero and the element; the gradient at 0 is 0.
  public func relu() -> Tensor {
    let y = ElementLoops.map(self) { $0 > 0 ? $0 : 0 }
    guard Tape.records(self) else { return y }
    return y.recorded("relu", [self]) { g in [ElementLoops.zip(g, y) { $1 > 0 ? $0 : 0 }] }
  }

  /// `log(1 + exp(x))`, without overflow.
  public func softplus() -> Tensor {
    let y = ElementLoops.map(self) { ($0 > 0 ? $0 : 0) + log1pf(expf(-Swift.abs($0))) }
    guard Tape.records(self) else { return y }
    let x = detached()
    return y.recorded("softplus", [self]) { g in
      [ElementLoops.zip(g, x) { $0 / (1 + expf(-$1)) }]
    }
  }

  /// The absolute value; the gradient at 0 is 0.
  public func abs() -> Tensor {
    let y = ElementLoops.map(self) { Swift.abs($0) }
    guard Tape.records(self) else { return y }
    let x = detached()
    return y.recorded("abs", [self]) { g in
      [ElementLoops.zip(g, x) { $1 > 0 ? $0 : ($1 < 0 ? -$0 : 0) }]
    }
  }

  /// The square.
  public func square() -> Tensor {
    let y = ElementLoops.map(self) { $0 * $0 }
    guard Tape.records(self) else { return y }
    let x = detached()
    return y.recorded("square", [self]) { g in [ElementLoops.zip(g, x) { 2 * $0 * $1 }] }
  }

  /// The square root; the gradient at 0 is infinite.
  public func sqrt() -> Tensor {
    let y = ElementLoops.map(self) { $0.squareRoot() }
    guard Tape.records(self) else { return y }
    return y.recorded("sqrt", [self]) { g in [ElementLoops.zip(g, y) { $0 / (2 * $1) }] }
  }

  /// The element, or the nearest bound if it lies outside; the gradient outside is 0.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    let y = ElementLoops.map(self) { $0 < lower ? lower : ($0 > upper ? upper : $0) }
    guard Tape.records(self) else { return y }
    let x = detached()
    return y.recorded("clamped", [self]) { g in
      [ElementLoops.zip(g, x) { $1 < lower || $1 > upper ? 0 : $0 }]
    }
  }
}
