import SluiceNN
import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the loss answers to learning rates, from far too small to far too large.
///
/// - Source: Smith 2017, "Cyclical learning rates for training neural networks",
///   <https://arxiv.org/abs/1506.01186>.
public struct LearningRateRange: Codable, Hashable, Sendable {
  /// One update of the test.
  public struct Point: Codable, Hashable, Sendable {
    /// The learning rate of the update.
    public var learningRate: Float
    /// The loss before it, smoothed over the updates so far.
    public var loss: Double

    /// Creates a point.
    public init(learningRate: Float, loss: Double) {
      self.learningRate = learningRate
      self.loss = loss
    }
  }

  /// The updates in order, each with a higher rate; fewer than asked for when the loss ran away.
  public var points: [Point]

  /// Creates the result of a test.
  public init(points: [Point]) {
    self.points = points
  }

  /// The rate at which the loss fell fastest; nil when it never fell.
  ///
  /// A fall is taken over a tenth of the updates, and the first of them (ten, at most a quarter) do not
  /// count: from one batch to the next, and while the mean is over few, the loss moves by chance.
  public var suggestion: Float? {
    let span = max(1, points.count / 10)
    var best: (fall: Double, rate: Float)?
    for first in stride(from: min(10, points.count / 4), to: points.count - span, by: 1) {
      let fall = points[first].loss - points[first + span].loss
      if fall > best?.fall ?? 0 { best = (fall, points[first + span / 2].learningRate) }
    }
    return best?.rate
  }
}

extension Trainer {
  /// Trains for some updates while the learning rate rises, and puts the weights back.
  ///
  /// The rate rises by a constant factor from update to update. The test ends early when the loss
  /// exceeds four times its lowest value.
  ///
  /// - Parameters:
  ///   - network: The network, as it is before training.
  ///   - training: The samples to learn from.
  ///   - lowest: The first learning rate, above 0.
  ///   - highest: The last one, above `lowest`.
  ///   - updates: Number of updates, at least 2.
  ///   - progress: Is told of each update.
  /// - Throws: ``TrainingError`` when there are no samples, or nothing is finite from the start.
  public func learningRateRange(
    _ network: Network, training: any SampleSource, from lowest: Float = 1e-6,
    to highest: Float = 1, updates: Int = 100,
    progress: (LearningRateRange.Point) -> Void = { _ in }
  ) throws -> LearningRateRange {
    precondition(
      lowest > 0 && highest > lowest && updates >= 2,
      "learningRateRange: from \(lowest) to \(highest) in \(updates) updates")
    if training.count == 0 { throw TrainingError.noSamples(part: "training") }
    let before = network.parameters.tensors
    var unwatched = self
    unwatched.observers = []
    var run = try TrainingRun(unwatched, network: network, training: training, validation: nil)
    var range = LearningRateRange(points: [])
    var smoothed = 0.0
    var lowestLoss = Double.infinity
    var start = 1.0
    var rate = Double(lowest)
    let factor = pow(Double(highest) / Double(lowest), 1 / Double(updates - 1))
    do {
      for _ in 0..<updates {
        let loss = try run.nextUpdate(learningRate: Float(rate))
        // An exponential mean without the pull of its start, as in Adam.
        smoothed = 0.9 * smoothed + 0.1 * loss
        start *= 0.9
        let corrected = smoothed / (1 - start)
        let point = LearningRateRange.Point(learningRate: Float(rate), loss: corrected)
        range.points.append(point)
        progress(point)
        lowestLoss = min(lowestLoss, corrected)
        if corrected > 4 * lowestLoss { break }
        rate *= factor
      }
    } catch let error as TrainingError where range.points.isEmpty {
      throw error
    } catch is TrainingError {
      // The rate was so high that numbers ran away: the end of the range is found.
    }
    network.parameters.zeroGradients()
    try network.parameters.load(before)
    return range
  }
}
