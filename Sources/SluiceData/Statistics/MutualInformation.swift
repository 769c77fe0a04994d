import SluiceTensor

/// How much one column tells about another in any way at all, straight or not.
public enum MutualInformation {
  /// The largest number of rows that are looked at.
  public static let mostRows = 10_000

  /// Estimates the mutual information of two columns in nats (units of `ln`): 0 when neither tells
  /// anything about the other, without bound when one is a function of the other.
  ///
  /// Each row is compared with its nearest rows in both columns at once. To part equal readings,
  /// noise of 1e-10 deviations is added, as scikit-learn does; a column of few different values gets
  /// another estimate from another seed. Of more than ``mostRows`` rows a random choice is taken.
  ///
  /// - Parameters:
  ///   - first: More than `neighbours`, not all the same.
  ///   - second: The same rows of the other column.
  ///   - neighbours: The number of nearest rows, at least 1: more of them vary less, and blur more.
  ///   - seed: The seed of the noise and of the choice of rows.
  /// - Throws: ``StatisticsError``.
  /// - Source: Kraskov, Stögbauer & Grassberger 2004, <https://doi.org/10.1103/PhysRevE.69.066138>,
  ///   the first estimator; scikit-learn `mutual_info_regression`.
  public static func nats(
    between first: Readings, and second: Readings, neighbours: Int = 3, seed: UInt64 = 0
  ) throws -> Double {
    try requireNeighbours(neighbours)
    try Correlation.requirePairs(
      first, second, at: neighbours + 1, for: "mutual information")
    let rows = chosenRows(of: first.count, seed: seed)
    var noise = RandomStreams(seed: seed).stream("mutualInformation/noise")
    let x = prepared(rows.map { first.values[$0] }, &noise)
    let y = prepared(rows.map { second.values[$0] }, &noise)
    return max(0, estimate(x, y, neighbours: neighbours))
  }

  /// Throws unless a number of neighbours is one that can be asked for.
  static func requireNeighbours(_ neighbours: Int) throws {
    guard neighbours >= 1, neighbours < mostRows else {
      throw StatisticsError.outOfRange(
        setting: "The number of neighbours of a mutual information", value: "\(neighbours)",
        allowed: "1 to \(mostRows - 1)")
    }
  }

  /// The digamma function of the whole numbers from 0 to some number: harmonic sums less Euler's constant,
  /// which cancels.
  static func harmonicSums(_ count: Int) -> [Double] {
    var harmonic = [0.0, 0.0]
    for number in 1...count { harmonic.append(harmonic[number] + 1 / Double(number)) }
    return harmonic
  }

  /// All rows, or as many as are looked at, in their order.
  static func chosenRows(of count: Int, seed: UInt64) -> [Int] {
    guard count > mostRows else { return Array(0..<count) }
    var random = RandomStreams(seed: seed).stream("mutualInformation/rows")
    var chosen: [Int] = []
    for row in 0..<count where random.below(count - row) < mostRows - chosen.count {
      chosen.append(row)
    }
    return chosen
  }

  /// Values in units of their deviation, with a little noise; a choice of rows may be constant.
  static func prepared(_ values: [Double], _ noise: inout RandomStream) -> [Double] {
    let deviation = Readings(checked: values).variance.squareRoot()
    let scaled = deviation > 0 ? values.map { $0 / deviation } : values
    let size = scaled.reduce(0) { $0 + abs($1) } / Double(scaled.count)
    return scaled.map { $0 + 1e-10 * max(1, size) * noise.normalDouble() }
  }

  private static func estimate(_ first: [Double], _ second: [Double], neighbours: Int) -> Double {
    let order = first.indices.sorted { first[$0] < first[$1] }
    let x = order.map { first[$0] }
    let y = order.map { second[$0] }
    let sortedY = y.sorted()
    let harmonic = harmonicSums(x.count)
    var total = 0.0
    for row in x.indices {
      let radius = distance(of: row, x, y, neighbours: neighbours)
      // Rows nearer than the radius, itself among them.
      total += harmonic[within(radius, of: x[row], in: x)]
      total += harmonic[within(radius, of: y[row], in: sortedY)]
    }
    return harmonic[x.count] + harmonic[neighbours] - total / Double(x.count)
  }

  /// The distance to the nearest row but so many, the larger of both columns' distances.
  ///
  /// Rows are sorted by x: once one is too far in it, all behind it are.
  private static func distance(
    of row: Int, _ x: [Double], _ y: [Double], neighbours: Int
  ) -> Double {
    var nearest = [Double](repeating: .infinity, count: neighbours)
    var left = row - 1
    var right = row + 1
    while true {
      let toLeft = left >= 0 ? x[row] - x[left] : .infinity
      let toRight = right < x.count ? x[right] - x[row] : .infinity
      guard min(toLeft, toRight) < nearest[neighbours - 1] else { break }
      let other = toLeft <= toRight ? left : right
      let far = max(min(toLeft, toRight), abs(y[other] - y[row]))
      if other == left { left -= 1 } else { right += 1 }
      guard far < nearest[neighbours - 1] else { continue }
      var place = neighbours - 1
      while place > 0, nearest[place - 1] > far {
        nearest[place] = nearest[place - 1]
        place -= 1
      }
      nearest[place] = far
    }
    return nearest[neighbours - 1]
  }

  /// The number of sorted values nearer than a radius; at least 1, the value itself.
  static func within(_ radius: Double, of value: Double, in sorted: [Double]) -> Int {
    // Differences, as the radius is one: a bound on the values would round.
    let first = firstIndex(in: sorted) { value - $0 < radius }
    let behind = firstIndex(in: sorted) { $0 - value >= radius }
    return max(1, behind - first)
  }

  private static func firstIndex(in sorted: [Double], where isReached: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if isReached(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
