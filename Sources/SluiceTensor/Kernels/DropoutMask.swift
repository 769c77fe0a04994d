import CSluiceKernels

/// Masks of inverted dropout that depend on a key and the index of each element only: not on threads,
/// blocks or the instruction set.
package struct DropoutMask {
  let key: UInt64
  /// Of 2^24: a random number below it drops the element.
  let threshold: UInt32
  /// What a kept element is multiplied by.
  let scale: Float

  /// - Parameters:
  ///   - rate: The share of elements that is dropped, in 0..<1.
  ///   - key: A draw from the run's dropout stream.
  package init(rate: Float, key: UInt64) {
    precondition((0..<1).contains(rate), "DropoutMask: the rate lies in 0..<1, got \(rate)")
    self.key = key
    threshold = UInt32((rate * 0x1p24).rounded())
    scale = 1 / (1 - rate)
  }

  /// Writes 0 for each element that is dropped, else the scale.
  ///
  /// - Parameter first: The index of the first element.
  package func fill(_ mask: UnsafeMutablePointer<Float>, count: Int, first: Int = 0) {
    fill(mask, rows: 1, lanes: count, first: first, rowStep: 0, laneStep: 1)
  }

  /// Writes a matrix whose elements have the indices first + row * rowStep + lane * laneStep.
  func fill(
    _ mask: UnsafeMutablePointer<Float>, rows: Int, lanes: Int, first: Int, rowStep: Int,
    laneStep: Int
  ) {
    InstructionSet.current.kernels.pointee.dropout_mask(
      mask, rows, lanes, UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: rowStep),
      UInt32(truncatingIfNeeded: laneStep), key, threshold, scale)
  }

  /// What ``fill(_:count:first:)`` writes for one element: the specification.
  package func naive(_ index: Int) -> Float {
    var x = UInt32(truncatingIfNeeded: index) &+ UInt32(truncatingIfNeeded: key)
    x ^= x >> 16
    x = x &* 0x7FEB_352D
    x = x &+ UInt32(truncatingIfNeeded: key >> 32)
    x ^= x >> 15
    x = x &* 0x846C_A68B
    x ^= x >> 16
    return x >> 8 >= threshold ? scale : 0
  }

  /// The masks of a layer's output and of its recurrent state, from the key of one call.
  static func output(_ plan: RecurrentPlan, layer: Int) -> DropoutMask {
    DropoutMask(rate: plan.dropout(layer), key: derived(plan.dropoutKey ?? 0, UInt64(layer) << 2))
  }

  static func recurrent(_ plan: RecurrentPlan, layer: Int, direction: Int) -> DropoutMask {
    DropoutMask(
      rate: plan.recurrentDropout(layer),
      key: derived(plan.dropoutKey ?? 0, UInt64(layer) << 2 | UInt64(direction + 1)))
  }

  private static func derived(_ key: UInt64, _ number: UInt64) -> UInt64 {
    RandomStream.mixed(key &+ (number &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }
}
