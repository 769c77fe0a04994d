/// What was measured after each epoch of training: the content of `history.csv`.
public struct History: Codable, Hashable, Sendable {
  /// One epoch.
  public struct Epoch: Codable, Hashable, Sendable {
    /// The epoch's number, counted from 1.
    public var epoch: Int

    /// Mean loss over the training windows, measured while training (dropout on).
    public var loss: Double

    /// Mean loss over the validation windows after the epoch (dropout off); nil without any.
    public var validationLoss: Double?

    /// The learning rate of the epoch's last step.
    public var learningRate: Float

    /// Seconds since training began.
    public var seconds: Double

    /// Creates the record of one epoch.
    public init(
      epoch: Int, loss: Double, validationLoss: Double?, learningRate: Float, seconds: Double
    ) {
      self.epoch = epoch
      self.loss = loss
      self.validationLoss = validationLoss
      self.learningRate = learningRate
      self.seconds = seconds
    }
  }

  /// The epochs in order.
  public var epochs: [Epoch]

  /// Creates a history.
  public init(epochs: [Epoch] = []) {
    self.epochs = epochs
  }
}
