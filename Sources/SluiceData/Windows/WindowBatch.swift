import SluiceTensor

/// Some windows gathered for one step of a network.
public struct WindowBatch: Sendable {
  /// The readings, `[B, T, F]`; T is the lookback.
  public let inputs: Tensor
  /// The values to forecast, `[B, P]`: one, or one a horizon step; class numbers for labels, `[B, 1]`,
  /// or `[B, T]` when each step has one; NaN for a target that may be missing, and is.
  public let targets: Tensor
  /// The true lengths of the sequences, 1 to T; nil when all are full.
  ///
  /// A sequence of length n occupies steps 0..<n; the rest is 0.
  public let lengths: [Int]?
}

extension Windows {
  /// Gathers windows with their targets.
  ///
  /// - Parameter indices: Window numbers from 0 to `count`, in any order.
  /// - Precondition: The windows have targets.
  public func batch(_ indices: ArraySlice<Int>) -> WindowBatch {
    let targets = Tensor(unsafeUninitialized: [indices.count, targetSize]) {
      gatherTargets(indices, into: $0)
    }
    return WindowBatch(inputs: batchInputs(indices), targets: targets, lengths: lengths(indices))
  }

  /// Gathers windows with their targets.
  public func batch(_ indices: [Int]) -> WindowBatch { batch(indices[...]) }

  /// Gathers consecutive windows with their targets.
  public func batch(_ range: Range<Int>) -> WindowBatch { batch(Array(range)[...]) }

  /// Gathers the inputs of windows alone, `[B, T, F]`.
  public func batchInputs(_ indices: ArraySlice<Int>) -> Tensor {
    Tensor(unsafeUninitialized: [indices.count, options.lookback, inputs.count]) {
      gatherInputs(indices, into: $0)
    }
  }

  /// Returns the true lengths of windows; nil when all are full.
  ///
  /// Windows padded in front count as full: the network sees the zeros.
  public func lengths(_ indices: ArraySlice<Int>) -> [Int]? {
    guard warmUp != .zeroPadded, let lengths else { return nil }
    return indices.map { Int(lengths[$0]) }
  }
}
