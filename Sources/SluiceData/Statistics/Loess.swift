/// Local regression: each value is that of a straight line fitted to its neighbours, the nearer the
/// heavier (tricube weights).
///
/// - Source: Cleveland 1979, <https://doi.org/10.1080/01621459.1979.10481038>; the choices at the
///   ends are those of Cleveland et al. 1990.
struct Loess {
  /// The number of neighbours, itself among them; odd, at least 3.
  ///
  /// More than there are values widen the weights.
  let window: Int
  /// The lines are fitted at every so many values, at least 1; between them values are interpolated.
  let jump: Int

  /// Returns values smoothed, as many as there are; at least 2.
  ///
  /// - Parameter weights: A further weight for each value, at least 0; nil weighs all alike.
  func smoothed(_ values: [Double], weights: [Double]?) -> [Double] {
    let count = values.count
    let step = min(jump, count - 1)
    var result = [Double](repeating: 0, count: count)
    var neighbours = 0..<min(window, count)
    let fit = LocalFit(values: values, weights: weights, window: window)
    for place in stride(from: 0, to: count, by: step) {
      neighbours = self.neighbours(of: place, count: count, step: step)
      result[place] = fit.value(at: place, from: neighbours) ?? values[place]
    }
    guard step > 1 else { return result }
    for place in stride(from: 0, to: count - step, by: step) {
      interpolate(&result, place, place + step)
    }
    let fitted = (count - 1) / step * step
    if fitted != count - 1 {
      // The last value is fitted to the neighbours of the last place before it.
      result[count - 1] = fit.value(at: count - 1, from: neighbours) ?? values[count - 1]
      interpolate(&result, fitted, count - 1)
    }
    return result
  }

  /// The value one place before the first (-1) or behind the last (the count).
  func extended(to place: Int, _ values: [Double], weights: [Double]?) -> Double? {
    let near = min(window, values.count)
    let neighbours = place < 0 ? 0..<near : values.count - near..<values.count
    return LocalFit(values: values, weights: weights, window: window)
      .value(at: place, from: neighbours)
  }

  private func neighbours(of place: Int, count: Int, step: Int) -> Range<Int> {
    if window >= count { return 0..<count }
    // Fits at every value and at some differ by one place where the window begins to move.
    let first = step == 1 ? place + 1 - (window + 2) / 2 : place + 1 - (window + 1) / 2
    let start = min(max(0, first), count - window)
    return start..<start + window
  }

  private func interpolate(_ values: inout [Double], _ first: Int, _ last: Int) {
    let slope = (values[last] - values[first]) / Double(last - first)
    for place in first..<last {
      values[place] = values[first] + slope * Double(place - first)
    }
  }
}

/// One fit of a line to the neighbours of a place.
private struct LocalFit {
  let values: [Double]
  let weights: [Double]?
  let window: Int

  /// The value of the line at a place; nil when no neighbour has any weight.
  func value(at place: Int, from neighbours: Range<Int>) -> Double? {
    let last = neighbours.upperBound - 1
    var reach = Double(max(place - neighbours.lowerBound, last - place))
    if window > values.count { reach += Double((window - values.count) / 2) }
    // Sums around the place itself: weights, distances, their squares; and the same with values.
    var (weight, distance, square) = (0.0, 0.0, 0.0)
    var (sum, product) = (0.0, 0.0)
    for index in neighbours {
      let offset = Double(index - place)
      let far = abs(offset)
      guard far <= 0.999 * reach else { continue }
      var share = 1.0
      if far > 0.001 * reach {
        let ratio = far / reach
        let rest = 1 - ratio * ratio * ratio
        share = rest * rest * rest
      }
      if let weights { share *= weights[index] }
      weight += share
      distance += share * offset
      square += share * offset * offset
      sum += share * values[index]
      product += share * offset * values[index]
    }
    guard weight > 0 else { return nil }
    let level = sum / weight
    let centre = distance / weight
    let spread = square / weight - centre * centre
    // A line through neighbours at one place would be any line.
    guard reach > 0, spread > 0, spread.squareRoot() > 0.001 * Double(values.count - 1) else {
      return level
    }
    return level - centre * (product / weight - centre * level) / spread
  }
}
