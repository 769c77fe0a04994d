import SluiceData
import SluiceNN
import SluiceTensor

extension Network {
  /// Number of samples that are evaluated at once: enough to fill the machine, little memory.
  static let evaluationBatch = 1024

  /// Returns the outputs for all windows in order, row-major, without dropout.
  func outputs(for windows: Windows) -> [Float] {
    var outputs: [Float] = []
    outputs.reserveCapacity(windows.count * outputShape.features)
    forEachBatch(of: windows.count) { indices in
      let output = predict(windows.batchInputs(indices), lengths: windows.lengths(indices))
      output.withUnsafeBufferPointer { outputs.append(contentsOf: $0) }
    }
    return outputs
  }

  /// Returns the mean loss over samples, without dropout.
  ///
  /// The samples are cut into batches of a fixed size, so that the sum does not depend on how the
  /// network was trained.
  func meanLoss(_ loss: Loss, over source: any SampleSource) -> Double {
    var sum = 0.0
    var total = 0.0
    forEachBatch(of: source.count) { indices in
      let batch = source.samples(indices)
      let output = predict(batch.inputs, lengths: batch.lengths)
      let weight = batch.weights?.values.reduce(0.0) { $0 + Double($1) } ?? Double(indices.count)
      sum += Double(loss.value(output, batch.targets, weights: batch.weights).item) * weight
      total += weight
    }
    return sum / total
  }

  private func forEachBatch(of count: Int, _ body: (ArraySlice<Int>) -> Void) {
    let order = Array(0..<count)
    withoutGradients {
      for start in stride(from: 0, to: count, by: Network.evaluationBatch) {
        body(order[start..<min(start + Network.evaluationBatch, count)])
      }
    }
  }
}
