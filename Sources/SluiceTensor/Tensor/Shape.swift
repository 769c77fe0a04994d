/// Rules about shapes that several operations share.
enum Shape {
  /// The shape that two tensors have together: axes are matched from the last one, and an axis of
  /// extent 1 stretches.
  static func broadcast(_ a: [Int], _ b: [Int], operation: StaticString) -> [Int] {
    if a == b { return a }
    let rank = max(a.count, b.count)
    var result = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let left = axis - (rank - a.count) >= 0 ? a[axis - (rank - a.count)] : 1
      let right = axis - (rank - b.count) >= 0 ? b[axis - (rank - b.count)] : 1
      precondition(
        left == right || left == 1 || right == 1,
        "\(operation): the shapes \(a) and \(b) do not fit together")
      result[axis] = left == 1 ? right : left
    }
    return result
  }

  /// An axis counted from the front, given one that may be counted from the back by -1, -2, ...
  static func axis(_ axis: Int, rank: Int, operation: StaticString) -> Int {
    precondition(
      axis >= -rank && axis < rank, "\(operation): no axis \(axis) in a tensor of rank \(rank)")
    return axis < 0 ? axis + rank : axis
  }

  /// The product of some extents.
  static func product(_ extents: ArraySlice<Int>) -> Int { extents.reduce(1, *) }
}

/// A walk over a shape, row by row, with the offsets of two operands that may stretch over it.
///
/// Axes over which both operands move evenly are joined, so rows are as long as can be. Within a
/// row an operand moves by `innerA` or `innerB`, each 0 or 1.
struct BroadcastWalk {
  private var extents: [Int] = []
  private var stridesA: [Int] = []
  private var stridesB: [Int] = []
  let innerA: Int
  let innerB: Int
  let rowLength: Int
  private let rowCount: Int

  /// Plans the walk of operands of shapes `a` and `b` over `shape`.
  init(over shape: [Int], _ a: [Int], _ b: [Int]) {
    let strideA = BroadcastWalk.strides(of: a, over: shape)
    let strideB = BroadcastWalk.strides(of: b, over: shape)
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      if let extent = extents.last, let lastA = stridesA.last, let lastB = stridesB.last,
        strideA[axis] == lastA * extent, strideB[axis] == lastB * extent
      {
        extents[extents.count - 1] = extent * shape[axis]
      } else {
        extents.append(shape[axis])
        stridesA.append(strideA[axis])
        stridesB.append(strideB[axis])
      }
    }
    rowLength = extents.first ?? 1
    innerA = stridesA.first ?? 0
    innerB = stridesB.first ?? 0
    if !extents.isEmpty {
      extents.removeFirst()
      stridesA.removeFirst()
      stridesB.removeFirst()
    }
    rowCount = extents.reduce(rowLength == 0 ? 0 : 1, *)
  }

  private static func strides(of operand: [Int], over shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 0, count: shape.count)
    var stride = 1
    for axis in operand.indices.reversed() {
      if operand[axis] != 1 { strides[axis + shape.count - operand.count] = stride }
      stride *= operand[axis]
    }
    return strides
  }

  /// Calls a closure with the offsets of the result and of both operands for each row.
  @inline(__always)
  func forEachRow(_ body: (_ result: Int, _ a: Int, _ b: Int) -> Void) {
    var position = [Int](repeating: 0, count: extents.count)
    var (a, b) = (0, 0)
    for row in 0..<rowCount {
      body(row * rowLength, a, b)
      var axis = 0
      while axis < extents.count {
        position[axis] += 1
        a += stridesA[axis]
        b += stridesB[axis]
        if position[axis] < extents[axis] { break }
        a -= stridesA[axis] * extents[axis]
        b -= stridesB[axis] * extents[axis]
        position[axis] = 0
        axis += 1
      }
    }
  }
}
