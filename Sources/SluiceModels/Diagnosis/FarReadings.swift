import SluiceData

/// Where the readings of a column lie, told by its quartiles, and those that lie far from all others.
struct FarReadings {
  /// The middle reading.
  let median: Double
  /// The distance of the quartiles; where these are one reading, what it would be of readings that are
  /// spread normally between the outer twentieths.
  let spread: Double
  /// How many readings there are.
  let count: Int
  /// Those more than ten spreads from the middle.
  let far: [Double]
  /// The share of them in the squared distances from the middle.
  let share: Double

  /// Fewer readings than this have none that are far.
  static let fewest = 200

  /// Looks at readings; nil for too few of them, and for those that hardly differ.
  init?(_ readings: [Double]) {
    guard readings.count >= Self.fewest else { return nil }
    let sorted = readings.sorted()
    func quantile(_ share: Double) -> Double { Readings.quantile(share, ofSorted: sorted) }
    let (median, quartiles) = (quantile(0.5), quantile(0.75) - quantile(0.25))
    let spread = quartiles > 0 ? quartiles : (quantile(0.95) - quantile(0.05)) / 2.44
    guard spread > 0 else { return nil }
    far = readings.filter { abs($0 - median) > 10 * spread }
    func squares(_ values: [Double]) -> Double {
      values.reduce(0) { $0 + ($1 - median) * ($1 - median) }
    }
    share = squares(far) / max(squares(readings), .leastNormalMagnitude)
    self.median = median
    self.spread = spread
    count = readings.count
  }

  /// Returns readings brought to at most three spreads from the middle, so that a few far ones do not hide
  /// what all the others show.
  func clipped(_ readings: [Double]) -> [Double] {
    readings.map { min(max($0, median - 3 * spread), median + 3 * spread) }
  }

  /// A far value that many readings have exactly, as only a mark does; nil where there is none.
  func placeholder(in readings: [Double]) -> (value: Double, count: Int)? {
    var counts: [Double: Int] = [:]
    for value in far { counts[value, default: 0] += 1 }
    guard let (value, count) = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
      count >= 5, 2 * count >= far.count
    else { return nil }
    // Nothing else comes near it: otherwise it may be the end of a scale.
    let others = readings.filter { $0 != value }.map { abs($0 - median) }.sorted()
    guard let last = others.last,
      abs(value - median) > 3 * Readings.quantile(0.995, ofSorted: others), last > 0
    else { return nil }
    return (value, count)
  }
}
