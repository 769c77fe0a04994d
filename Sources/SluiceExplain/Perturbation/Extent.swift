/// A number of steps and of inputs: the size of a block of readings, or the way from one to the next.
public struct Extent: Codable, Hashable, Sendable {
  /// The number of steps.
  public var steps: Int
  /// The number of inputs.
  public var inputs: Int

  /// Creates an extent.
  public init(steps: Int, inputs: Int) {
    self.steps = steps
    self.inputs = inputs
  }
}
