import SluiceNN
import SluiceTensor

extension Network {
  /// Returns the number of multiply-adds of one sample.
  ///
  /// Each element of a weight matrix or of a kernel works once a step where its layer sees the sequence, for
  /// a convolution each step that comes out, and once where it sees one vector. Activations, biases and
  /// pooling are left aside.
  ///
  /// - Parameter steps: The length of the sequence, `T`.
  public func multiplyAdds(steps: Int) -> Int {
    let outputs = (try? model.outputShapes(inputSize: inputSize)) ?? []
    let inputs = [.sequence(features: inputSize)] + outputs.dropLast()
    var (total, steps) = (0, steps)
    for (index, input) in inputs.enumerated() {
      let weights = parameters.filter {
        $0.path.hasPrefix("\(index).") && $0.parameter.shape.count >= 2
      }
      let once = weights.reduce(0) { $0 + $1.parameter.count }
      if case .sequence = input {
        steps = model.layers[index].outputSteps(for: steps)
        total += once * steps
      } else {
        total += once
      }
    }
    return total
  }
}
