/// What one model costs to keep and to ask: the figures that the owner of a small device weighs.
public struct Cost: Codable, Hashable, Sendable {
  /// The model's name: `network` or a baseline's.
  public var name: String

  /// Number of trained parameters.
  public var parameters: Int

  /// Size of the saved model in bytes.
  public var bytes: Int

  /// Multiply-adds of one prediction from a full window.
  public var multiplyAdds: Int

  /// Measured time of one prediction from a full window on one thread, in seconds: the fastest of
  /// several short batches.
  public var secondsPerPrediction: Double

  /// Creates a cost.
  public init(
    name: String, parameters: Int, bytes: Int, multiplyAdds: Int, secondsPerPrediction: Double
  ) {
    self.name = name
    self.parameters = parameters
    self.bytes = bytes
    self.multiplyAdds = multiplyAdds
    self.secondsPerPrediction = secondsPerPrediction
  }
}
