import CSluiceKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How badly logits speak of the class that came true.
package enum ClassLossRule: Sendable {
  /// The logarithm of the class's probability by softmax, negated.
  case crossEntropy(smoothing: Float)
  /// The same for one logit, that of class 1 against class 0.
  case binaryCrossEntropy(smoothing: Float)
  /// The cross entropy times `(1 - p)^gamma`, for one logit or for one a class.
  case focal(gamma: Float)
}

/// Losses of classes as single operations: value and derivative come from one pass, so the tape keeps
/// one buffer for each.
extension Tensor {
  /// The weighted mean over all targets; a target of weight 0 is left out and not looked at.
  ///
  /// - Shapes: logits (self) `[B, K]` with targets `[B]` or `[B, 1]`, or `[B, T, K]` with `[B, T]`;
  ///   weights `[B]`, or one for each target. If all weights are 0, so is the loss.
  package func classLoss(_ rule: ClassLossRule, to target: Tensor, weights: Tensor?) -> Tensor {
    let pass = ClassLossPass(rule, logits: self, target: target, weights: weights)
    let derivative = pass.exponentials()
    let unit = pass.totalWeight > 0 ? 1 / pass.totalWeight : 0
    var total = 0.0
    for row in 0..<pass.rows {
      let weight = pass.weight(row)
      total += Double(weight * pass.loss(row, derivative, scale: unit * weight))
    }
    let result = Tensor(Float(total * Double(unit)))
    guard Tape.records(self) else { return result }
    return result.recorded("classLoss", [self]) { g in
      [g.item == 1 ? derivative : derivative * g.item]
    }
  }

  /// The mean loss of each sample, off the tape, `[B]`; see ``classLoss(_:to:weights:)``.
  ///
  /// Weights count among the steps of a sample: one whose steps all weigh 0 has loss 0.
  package func classLosses(_ rule: ClassLossRule, to target: Tensor, weights: Tensor?) -> Tensor {
    let pass = ClassLossPass(rule, logits: self, target: target, weights: weights)
    let scratch = pass.exponentials()
    return Tensor(unsafeUninitialized: [pass.samples]) { buffer in
      for sample in 0..<pass.samples {
        var (total, sum): (Float, Float) = (0, 0)
        for row in sample * pass.steps..<(sample + 1) * pass.steps {
          let weight = pass.weight(row)
          total += weight
          sum += weight * pass.loss(row, scratch, scale: 0)
        }
        buffer[sample] = total > 0 ? sum / total : 0
      }
    }
  }
}

/// One pass over logits, row by row: a row is what is said of one target.
private struct ClassLossPass {
  let rule: ClassLossRule
  let logits: Tensor
  let target: Tensor
  let weights: Tensor?
  let classes: Int
  let rows: Int
  let samples: Int
  var steps: Int { rows / samples }

  init(_ rule: ClassLossRule, logits: Tensor, target: Tensor, weights: Tensor?) {
    let fits =
      logits.rank == 2
      ? target.shape == [logits.shape[0]] || target.shape == [logits.shape[0], 1]
      : logits.rank == 3 && target.shape == Array(logits.shape[..<2])
    precondition(
      fits && logits.count > 0,
      "loss: logits of shape \(logits.shape) for targets of \(target.shape); it takes [B, K] for [B] "
        + "or [B, 1], and [B, T, K] for [B, T]")
    let (samples, rows, classes) = (logits.shape[0], target.count, logits.count / target.count)
    switch rule {
    case .crossEntropy:
      precondition(classes >= 2, "loss: cross entropy needs a logit for each of 2 or more classes")
    case .binaryCrossEntropy:
      precondition(classes == 1, "loss: binary cross entropy needs one logit, found \(classes)")
    case .focal: break
    }
    precondition(
      weights == nil || weights?.shape == [samples] || weights?.count == rows,
      "loss: weights of shape \(weights?.shape ?? []) for targets of \(target.shape)")
    self.rule = rule
    self.logits = logits
    self.target = target
    self.weights = weights
    self.classes = classes
    self.rows = rows
    self.samples = samples
  }

  var totalWeight: Float {
    guard let weights else { return Float(rows) }
    let sum = ElementLoops.sum(weights.storage.pointer, count: weights.count)
    return sum * Float(rows / weights.count)
  }

  func weight(_ row: Int) -> Float {
    guard let weights else { return 1 }
    return weights.storage.pointer[row / (rows / weights.count)]
  }

  /// The exponentials of logits less the largest of their row: none overflows, one is 1.
  func exponentials() -> Tensor {
    let result = Tensor(uninitialized: logits.shape)
    guard classes > 1 else { return result }
    for row in 0..<rows {
      let from = logits.storage.pointer + row * classes
      let to = result.storage.pointer + row * classes
      let largest = from[Self.largest(from, classes)]
      for index in 0..<classes { to[index] = from[index] - largest }
    }
    let pointer = result.storage.pointer
    InstructionSet.current.kernels.pointee.exp(pointer, pointer, result.count)
    return result
  }

  /// The loss of a row; its exponentials are replaced by the derivative times `scale`.
  func loss(_ row: Int, _ exponentials: Tensor, scale: Float) -> Float {
    let to = exponentials.storage.pointer + row * classes
    guard weight(row) != 0 else {
      to.update(repeating: 0, count: classes)
      return 0
    }
    let z = logits.storage.pointer + row * classes
    let label = label(row)
    guard classes > 1 else {
      // The logit of a label of 0 speaks with the other sign.
      let sign: Float = label == 1 ? 1 : -1
      let (value, slope) = Self.margin(rule, sign * z[0])
      to[0] = scale * sign * slope
      return value
    }
    switch rule {
    case .focal(let gamma): return focal(z, to, label, gamma, scale)
    case .crossEntropy(let smoothing), .binaryCrossEntropy(let smoothing):
      return crossEntropy(z, to, label, smoothing, scale)
    }
  }

  private func label(_ row: Int) -> Int {
    let number = target.storage.pointer[row]
    guard let label = Int(exactly: number), label >= 0, label < max(2, classes) else {
      preconditionFailure(
        "loss: the target \(number) at \(row) is no class; there are 0 to \(max(2, classes) - 1)")
    }
    return label
  }

  private func crossEntropy(
    _ z: UnsafePointer<Float>, _ e: UnsafeMutablePointer<Float>, _ label: Int, _ smoothing: Float,
    _ scale: Float
  ) -> Float {
    let best = Self.largest(z, classes)
    let rest = Self.sum(e, classes, without: best)
    let logTotal = log1pf(rest)
    var value = (1 - smoothing) * (logTotal - (z[label] - z[best]))
    // A smoothed target has a share of the smoothing for each class.
    let share = smoothing / Float(classes)
    if share > 0 {
      for index in 0..<classes { value += share * (logTotal - (z[index] - z[best])) }
    }
    for index in 0..<classes { e[index] = scale * (e[index] / (1 + rest) - share) }
    e[label] -= scale * (1 - smoothing)
    return value
  }

  /// The loss `-q^g · log p`, with `q = 1 - p` for the label's probability `p`.
  ///
  /// By the label's logit its derivative is `slope = g q^g p log p - q^(g+1)`, by another's `-slope`
  /// times that logit's share of `q`: no difference of nearly equal numbers, no negative power.
  private func focal(
    _ z: UnsafePointer<Float>, _ e: UnsafeMutablePointer<Float>, _ label: Int, _ gamma: Float,
    _ scale: Float
  ) -> Float {
    let best = Self.largest(z, classes)
    let rest = Self.sum(e, classes, without: best)
    let others = label == best ? rest : Self.sum(e, classes, without: label)
    let logP = z[label] - z[best] - log1pf(rest)
    let (value, slope) = Self.focal(
      p: e[label] / (1 + rest), q: others / (1 + rest), logP: logP, gamma)
    let factor = others > 0 ? -scale * slope / others : 0
    for index in 0..<classes { e[index] *= factor }
    e[label] = scale * slope
    return value
  }

  /// The loss by how far a single logit speaks for its label, and the derivative.
  private static func margin(_ rule: ClassLossRule, _ margin: Float) -> (Float, Float) {
    let e = expf(-abs(margin))
    let (small, large) = (e / (1 + e), 1 / (1 + e))
    let (p, q) = margin >= 0 ? (large, small) : (small, large)
    let against = max(-margin, 0) + log1pf(e)
    switch rule {
    case .focal(let gamma):
      return focal(p: p, q: q, logP: -against, gamma)
    case .binaryCrossEntropy(let smoothing), .crossEntropy(let smoothing):
      let half = smoothing / 2
      return ((1 - half) * against + half * (against + margin), half * p - (1 - half) * q)
    }
  }

  private static func focal(
    p: Float, q: Float, logP: Float, _ gamma: Float
  ) -> (value: Float, slope: Float) {
    let power = powf(q, gamma)
    return (-power * logP, gamma * power * p * logP - power * q)
  }

  private static func sum(_ e: UnsafePointer<Float>, _ count: Int, without index: Int) -> Float {
    var total: Float = 0
    for other in 0..<count where other != index { total += e[other] }
    return total
  }

  private static func largest(_ z: UnsafePointer<Float>, _ count: Int) -> Int {
    var best = 0
    for index in 1..<max(1, count) where z[index] > z[best] { best = index }
    return best
  }
}
