/// The mean and the variance of each feature.
package struct FeatureMoments: Sendable {
  /// The mean, `[F]`.
  package let mean: Tensor
  /// The mean square of what is left, `[F]`.
  package let variance: Tensor
  /// How many values of each feature these come from.
  package let count: Int

  /// Moments known from before.
  package init(mean: Tensor, variance: Tensor, count: Int) {
    self.mean = mean
    self.variance = variance
    self.count = count
  }
}

extension Tensor {
  /// The mean and variance of each feature over samples and valid steps, off the tape.
  ///
  /// - Shapes: self `[B, F]`, or `[B, T, F]` with lengths in 0...T; the moments `[F]`.
  package func featureMoments(lengths: [Int]? = nil) -> FeatureMoments {
    let rows = FeatureRows(of: self, lengths: lengths)
    let features = rows.features
    let mean = rows.sums { row, sums in
      let x = storage.pointer + row * features
      for index in 0..<features { sums[index] += x[index] }
    }
    let divisor = 1 / Double(max(1, rows.count))
    let means = Tensor(mean.map { Float($0 * divisor) })
    let center = means.storage.pointer
    let squares = rows.sums { row, sums in
      let x = storage.pointer + row * features
      for index in 0..<features {
        let rest = x[index] - center[index]
        sums[index] += rest * rest
      }
    }
    return FeatureMoments(
      mean: means, variance: Tensor(squares.map { Float($0 * divisor) }), count: rows.count)
  }

  /// Each feature less its mean, over its deviation, then scaled and shifted.
  ///
  /// `y = (x - mean) / sqrt(variance + epsilon) * scale + shift`; steps behind the true length become 0.
  ///
  /// - Shapes: self `[B, F]` or `[B, T, F]`, `scale [F]`, `shift [F]`; result as self.
  /// - Parameters:
  ///   - scale: The factor of each feature.
  ///   - shift: The summand of each feature.
  ///   - moments: The means and variances.
  ///   - areOwn: Whether the moments are those of this tensor, so that gradients flow through them.
  ///   - epsilon: Added to the variance.
  ///   - lengths: The true length of each sequence, in 0...T; nil if all have all steps.
  /// - Source: Ioffe & Szegedy 2015, <https://arxiv.org/abs/1502.03167>.
  package func batchNormalized(
    scale: Tensor, shift: Tensor, moments: FeatureMoments, areOwn: Bool, epsilon: Float,
    lengths: [Int]? = nil
  ) -> Tensor {
    let rows = FeatureRows(of: self, lengths: lengths)
    let features = rows.features
    precondition(
      [scale, shift, moments.mean, moments.variance].allSatisfy { $0.shape == [features] },
      "batchNormalized: input \(shape), scale \(scale.shape) and shift \(shift.shape) do not fit")
    let inverse = ElementLoops.map(moments.variance) { 1 / ($0 + epsilon).squareRoot() }
    let normal = Tensor(uninitialized: shape)
    let result = Tensor(uninitialized: shape)
    rows.forEach { row, isValid in
      let z = normal.storage.pointer + row * features
      let y = result.storage.pointer + row * features
      guard isValid else {
        z.update(repeating: 0, count: features)
        y.update(repeating: 0, count: features)
        return
      }
      let x = storage.pointer + row * features
      for index in 0..<features {
        z[index] = (x[index] - moments.mean.storage.pointer[index]) * inverse.storage.pointer[index]
        y[index] = z[index] * scale.storage.pointer[index] + shift.storage.pointer[index]
      }
    }
    guard Tape.records(self, scale, shift) else { return result }
    let weights = scale.detached()
    return result.recorded("batchNormalized", [self, scale, shift]) { g in
      // dz = g * scale;  dx = (dz - mean(dz) - z * mean(dz * z)) / deviation
      let toShift = rows.sums { row, sums in
        let dy = g.storage.pointer + row * features
        for index in 0..<features { sums[index] += dy[index] }
      }
      let toScale = rows.sums { row, sums in
        let dy = g.storage.pointer + row * features
        let z = normal.storage.pointer + row * features
        for index in 0..<features { sums[index] += dy[index] * z[index] }
      }
      let divisor = areOwn ? 1 / Double(max(1, rows.count)) : 0
      let mean = Tensor(toShift.map { Float($0 * divisor) })
      let slope = Tensor(toScale.map { Float($0 * divisor) })
      let factor = ElementLoops.zip(weights, inverse) { $0 * $1 }
      let input = Tensor(uninitialized: g.shape)
      rows.forEach { row, isValid in
        let dx = input.storage.pointer + row * features
        guard isValid else {
          dx.update(repeating: 0, count: features)
          return
        }
        let dy = g.storage.pointer + row * features
        let z = normal.storage.pointer + row * features
        for index in 0..<features {
          dx[index] =
            (dy[index] - mean.storage.pointer[index] - z[index] * slope.storage.pointer[index])
            * factor.storage.pointer[index]
        }
      }
      return [input, Tensor(toScale.map { Float($0) }), Tensor(toShift.map { Float($0) })]
    }
  }
}

/// The rows of a tensor along its last axis, and which of them count.
private struct FeatureRows: Sendable {
  let features: Int
  /// How many rows count.
  let count: Int
  private let rows: Int
  private let steps: Int
  private let lengths: [Int]?

  /// Rows summed at a time, in Float; the sums of these are added in Double, in order.
  private static let rowsAtOnce = 256

  init(of x: Tensor, lengths: [Int]?) {
    precondition(
      x.rank == 2 || x.rank == 3, "batchNormalized: needs [B, F] or [B, T, F], not \(x.shape)")
    features = x.shape[x.rank - 1]
    rows = Shape.product(x.shape.dropLast())
    steps = x.rank == 3 ? x.shape[1] : 1
    let batch = x.shape[0]
    let steps = steps
    precondition(
      lengths == nil
        || x.rank == 3 && lengths?.count == batch
          && lengths?.allSatisfy { (0...steps).contains($0) } == true,
      "batchNormalized: \(lengths?.count ?? 0) lengths for an input of \(x.shape)")
    self.lengths = lengths
    count = lengths?.reduce(0, +) ?? rows
  }

  private func isValid(_ row: Int) -> Bool {
    guard let lengths else { return true }
    let (sample, step) = row.quotientAndRemainder(dividingBy: steps)
    return step < lengths[sample]
  }

  /// Calls a closure for each row, on all threads.
  func forEach(_ body: (_ row: Int, _ isValid: Bool) -> Void) {
    Threads.run(slicesOf: rows, floatsEach: features) { slice in
      for row in slice { body(row, isValid(row)) }
    }
  }

  /// The sums of what a closure adds for each row that counts.
  func sums(_ add: (_ row: Int, _ sums: UnsafeMutablePointer<Float>) -> Void) -> [Double] {
    let blocks = (rows + FeatureRows.rowsAtOnce - 1) / FeatureRows.rowsAtOnce
    let partial = Tensor.zeros([blocks, features])
    Threads.run(blocks: blocks) { block in
      let start = block * FeatureRows.rowsAtOnce
      for row in start..<min(rows, start + FeatureRows.rowsAtOnce) where isValid(row) {
        add(row, partial.storage.pointer + block * features)
      }
    }
    var totals = [Double](repeating: 0, count: features)
    for block in 0..<blocks {
      for index in 0..<features {
        totals[index] += Double(partial.storage.pointer[block * features + index])
      }
    }
    return totals
  }
}
