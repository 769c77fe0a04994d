/// What is taken of the steps that are pooled.
package enum Pooling: Sendable {
  /// The largest value of each feature.
  case maximum
  /// The mean of each feature.
  case average
}

/// Several steps of a sequence made one.
extension Tensor {
  /// The largest value, or the mean, of each feature over windows of steps.
  ///
  /// Padding counts as absent: it is never the largest and does not count in the mean. Of equal largest
  /// values the first has the gradient.
  ///
  /// - Shapes: self `[B, T, F]`, result `[B, T', F]` with `T'` as ``SlidingWindow/outputSteps(for:)`` says.
  /// - Parameters:
  ///   - pooling: What is taken.
  ///   - window: The window, without dilation.
  ///   - lengths: The true length of each sequence, in 0...T; nil if all have all steps.
  package func pooled(
    _ pooling: Pooling, window: SlidingWindow, lengths: [Int]? = nil
  ) -> Tensor {
    precondition(window.dilation == 1, "pooled: a window of dilation \(window.dilation), not 1")
    let windows = WindowedBatch(window, over: self, lengths: lengths, operation: "pooled")
    return pooled(
      pooling,
      PooledRanges(steps: windows.steps, outputs: windows.outputs) { sample, output in
        let own = windows.samples[sample]
        guard output < own.outputs else { return 0..<0 }
        let start = own.start + output * window.stride
        let present = window.present(from: start, in: own.steps)
        return start + present.lowerBound..<start + present.upperBound
      })
  }

  /// The largest value, or the mean, of each feature over all steps; 0 for a sequence without any.
  ///
  /// - Shapes: self `[B, T, F]`, result `[B, F]`.
  /// - Parameters:
  ///   - pooling: What is taken.
  ///   - lengths: The true length of each sequence, in 0...T; nil if all have all steps.
  package func globallyPooled(_ pooling: Pooling, lengths: [Int]? = nil) -> Tensor {
    precondition(rank == 3, "globallyPooled: needs [B, T, F], not \(shape)")
    let whole = WindowedBatch(
      SlidingWindow(size: 1), over: self, lengths: lengths, operation: "globallyPooled")
    return pooled(
      pooling,
      PooledRanges(steps: shape[1], outputs: 1) { sample, _ in
        0..<whole.samples[sample].steps
      }
    ).reshaped(shape[0], shape[2])
  }

  private func pooled(_ pooling: Pooling, _ ranges: PooledRanges) -> Tensor {
    let (samples, features) = (shape[0], shape[2])
    let result = Tensor(uninitialized: [samples, ranges.outputs, features])
    ranges.forEach(of: samples, features, self, result) { from, to, range in
      to.update(repeating: 0, count: features)
      guard let first = range.first else { return }
      to.update(from: from + first * features, count: features)
      for step in range.dropFirst() {
        let own = from + step * features
        switch pooling {
        case .maximum:
          for index in 0..<features where own[index] > to[index] { to[index] = own[index] }
        case .average: for index in 0..<features { to[index] += own[index] }
        }
      }
      if case .average = pooling {
        let share = 1 / Float(range.count)
        for index in 0..<features { to[index] *= share }
      }
    }
    guard Tape.records(self) else { return result }
    let x = detached()
    let y = result.detached()
    return result.recorded("pooled", [self]) { g in
      let gradient = Tensor.zeros(x.shape)
      let (distance, largest) = (x.storage.pointer, y.storage.pointer)
      ranges.forEach(of: samples, features, gradient, g) { to, from, range in
        switch pooling {
        case .average:
          let share = 1 / Float(range.count)
          for step in range {
            let own = to + step * features
            for index in 0..<features { own[index] += share * from[index] }
          }
        case .maximum:
          let values = distance + (to - gradient.storage.pointer)
          let found = largest + (from - g.storage.pointer)
          for index in 0..<features {
            if let step = range.first(where: { values[$0 * features + index] == found[index] }) {
              to[step * features + index] += from[index]
            }
          }
        }
      }
      return [gradient]
    }
  }
}

/// Which steps each output step is made of.
private struct PooledRanges {
  let steps: Int
  let outputs: Int
  let range: (_ sample: Int, _ output: Int) -> Range<Int>

  /// Calls a closure with the place of a sample in one tensor, that of an output step in the other, and the
  /// steps that the two have to do with; threads share the samples.
  func forEach(
    of samples: Int, _ features: Int, _ long: Tensor, _ short: Tensor,
    _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
  ) {
    Threads.run(slicesOf: samples, floatsEach: steps * features) { slice in
      for sample in slice {
        for output in 0..<outputs {
          body(
            long.storage.pointer + sample * steps * features,
            short.storage.pointer + (sample * outputs + output) * features, range(sample, output))
        }
      }
    }
  }
}
