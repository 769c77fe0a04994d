import SluiceTensor

/// How much a column tells about the class of its rows.
public enum ClassDependence {
  /// Estimates the mutual information of a column and the classes of its rows in nats (units of `ln`): 0 when
  /// the column tells nothing about them, the entropy of the classes when it tells them wholly.
  ///
  /// Each row is compared with the nearest rows of its class; rows that are alone in their class are left
  /// out. To part equal readings, noise of 1e-10 deviations is added, as scikit-learn does. Of more than
  /// ``MutualInformation/mostRows`` rows a random choice is taken.
  ///
  /// - Parameters:
  ///   - readings: At least 2, not all the same.
  ///   - classes: The number of each row's class.
  ///   - neighbours: The number of nearest rows, at least 1: more of them vary less, and blur more.
  ///   - seed: The seed of the noise and of the choice of rows.
  /// - Throws: ``StatisticsError``.
  /// - Source: Ross 2014, <https://doi.org/10.1371/journal.pone.0087357>; scikit-learn
  ///   `mutual_info_classif`.
  public static func nats(
    between readings: Readings, andClasses classes: [Int], neighbours: Int = 3, seed: UInt64 = 0
  ) throws -> Double {
    try MutualInformation.requireNeighbours(neighbours)
    try requireClasses(classes, of: readings, for: "mutual information")
    let rows = MutualInformation.chosenRows(of: readings.count, seed: seed)
    var noise = RandomStreams(seed: seed).stream("mutualInformation/noise")
    let values = MutualInformation.prepared(rows.map { readings.values[$0] }, &noise)
    let groups = Dictionary(grouping: values.indices) { classes[rows[$0]] }
      .values.map { $0.map { values[$0] }.sorted() }.filter { $0.count > 1 }
    let all = groups.joined().sorted()
    if all.isEmpty { return 0 }
    let harmonic = MutualInformation.harmonicSums(all.count)
    // Group by group in the order of their readings, so that the sum does not depend on the hash.
    var total = 0.0
    for group in groups.sorted(by: { $0[0] < $1[0] }) {
      let near = min(neighbours, group.count - 1)
      for place in group.indices {
        let radius = distance(of: place, in: group, neighbours: near)
        let among = MutualInformation.within(radius, of: group[place], in: all)
        total += harmonic[near] - harmonic[group.count] - harmonic[among]
      }
    }
    return max(0, harmonic[all.count] + total / Double(all.count))
  }

  /// The correlation ratio, from 0 to 1: the square root of the share of the variance that the means of the
  /// classes make up.
  ///
  /// It is the size of Pearson's correlation where there are two classes.
  ///
  /// - Parameters:
  ///   - readings: At least 2, not all the same.
  ///   - classes: The number of each row's class.
  /// - Throws: ``StatisticsError``.
  /// - Source: the analysis of variance, scikit-learn `f_classif`: F = (r^2 / (K - 1)) / ((1 - r^2) /
  ///   (N - K)).
  public static func correlationRatio(
    of readings: Readings, classes: [Int]
  ) throws -> Double {
    try requireClasses(classes, of: readings, for: "correlation ratio")
    let deviations = readings.unitDeviations
    var sums: [Int: (sum: Double, count: Double)] = [:]
    var whole = 0.0
    for (deviation, label) in zip(deviations, classes) {
      let (sum, count) = sums[label] ?? (0, 0)
      sums[label] = (sum + deviation, count + 1)
      whole += deviation * deviation
    }
    let between = sums.keys.sorted().reduce(0.0) { total, label in
      let (sum, count) = sums[label] ?? (0, 1)
      return total + sum * sum / count
    }
    return min(1, between / whole).squareRoot()
  }

  /// Throws unless each of enough readings, not all the same, has a class.
  private static func requireClasses(
    _ classes: [Int], of readings: Readings, for purpose: String
  ) throws {
    if readings.count != classes.count {
      throw StatisticsError.unequalCounts(
        purpose: purpose, first: readings.count, second: classes.count)
    }
    try readings.require(2, for: purpose)
  }

  /// The distance of a sorted value to the nearest of the others but so many.
  private static func distance(of place: Int, in sorted: [Double], neighbours: Int) -> Double {
    var (left, right) = (place - 1, place + 1)
    var distance = 0.0
    for _ in 0..<neighbours {
      let toLeft = left >= 0 ? sorted[place] - sorted[left] : .infinity
      let toRight = right < sorted.count ? sorted[right] - sorted[place] : .infinity
      distance = min(toLeft, toRight)
      if toLeft <= toRight { left -= 1 } else { right += 1 }
    }
    return distance
  }
}
