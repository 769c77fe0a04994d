/// Addition, subtraction, multiplication and division of elements, with broadcasting: axes are
/// matched from the last one, and an axis of extent 1 stretches to the other's extent.
extension Tensor {
  /// The sum of elements.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    let result = ElementLoops.broadcast(a, b, operation: "+") { $0 + $1 }
    guard Tape.records(a, b) else { return result }
    let (shapeA, shapeB) = (a.shape, b.shape)
    return result.recorded("+", [a, b]) { g in
      [ElementLoops.sum(g, to: shapeA), ElementLoops.sum(g, to: shapeB)]
    }
  }

  /// The difference of elements.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    let result = ElementLoops.broadcast(a, b, operation: "-") { $0 - $1 }
    guard Tape.records(a, b) else { return result }
    let (shapeA, shapeB) = (a.shape, b.shape)
    return result.recorded("-", [a, b]) { g in
      [
        ElementLoops.sum(g, to: shapeA),
        ElementLoops.sum(ElementLoops.map(g) { -$0 }, to: shapeB),
      ]
    }
  }

  /// The product of elements.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    let result = ElementLoops.broadcast(a, b, operation: "*") { $0 * $1 }
    guard Tape.records(a, b) else { return result }
    let (x, y) = (a.detached(), b.detached())
    let (needsA, needsB) = (a.requiresGradient, b.requiresGradient)
    return result.recorded("*", [a, b]) { g in
      [
        needsA ? ElementLoops.sum(g * y, to: x.shape) : nil,
        needsB ? ElementLoops.sum(g * x, to: y.shape) : nil,
      ]
    }
  }

  /// The quotient of elements.
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    let result = ElementLoops.broadcast(a, b, operation: "/") { $0 / $1 }
    guard Tape.records(a, b) else { return result }
    let (quotient, y) = (result, b.detached())
    let (shapeA, needsB) = (a.shape, b.requiresGradient)
    return result.recorded("/", [a, b]) { g in
      let first = g / y
      return [
        ElementLoops.sum(first, to: shapeA),
        needsB
          ? ElementLoops.sum(ElementLoops.zip(first, quotient) { -$0 * $1 }, to: y.shape) : nil,
      ]
    }
  }

  /// The larger of each pair of elements; where they are equal, the gradient goes to the first.
  public func maximum(_ other: Tensor) -> Tensor {
    choosing(other, "maximum", chooser: { $0 >= $1 })
  }

  /// The smaller of each pair of elements; where they are equal, the gradient goes to the first.
  public func minimum(_ other: Tensor) -> Tensor {
    choosing(other, "minimum", chooser: { $0 <= $1 })
  }

  @inline(__always)
  private func choosing(
    _ other: Tensor, _ name: StaticString, chooser: @escaping (Float, Float) -> Bool
  ) -> Tensor {
    let result = ElementLoops.broadcast(self, other, operation: name) { chooser($0, $1) ? $0 : $1 }
    guard Tape.records(self, other) else { return result }
    let (x, y) = (detached(), other.detached())
    return result.recorded(name, [self, other]) { g in
      let first = ElementLoops.broadcast(x, y, operation: name) { chooser($0, $1) ? 1 : 0 }
      let second = ElementLoops.map(first) { 1 - $0 }
      return [
        ElementLoops.sum(g * first, to: x.shape), ElementLoops.sum(g * second, to: y.shape),
      ]
    }
  }

  /// The negative of each element.
  public static prefix func - (x: Tensor) -> Tensor {
    let result = ElementLoops.map(x) { -$0 }
    guard Tape.records(x) else { return result }
    return result.recorded("-", [x]) { g in [ElementLoops.map(g) { -$0 }] }
  }

  /// Each element plus a number.
  public static func + (x: Tensor, number: Float) -> Tensor {
    let result = ElementLoops.map(x) { $0 + number }
    guard Tape.records(x) else { return result }
    return result.recorded("+", [x]) { g in [g] }
  }

  /// A number plus each element.
  public static func + (number: Float, x: Tensor) -> Tensor { x + number }

  /// Each element minus a number.
  public static func - (x: Tensor, number: Float) -> Tensor { x + (-number) }

  /// A number minus each element.
  public static func - (number: Float, x: Tensor) -> Tensor { -x + number }

  /// Each element times a number.
  public static func * (x: Tensor, number: Float) -> Tensor {
    let result = ElementLoops.map(x) { $0 * number }
    guard Tape.records(x) else { return result }
    return result.recorded("*", [x]) { g in [ElementLoops.map(g) { $0 * number }] }
  }

  /// A number times each element.
  public static func * (number: Float, x: Tensor) -> Tensor { x * number }

  /// Each element divided by a number.
  public static func / (x: Tensor, number: Float) -> Tensor {
    let result = ElementLoops.map(x) { $0 / number }
    guard Tape.records(x) else { return result }
    return result.recorded("/", [x]) { g in [ElementLoops.map(g) { $0 / number }] }
  }

  /// A number divided by each element.
  public static func / (number: Float, x: Tensor) -> Tensor { Tensor(number) / x }
}
