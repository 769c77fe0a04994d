/// Count, extremes, mean and deviation of the readings that are not missing.
struct Moments: Hashable, Sendable {
  var count = 0
  var zeros = 0
  var smallest = Float.infinity
  var largest = -Float.infinity
  var mean = 0.0
  /// The standard deviation of the population (divided by n).
  var deviation = 0.0

  /// Two passes: the second sums squares around the mean, so that large means cost no digits.
  init(of values: UnsafeBufferPointer<Float>) {
    var sum = 0.0
    for value in values where value == value {
      count += 1
      if value == 0 { zeros += 1 }
      if value < smallest { smallest = value }
      if value > largest { largest = value }
      sum += Double(value)
    }
    guard count > 0 else { return }
    mean = sum / Double(count)
    var squares = 0.0
    for value in values where value == value {
      let difference = Double(value) - mean
      squares += difference * difference
    }
    deviation = (squares / Double(count)).squareRoot()
  }
}
