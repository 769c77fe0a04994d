/// An array of Float32 with a shape, contiguous and row-major, that remembers how it was computed.
///
/// A tensor is a value: what one copy does is invisible to the others. Reshaping shares the buffer.
/// Results of operations on a ``Parameter`` or on a tensor made by ``requiringGradient()`` carry
/// their place on the tape, from which ``backward(seed:keepingTape:)`` computes derivatives.
///
/// Shape letters in this package: `B` batch, `T` steps, `F` features, `H` hidden, `P` horizon
/// steps, `C` target channels, `K` classes.
public struct Tensor: @unchecked Sendable {
  /// The extent of each axis; empty for a scalar.
  public let shape: [Int]
  /// The number of elements: the product of the extents.
  public let count: Int
  package var storage: TensorStorage
  package var source: TapeSource?

  /// The number of axes.
  public var rank: Int { shape.count }

  package init(storage: TensorStorage, shape: [Int], count: Int) {
    self.storage = storage
    self.shape = shape
    self.count = count
  }

  /// Creates a tensor whose elements are undefined until they are written.
  package init(uninitialized shape: [Int]) {
    var count = 1
    for extent in shape {
      precondition(extent >= 0, "Tensor: the shape \(shape) has a negative extent")
      count *= extent
    }
    self.init(storage: TensorStorage(count: count), shape: shape, count: count)
  }

  /// Creates a tensor whose elements a closure writes, all of them.
  ///
  /// - Parameters:
  ///   - shape: The extent of each axis.
  ///   - fill: Writes every element of the buffer, which holds undefined values at first.
  public init(
    unsafeUninitialized shape: [Int],
    _ fill: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    self.init(uninitialized: shape)
    try fill(UnsafeMutableBufferPointer(start: storage.pointer, count: count))
  }

  /// Creates a tensor from its elements in row-major order.
  ///
  /// - Precondition: `values` has as many elements as `shape` says.
  public init(_ values: [Float], shape: [Int]) {
    self.init(uninitialized: shape)
    precondition(
      values.count == count, "Tensor: \(values.count) values cannot fill the shape \(shape)")
    values.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      storage.pointer.update(from: start, count: count)
    }
  }

  /// Creates a tensor of rank 1.
  public init(_ values: [Float]) {
    self.init(values, shape: [values.count])
  }

  /// Creates a scalar.
  public init(_ scalar: Float) {
    self.init(uninitialized: [])
    storage.pointer[0] = scalar
  }

  /// Returns a tensor with one value everywhere.
  public static func filled(_ value: Float, shape: [Int]) -> Tensor {
    let result = Tensor(uninitialized: shape)
    result.storage.pointer.update(repeating: value, count: result.count)
    return result
  }

  /// Returns a tensor of zeros.
  public static func zeros(_ shape: [Int]) -> Tensor { filled(0, shape: shape) }

  /// Returns a tensor of ones.
  public static func ones(_ shape: [Int]) -> Tensor { filled(1, shape: shape) }
}
