import Foundation

/// Readings as a level that walks at random, and noise.
///
/// The rows of a stretch count as equally spaced. The first reading of each stretch tells its level, of
/// which nothing is known before (a diffuse beginning).
///
/// - Source: Durbin & Koopman, "Time Series Analysis by State Space Methods", 2nd edition, 2.2 to 2.11.
struct LocalLevel {
  /// The share of the level's steps in the variance of steps and noise together, from 0 (a constant
  /// level) to 1 (no noise).
  let share: Double

  /// Creates a model of a known share.
  init(share: Double) { self.share = share }

  /// Finds the share of the greatest likelihood, the same for all stretches of a column.
  ///
  /// The likelihood may have several peaks; the highest of a grid of odds from e⁻²⁰ to e²⁰ is refined by
  /// golden sections.
  init(fittedTo values: [Float], stretches: [Range<Int>]) {
    func loss(_ logit: Double) -> Double {
      LocalLevel(share: 1 / (1 + exp(-logit))).loss(of: values, stretches)
    }
    let grid = stride(from: -20.0, through: 20, by: 1).map { (logit: $0, loss: loss($0)) }
    guard let best = grid.min(by: { $0.loss < $1.loss }) else {
      preconditionFailure("LocalLevel: an empty grid")
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (best.logit - 1, best.logit + 1)
    var inner = (left: high - ratio * (high - low), right: low + ratio * (high - low))
    var losses = (left: loss(inner.left), right: loss(inner.right))
    while high - low > 1e-6 {
      if losses.left <= losses.right {
        high = inner.right
        inner = (left: high - ratio * (high - low), right: inner.left)
        losses = (left: loss(inner.left), right: losses.left)
      } else {
        low = inner.left
        inner = (left: inner.right, right: low + ratio * (high - low))
        losses = (left: losses.right, right: loss(inner.right))
      }
    }
    let middle = (low + high) / 2
    share = 1 / (1 + exp(-(loss(middle) <= best.loss ? middle : best.logit)))
  }

  /// What is known of the level before a row: its expectation, and its variance in units of steps and
  /// noise together.
  private struct Belief {
    var level = 0.0
    var variance = 0.0
    var isKnown = false

    /// Takes in the row's reading, and goes on to the next row.
    ///
    /// - Returns: The reading's surprise and its variance; nil for a missing one or the first.
    @inline(__always)
    mutating func advance(_ value: Float, share: Double) -> (surprise: Double, variance: Double)? {
      let noise = 1 - share
      defer { variance += share }
      if value.isNaN { return nil }
      let reading = Double(value)
      guard isKnown else {
        (level, variance, isKnown) = (reading, noise, true)
        return nil
      }
      let surprise = reading - level
      let total = variance + noise
      let gain = variance / total
      level += gain * surprise
      variance *= 1 - gain
      return (surprise, total)
    }
  }

  /// Twice the negative log likelihood, less what does not depend on the share, with the scale that fits
  /// best.
  private func loss(of values: [Float], _ stretches: [Range<Int>]) -> Double {
    var squares = 0.0
    var logs = 0.0
    var product = 1.0
    var count = 0
    for rows in stretches {
      var belief = Belief()
      for row in rows {
        guard let (surprise, variance) = belief.advance(values[row], share: share) else { continue }
        count += 1
        squares += surprise * surprise / variance
        // One logarithm for many variances.
        product *= variance
        if product < 1e-200 || product > 1e200 {
          logs += log(product)
          product = 1
        }
      }
    }
    guard count > 0, squares > 0 else { return 0 }
    return Double(count) * log(squares / Double(count)) + logs + log(product)
  }

  /// Returns the expected level of each row of a stretch given all its readings; NaN before the first.
  func smoothed(_ values: [Float], in rows: Range<Int>) -> [Double] {
    var belief = Belief()
    var levels = [Double](repeating: .nan, count: rows.count)
    var variances = levels
    var steps: [(surprise: Double, variance: Double)?] = []
    steps.reserveCapacity(rows.count)
    for (place, row) in rows.enumerated() {
      if belief.isKnown { (levels[place], variances[place]) = (belief.level, belief.variance) }
      let wasKnown = belief.isKnown
      steps.append(belief.advance(values[row], share: share))
      // The first reading's own level is its reading, with the noise's variance.
      if !wasKnown, belief.isKnown { (levels[place], variances[place]) = (belief.level, 1 - share) }
    }
    var pull = 0.0
    for place in stride(from: rows.count - 1, through: 0, by: -1) where !levels[place].isNaN {
      if let (surprise, variance) = steps[place] {
        pull = surprise / variance + (1 - variances[place] / variance) * pull
      }
      levels[place] += variances[place] * pull
    }
    return levels
  }
}
