/// A tensor that training changes, with the gradient that has gathered for it.
///
/// Parameters may be read from many threads as long as no thread changes them.
public final class Parameter: @unchecked Sendable {
  private var tensor: Tensor
  private let leaf = TapeNode(leaf: "parameter")

  /// Whether gradients are computed for it and optimizers change it.
  public var isTrainable: Bool

  /// How often the value was replaced or handed out to be changed: as long as it stays, so does the
  /// value.
  package private(set) var generation = 0

  /// Creates a parameter with its first value.
  public init(_ value: Tensor, isTrainable: Bool = true) {
    tensor = value.detached()
    self.isTrainable = isTrainable
  }

  /// The extent of each axis; it never changes.
  public var shape: [Int] { tensor.shape }

  /// The number of elements.
  public var count: Int { tensor.count }

  /// The value; what is computed from it is recorded if the parameter is trainable.
  ///
  /// - Precondition: a new value has the shape of the old one.
  public var value: Tensor {
    get {
      guard isTrainable, Tape.mode == .everything else { return tensor }
      var result = tensor
      result.source = TapeSource(leaf)
      return result
    }
    set {
      precondition(
        newValue.shape == shape,
        "Parameter: a value of shape \(newValue.shape) cannot replace one of shape \(shape)")
      generation += 1
      tensor = newValue.detached()
    }
  }

  /// The sum of the gradients since it was last set to nil; nil if there were none.
  public var gradient: Tensor? {
    get { leaf.gradients[0] }
    set {
      if let newValue {
        precondition(
          newValue.shape == shape,
          "Parameter: a gradient of shape \(newValue.shape) does not fit the shape \(shape)")
      }
      leaf.gradients[0] = newValue?.detached()
    }
  }

  /// Changes the value in place; a copy is made first only if another tensor shares the buffer.
  public func update<R>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> R) rethrows -> R {
    generation += 1
    return try tensor.withUnsafeMutableBufferPointer(body)
  }

  /// Where the values lie, ready to be changed: copied first only if another tensor shares them.
  package func mutablePointer() -> UnsafeMutablePointer<Float> {
    generation += 1
    return tensor.mutablePointer()
  }

  /// Where the gradient lies, ready to be changed; nil if there is none.
  package func mutableGradientPointer() -> UnsafeMutablePointer<Float>? {
    leaf.gradients[0]?.mutablePointer()
  }
}
