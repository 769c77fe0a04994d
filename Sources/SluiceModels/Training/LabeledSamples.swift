import SluiceData
import SluiceTensor

/// Labeled windows as training samples: with the weights of their classes, and without the steps
/// behind the end of a short window.
struct LabeledSamples: SampleSource {
  let windows: Windows
  /// How much a sample of each class counts; nil when all count alike.
  let classWeights: [Float]?
  /// Whether each step has a label.
  let everyStep: Bool
  /// How sensors are turned while learning; nil leaves them.
  let rotation: BoundRotation?

  var count: Int { windows.count }

  func samples(_ indices: ArraySlice<Int>) -> SampleBatch {
    let batch = windows.batch(indices)
    return SampleBatch(
      inputs: batch.inputs, targets: batch.targets, lengths: batch.lengths,
      weights: weights(batch))
  }

  func samples(
    _ indices: ArraySlice<Int>, epoch: Int, streams: RandomStreams
  ) -> SampleBatch {
    var batch = samples(indices)
    guard let rotation else { return batch }
    var readings = batch.inputs.values
    rotation.turn(
      &readings, windows: indices, lengths: batch.lengths, epoch: epoch, streams: streams)
    batch.inputs = Tensor(readings, shape: batch.inputs.shape)
    return batch
  }

  private func weights(_ batch: WindowBatch) -> Tensor? {
    guard classWeights != nil || (everyStep && batch.lengths != nil) else { return nil }
    let steps = batch.targets.shape[1]
    let values = batch.targets.values.enumerated().map { place, label in
      let (sample, step) = place.quotientAndRemainder(dividingBy: steps)
      if everyStep, let lengths = batch.lengths, step >= lengths[sample] { return Float(0) }
      return classWeights?[Int(label)] ?? 1
    }
    return Tensor(values, shape: everyStep ? batch.targets.shape : [batch.targets.shape[0]])
  }
}
