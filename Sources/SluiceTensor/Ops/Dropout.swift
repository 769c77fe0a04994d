extension Tensor {
  /// The tensor with elements set to zero at random, the others scaled so that the mean stays.
  ///
  /// Whether an element stays depends on the key and its index only.
  ///
  /// - Parameters:
  ///   - rate: The share of elements that are dropped, in [0, 1).
  ///   - key: One draw of the stream that is meant for dropout.
  ///   - perSequence: Whether all steps of a sequence `[B, T, F]` share one mask.
  /// - Source: Srivastava et al. 2014, <https://jmlr.org/papers/v15/srivastava14a.html>; one mask a
  ///   sequence: Gal & Ghahramani 2016, <https://arxiv.org/abs/1512.05287>.
  public func dropout(rate: Float, key: UInt64, perSequence: Bool = false) -> Tensor {
    precondition(rate >= 0 && rate < 1, "dropout: the rate \(rate) lies outside [0, 1)")
    precondition(
      !perSequence || rank == 3, "dropout: one mask a sequence needs [B, T, F], not \(shape)")
    let mask = Tensor(uninitialized: perSequence ? [shape[0], 1, shape[2]] : shape)
    DropoutMask(rate: rate, key: key).fill(mask.storage.pointer, count: mask.count)
    return self * mask
  }
}
