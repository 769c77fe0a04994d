import CSluiceKernels

/// The loops that change parameters; which one runs with what numbers is decided in SluiceNN.
package enum UpdateLoops {
  /// Plain gradient descent: `w -= rate * g`.
  package static func descend(
    _ values: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>, count: Int,
    rate: Float
  ) {
    for index in 0..<count { values[index] -= rate * gradients[index] }
  }

  /// Gradient descent with momentum: `v = momentum * v + g`, `w -= rate * v`, or
  /// `w -= rate * (g + momentum * v)` after Nesterov.
  package static func descend(
    _ values: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    velocity: UnsafeMutablePointer<Float>, count: Int, rate: Float, momentum: Float,
    nesterov: Bool
  ) {
    for index in 0..<count {
      let gradient = gradients[index]
      velocity[index] = momentum * velocity[index] + gradient
      values[index] -= rate * (nesterov ? gradient + momentum * velocity[index] : velocity[index])
    }
  }

  /// RMSprop: `s = rho * s + (1 - rho) * g²`, `u = g / (sqrt(s) + epsilon)`, then momentum on `u`.
  package static func rootMeanSquare(
    _ values: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    square: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>?, count: Int,
    rate: Float, rho: Float, momentum: Float, epsilon: Float
  ) {
    for index in 0..<count {
      let gradient = gradients[index]
      square[index] = rho * square[index] + (1 - rho) * gradient * gradient
      let direction = gradient / (square[index].squareRoot() + epsilon)
      guard let velocity else {
        values[index] -= rate * direction
        continue
      }
      velocity[index] = momentum * velocity[index] + direction
      values[index] -= rate * velocity[index]
    }
  }

  /// The step of Adam: `m` and `v` are moving means of `g` and `g²`, and
  /// `w -= shrinkage * w + rate * m / (sqrt(v * squareScale) + epsilon)`.
  package static func adam(
    _ values: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    mean: UnsafeMutablePointer<Float>, square: UnsafeMutablePointer<Float>, count: Int,
    rate: Float, beta1: Float, beta2: Float, squareScale: Float, epsilon: Float, shrinkage: Float
  ) {
    let kernels = InstructionSet.current.kernels
    Threads.run(slicesOf: count, floatsEach: 1) { slice in
      let start = slice.lowerBound
      kernels.pointee.adam(
        slice.count, values + start, gradients + start, mean + start, square + start, rate, beta1,
        beta2, epsilon, squareScale, shrinkage)
    }
  }

  /// The step of Nadam: as ``adam(_:_:mean:square:count:rate:beta1:beta2:squareScale:epsilon:shrinkage:)``
  /// with `onMean * m + onGradient * g` above the fraction bar.
  package static func nadam(
    _ values: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    mean: UnsafeMutablePointer<Float>, square: UnsafeMutablePointer<Float>, count: Int,
    beta1: Float, beta2: Float, onMean: Float, onGradient: Float,
    squareScale: Float, epsilon: Float
  ) {
    for index in 0..<count {
      let gradient = gradients[index]
      mean[index] = beta1 * mean[index] + (1 - beta1) * gradient
      square[index] = beta2 * square[index] + (1 - beta2) * gradient * gradient
      let root = (square[index] * squareScale).squareRoot() + epsilon
      values[index] -= (onMean * mean[index] + onGradient * gradient) / root
    }
  }
}
