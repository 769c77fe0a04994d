import SluiceData

extension Readings {
  /// The standard deviation of the population.
  var deviation: Double { variance.squareRoot() }

  /// The middle reading, and the distance of the quartiles; NaN without readings.
  var medianAndSpread: (median: Double, spread: Double) {
    if values.isEmpty { return (.nan, .nan) }
    let sorted = values.sorted()
    let quartiles = [0.25, 0.5, 0.75].map { Readings.quantile($0, ofSorted: sorted) }
    return (quartiles[1], quartiles[2] - quartiles[0])
  }
}
