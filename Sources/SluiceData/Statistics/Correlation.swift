/// How two columns go together, row by row.
public enum Correlation {
  /// The correlation of Pearson, from -1 to 1: how well a straight line tells one from the other.
  ///
  /// - Parameters:
  ///   - first: At least 2, not all the same.
  ///   - second: The same rows of the other column.
  /// - Throws: ``StatisticsError``.
  /// - Source: scipy `pearsonr`.
  public static func pearson(_ first: Readings, _ second: Readings) throws -> Double {
    try requirePairs(first, second, at: 2, for: "correlation")
    let (a, b) = (first.unitDeviations, second.unitDeviations)
    var (products, squaresOfA, squaresOfB) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      products += x * y
      squaresOfA += x * x
      squaresOfB += y * y
    }
    return max(-1, min(1, products / (squaresOfA.squareRoot() * squaresOfB.squareRoot())))
  }

  /// The correlation of Spearman, from -1 to 1: that of the ranks, so how well any rising or falling
  /// curve tells one from the other.
  ///
  /// Equal readings have their mean rank.
  ///
  /// - Parameters:
  ///   - first: At least 2, not all the same.
  ///   - second: The same rows of the other column.
  /// - Throws: ``StatisticsError``.
  /// - Source: scipy `spearmanr`.
  public static func spearman(_ first: Readings, _ second: Readings) throws -> Double {
    try requirePairs(first, second, at: 2, for: "correlation")
    return try pearson(Readings(checked: ranks(first)), Readings(checked: ranks(second)))
  }

  /// Throws unless there are enough rows of both columns, as many of one as of the other, and both
  /// differ.
  static func requirePairs(
    _ first: Readings, _ second: Readings, at least: Int, for purpose: String
  ) throws {
    if first.count != second.count {
      throw StatisticsError.unequalCounts(
        purpose: purpose, first: first.count, second: second.count)
    }
    try first.require(least, for: purpose)
    try second.require(least, for: purpose)
  }

  private static func ranks(_ readings: Readings) -> [Double] {
    let values = readings.values
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
      for place in first...last { ranks[order[place]] = Double(first + last) / 2 + 1 }
      first = last + 1
    }
    return ranks
  }
}
