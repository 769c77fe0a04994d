#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far a prediction lies from its target, element by element.
package enum PointLoss: Sendable {
  /// The square of the error.
  case squared
  /// The absolute error.
  case absolute
  /// Half the square up to `delta`, linear beyond.
  case huber(delta: Float)
  /// The logarithm of the hyperbolic cosine of the error.
  case logCosh
}

/// Losses as single operations: value and derivative come from one pass, so the tape keeps one
/// buffer for each.
extension Tensor {
  /// The weighted mean over the samples of the mean loss of each sample's elements.
  ///
  /// - Shapes: prediction (self) and target agree, samples along the first axis; weights `[B]`.
  package func loss(_ loss: PointLoss, to target: Tensor, weights: Tensor?) -> Tensor {
    switch loss {
    case .squared:
      return pointLoss(target, weights) { error in (error * error, 2 * error) }
    case .absolute:
      return pointLoss(target, weights) { error in
        (Swift.abs(error), error > 0 ? 1 : (error < 0 ? -1 : 0))
      }
    case .huber(let delta):
      return pointLoss(target, weights) { error in
        let size = Swift.abs(error)
        return size <= delta
          ? (0.5 * error * error, error)
          : (delta * (size - 0.5 * delta), error > 0 ? delta : -delta)
      }
    case .logCosh:
      return pointLoss(target, weights) { error in
        // log cosh x = |x| + log(1 + exp(-2 |x|)) - log 2: the cosine itself overflows at 89.
        let size = Swift.abs(error)
        return (size + log1pf(expf(-2 * size)) - 0.693_147_18, tanhf(error))
      }
    }
  }

  /// The pinball loss of several quantiles, averaged over samples, targets and levels.
  ///
  /// - Shapes: prediction (self) `[B, P·Q]` with the levels side by side for each target,
  ///   target `[B, P]`, weights `[B]`.
  package func quantileLoss(to target: Tensor, levels: [Float], weights: Tensor?) -> Tensor {
    precondition(
      rank >= 1 && shape[0] == target.shape.first && count == target.count * levels.count,
      "quantileLoss: \(levels.count) levels of a target \(target.shape) need as many predictions, not \(shape)"
    )
    return sampleLoss(weights) { from, gradient, sample, perSample, scale in
      var total: Float = 0
      for index in sample * perSample..<(sample + 1) * perSample {
        let level = levels[index % levels.count]
        let error = target.storage.pointer[index / levels.count] - from[index]
        total += error >= 0 ? level * error : (level - 1) * error
        gradient?[index] = scale * (error > 0 ? -level : (error < 0 ? 1 - level : 0))
      }
      return total
    }
  }

  @inline(__always)
  private func pointLoss(
    _ target: Tensor, _ weights: Tensor?, _ rule: (Float) -> (value: Float, slope: Float)
  ) -> Tensor {
    precondition(
      shape == target.shape, "loss: a prediction of shape \(shape) for a target of \(target.shape)")
    return sampleLoss(weights) { from, gradient, sample, perSample, scale in
      let truth = target.storage.pointer
      let range = sample * perSample..<(sample + 1) * perSample
      var total: Float = 0
      if let gradient {
        for index in range {
          let (value, slope) = rule(from[index] - truth[index])
          total += value
          gradient[index] = scale * slope
        }
      } else {
        for index in range { total += rule(from[index] - truth[index]).value }
      }
      return total
    }
  }

  /// Runs a rule over the samples: it returns the sum of a sample's losses and writes the scaled
  /// derivative, where one is wanted.
  @inline(__always)
  private func sampleLoss(
    _ weights: Tensor?,
    _ rule: (
      _ prediction: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>?, _ sample: Int,
      _ perSample: Int, _ scale: Float
    ) -> Float
  ) -> Tensor {
    let samples = shape.first ?? 1
    precondition(count > 0, "loss: the prediction of shape \(shape) is empty")
    precondition(
      weights == nil || weights?.count == samples,
      "loss: \(weights?.count ?? 0) weights for \(samples) samples")
    let perSample = count / samples
    let totalWeight = weights.map { ElementLoops.sum($0.storage.pointer, count: samples) }
    let unit = 1 / ((totalWeight ?? Float(samples)) * Float(perSample))
    let derivative = Tape.records(self) ? Tensor(uninitialized: shape) : nil
    // Double: the sum of many small terms must not depend on how large the batch is.
    var total = 0.0
    for sample in 0..<samples {
      let weight = weights.map { $0.storage.pointer[sample] } ?? 1
      let loss = rule(
        storage.pointer, derivative?.storage.pointer, sample, perSample, unit * weight)
      total += Double(loss * weight)
    }
    let result = Tensor(Float(total * Double(unit)))
    guard let derivative else { return result }
    return result.recorded("loss", [self]) { g in [g.item == 1 ? derivative : derivative * g.item] }
  }
}
