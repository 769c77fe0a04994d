#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far a prediction lies from its target.
package enum LossRule: Sendable {
  /// The square of the error.
  case squared
  /// The absolute error.
  case absolute
  /// Half the square up to `delta`, linear beyond.
  case huber(delta: Float)
  /// The logarithm of the hyperbolic cosine of the error.
  case logCosh
  /// The pinball loss of several quantiles, side by side for each target.
  case pinball(levels: [Float])
}

/// Losses as single operations: value and derivative come from one pass, so the tape keeps one
/// buffer for each.
extension Tensor {
  /// The weighted mean over the samples of the mean loss of each sample's elements, or over all elements.
  ///
  /// What weighs nothing is not looked at: its target may be NaN.
  ///
  /// - Shapes: samples along the first axis of prediction (self) and target; weights `[B]`, or one for each
  ///   element of the target.
  package func loss(_ rule: LossRule, to target: Tensor, weights: Tensor?) -> Tensor {
    let (samples, perSample) = lossExtents(rule, target, weights)
    let totalWeight = weights.map { ElementLoops.sum($0.storage.pointer, count: $0.count) }
    // The elements of one weight; without weights as many samples as a Float sum bears.
    let perWeight = weights.map { count / $0.count } ?? max(1, 256 / perSample) * perSample
    // Where nothing weighs, nothing is asked for.
    let unit =
      totalWeight == 0
      ? 0 : 1 / (totalWeight.map { $0 * Float(perWeight) } ?? Float(samples) * Float(perSample))
    let derivative = Tape.records(self) ? Tensor(uninitialized: shape) : nil
    var total = 0.0
    for start in stride(from: 0, to: count, by: perWeight) {
      let end = min(start + perWeight, count)
      let weight = weights.map { $0.storage.pointer[start / perWeight] } ?? 1
      guard weight != 0 else {
        if let derivative {
          (derivative.storage.pointer + start).update(repeating: 0, count: end - start)
        }
        continue
      }
      let sum = LossLoops.sum(
        rule, storage.pointer, target.storage.pointer, start..<end,
        derivative: derivative?.storage.pointer, scale: unit * weight)
      total += Double(sum * weight)
    }
    let result = Tensor(Float(total * Double(unit)))
    guard let derivative else { return result }
    return result.recorded("loss", [self]) { g in [g.item == 1 ? derivative : derivative * g.item] }
  }

  /// The mean loss of each sample's elements, off the tape.
  ///
  /// - Shapes: as ``loss(_:to:weights:)``, weights one for each element of the target; the result `[B]`,
  ///   0 for a sample whose elements all weigh nothing.
  package func losses(_ rule: LossRule, to target: Tensor, weights: Tensor? = nil) -> Tensor {
    let (samples, perSample) = lossExtents(rule, target, weights)
    let perWeight = weights.map { count / $0.count } ?? perSample
    return Tensor(unsafeUninitialized: [samples]) { buffer in
      for sample in 0..<samples {
        var (total, sum): (Float, Float) = (0, 0)
        for start in stride(
          from: sample * perSample, to: (sample + 1) * perSample, by: perWeight)
        {
          let weight = weights.map { $0.storage.pointer[start / perWeight] } ?? 1
          guard weight != 0 else { continue }
          total += weight
          sum +=
            weight
            * LossLoops.sum(
              rule, storage.pointer, target.storage.pointer, start..<start + perWeight,
              derivative: nil, scale: 0)
        }
        buffer[sample] = total == 0 ? 0 : sum / (total * Float(perWeight))
      }
    }
  }

  private func lossExtents(
    _ rule: LossRule, _ target: Tensor, _ weights: Tensor?
  ) -> (samples: Int, perSample: Int) {
    if case .pinball(let levels) = rule {
      precondition(
        rank >= 1 && shape.first == target.shape.first && count == target.count * levels.count,
        "loss: \(levels.count) levels of a target \(target.shape) do not fit \(shape)")
    } else {
      precondition(
        shape == target.shape,
        "loss: a prediction of shape \(shape) for a target of \(target.shape)")
    }
    precondition(count > 0, "loss: the prediction of shape \(shape) is empty")
    let samples = shape.first ?? 1
    precondition(
      weights == nil || weights?.count == samples || weights?.count == target.count,
      "loss: weights of shape \(weights?.shape ?? []) for a target of shape \(target.shape)")
    return (samples, count / samples)
  }
}

/// The loops of the losses.
private enum LossLoops {
  /// The sum of the losses of some elements; writes their scaled derivatives where wanted.
  static func sum(
    _ rule: LossRule, _ prediction: UnsafePointer<Float>, _ target: UnsafePointer<Float>,
    _ range: Range<Int>, derivative: UnsafeMutablePointer<Float>?, scale: Float
  ) -> Float {
    @inline(__always)
    func sum(_ pair: (Float) -> (value: Float, slope: Float)) -> Float {
      var total: Float = 0
      for index in range {
        let (value, slope) = pair(prediction[index] - target[index])
        total += value
        derivative?[index] = scale * slope
      }
      return total
    }
    switch rule {
    case .squared:
      return sum { error in (error * error, 2 * error) }
    case .absolute:
      return sum { error in (Swift.abs(error), error > 0 ? 1 : (error < 0 ? -1 : 0)) }
    case .huber(let delta):
      return sum { error in
        let size = Swift.abs(error)
        return size <= delta
          ? (0.5 * error * error, error)
          : (delta * (size - 0.5 * delta), error > 0 ? delta : -delta)
      }
    case .logCosh:
      return sum { error in
        // log cosh x = |x| + log(1 + exp(-2 |x|)) - log 2: the cosine itself overflows at 89.
        let size = Swift.abs(error)
        return (size + log1pf(expf(-2 * size)) - 0.693_147_18, tanhf(error))
      }
    case .pinball(let levels):
      var total: Float = 0
      for index in range {
        let level = levels[index % levels.count]
        let error = target[index / levels.count] - prediction[index]
        total += error >= 0 ? level * error : (level - 1) * error
        derivative?[index] = scale * (error > 0 ? -level : (error < 0 ? 1 - level : 0))
      }
      return total
    }
  }
}
