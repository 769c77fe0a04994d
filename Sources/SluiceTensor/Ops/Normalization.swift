extension Tensor {
  /// Each row along the last axis with mean 0 and variance 1, then scaled and shifted.
  ///
  /// `y = (x - mean) / sqrt(variance + epsilon) * scale + shift`, with the variance that divides
  /// by the number of elements.
  ///
  /// - Shapes: self `[..., F]`, `scale [F]`, `shift [F]`, result `[..., F]`.
  /// - Source: Ba, Kiros & Hinton 2016, "Layer normalization", <https://arxiv.org/abs/1607.06450>.
  public func layerNormalized(scale: Tensor, shift: Tensor, epsilon: Float) -> Tensor {
    precondition(
      rank >= 1 && scale.shape == [shape[rank - 1]] && shift.shape == scale.shape,
      "layerNormalized: input \(shape), scale \(scale.shape) and shift \(shift.shape) do not fit")
    let features = shape[rank - 1]
    let rows = features == 0 ? 0 : count / features
    let normal = Tensor(uninitialized: shape)
    let inverse = Tensor(uninitialized: [rows])
    let result = Tensor(uninitialized: shape)
    for row in 0..<rows {
      let x = storage.pointer + row * features
      let z = normal.storage.pointer + row * features
      let y = result.storage.pointer + row * features
      let mean = ElementLoops.sum(x, count: features) / Float(features)
      var variance: Float = 0
      for index in 0..<features {
        z[index] = x[index] - mean
        variance += z[index] * z[index]
      }
      let factor = 1 / (variance / Float(features) + epsilon).squareRoot()
      inverse.storage.pointer[row] = factor
      for index in 0..<features {
        z[index] *= factor
        y[index] = z[index] * scale.storage.pointer[index] + shift.storage.pointer[index]
      }
    }
    guard Tape.records(self, scale, shift) else { return result }
    let weights = scale.detached()
    return result.recorded("layerNormalized", [self, scale, shift]) { g in
      // dz = g * scale;  dx = (dz - mean(dz) - z * mean(dz * z)) / deviation
      let input = Tensor(uninitialized: g.shape)
      let toScale = Tensor.zeros([features])
      let toShift = Tensor.zeros([features])
      for row in 0..<rows {
        let dy = g.storage.pointer + row * features
        let z = normal.storage.pointer + row * features
        let dx = input.storage.pointer + row * features
        var (sum, product): (Float, Float) = (0, 0)
        for index in 0..<features {
          dx[index] = dy[index] * weights.storage.pointer[index]
          sum += dx[index]
          product += dx[index] * z[index]
          toScale.storage.pointer[index] += dy[index] * z[index]
          toShift.storage.pointer[index] += dy[index]
        }
        let (mean, slope) = (sum / Float(features), product / Float(features))
        let factor = inverse.storage.pointer[row]
        for index in 0..<features {
          dx[index] = (dx[index] - mean - z[index] * slope) * factor
        }
      }
      return [input, toScale, toShift]
    }
  }
}
