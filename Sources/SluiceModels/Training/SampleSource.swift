import SluiceData
import SluiceTensor

/// Where training samples come from: windows of a series, or whatever else yields batches.
///
/// The trainer knows its samples by number only.
public protocol SampleSource: Sendable {
  /// Number of samples.
  var count: Int { get }

  /// Gathers samples with their targets.
  ///
  /// - Parameter indices: Numbers from 0 to `count`, in any order.
  func samples(_ indices: ArraySlice<Int>) -> SampleBatch

  /// Gathers samples to learn from; a source may vary them from epoch to epoch.
  ///
  /// What varies must follow from the streams, the epoch and a sample's number alone: then a resumed run
  /// sees what it would have seen, on any number of threads.
  ///
  /// - Parameters:
  ///   - indices: Numbers from 0 to `count`, in any order.
  ///   - epoch: The epoch, counted from 1.
  ///   - streams: The streams of the run.
  func samples(
    _ indices: ArraySlice<Int>, epoch: Int, streams: RandomStreams
  ) -> SampleBatch
}

extension SampleSource {
  /// The same samples in each epoch.
  public func samples(
    _ indices: ArraySlice<Int>, epoch: Int, streams: RandomStreams
  ) -> SampleBatch { samples(indices) }
}

/// Some samples gathered for one step of a network.
public struct SampleBatch: Sendable {
  /// The inputs, `[B, T, F]`.
  public var inputs: Tensor

  /// What the network's outputs are compared with; the loss knows the shape.
  public var targets: Tensor

  /// The true lengths of the sequences, 1 to T; nil when all are full.
  public var lengths: [Int]?

  /// How much each sample counts in the loss, `[B]`, or each of its targets, `[B, P]`; nil when all
  /// count alike.
  public var weights: Tensor?

  /// Creates a batch.
  public init(inputs: Tensor, targets: Tensor, lengths: [Int]? = nil, weights: Tensor? = nil) {
    self.inputs = inputs
    self.targets = targets
    self.lengths = lengths
    self.weights = weights
  }
}

extension Windows: SampleSource {
  /// Gathers windows with their targets; one that is missing weighs nothing.
  public func samples(_ indices: ArraySlice<Int>) -> SampleBatch {
    let batch = self.batch(indices)
    // A window of one target is not there when that is missing.
    let isMasked = hasMissingTargets && options.targetSize > 1
    return SampleBatch(
      inputs: batch.inputs, targets: batch.targets, lengths: batch.lengths,
      weights: isMasked
        ? Tensor(batch.targets.values.map { $0.isNaN ? 0 : 1 }, shape: batch.targets.shape) : nil)
  }
}
