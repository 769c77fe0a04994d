extension [Double] {
  /// The quantile of ascending numbers, linear between two of them, as numpy's `linear`.
  ///
  /// - Parameter share: From 0 to 1; there has to be at least one number.
  package func quantile(_ share: Double) -> Double {
    let place = share * Double(count - 1)
    let below = Int(place)
    let above = Swift.min(below + 1, count - 1)
    // Equal neighbours first: a difference of infinities would be no number.
    if self[below] == self[above] { return self[below] }
    return self[below] + (self[above] - self[below]) * (place - Double(below))
  }
}
