import SluiceNN
import SluiceTensor

/// The exponential moving average of a network's weights over its updates.
///
/// - Source: Polyak & Juditsky 1992, <https://doi.org/10.1137/0330046>; the exponential form begins
///   with the first weights, as in Keras' `use_ema`.
struct WeightAverage: Sendable {
  let decay: Float

  /// The averages in the order of the parameters.
  private(set) var values: [Tensor]

  /// Begins with the weights as they are.
  init(of parameters: NamedParameters, decay: Float) {
    self.decay = decay
    values = parameters.map { $0.parameter.value.detached() }
  }

  /// Goes on from saved averages.
  init(decay: Float, values: [Tensor]) {
    self.decay = decay
    self.values = values
  }

  /// Takes in the weights after an update.
  mutating func update(from parameters: NamedParameters) {
    for index in parameters.indices {
      parameters[index].parameter.value.withUnsafeBufferPointer { weights in
        values[index].withUnsafeMutableBufferPointer { average in
          for i in 0..<average.count {
            average[i] = decay * average[i] + (1 - decay) * weights[i]
          }
        }
      }
    }
  }
}

extension NamedParameters {
  /// Replaces all values by tensors in the order of the parameters.
  func assign(_ values: [Tensor]) {
    for (element, value) in zip(self, values) { element.parameter.value = value }
  }
}
