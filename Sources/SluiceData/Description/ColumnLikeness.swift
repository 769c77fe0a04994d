/// Two columns that tell nearly the same.
public struct ColumnLikeness: Codable, Hashable, Sendable {
  /// The name of the first column.
  public let first: String
  /// The name of the second one.
  public let second: String
  /// Their correlation over the rows that both have, from -1 to 1.
  public let correlation: Double
  /// Whether they hold the same readings in all rows.
  public let isCopy: Bool

  /// The magnitude of a correlation from which on two columns are alike.
  public static let least = 0.995

  /// All pairs of columns that are alike, in the order of columns.
  ///
  /// Pairs are searched among at most 10,000 rows, evenly spread; those found are then compared in all.
  static func found(among columns: [Column]) throws -> [ColumnLikeness] {
    let samples = columns.map { column in
      let step = max(1, column.count / 10_000)
      return stride(from: 0, to: column.count, by: step).map { Double(column[$0]) }
    }
    var found: [ColumnLikeness] = []
    for first in columns.indices {
      for second in columns.indices[(first + 1)...] {
        guard let near = try correlation(samples[first], samples[second]),
          near.magnitude >= least,
          let whole = try correlation(
            columns[first].map { Double($0) }, columns[second].map { Double($0) }),
          whole.magnitude >= least
        else { continue }
        found.append(
          ColumnLikeness(
            first: columns[first].name, second: columns[second].name, correlation: whole,
            isCopy: columns[first].renamed("") == columns[second].renamed("")))
      }
    }
    return found
  }

  /// The correlation over the rows that both have; nil with fewer than 20, or where one is constant.
  private static func correlation(_ first: [Double], _ second: [Double]) throws -> Double? {
    let rows = first.indices.filter { first[$0].isFinite && second[$0].isFinite }
    let a = Readings(checked: rows.map { first[$0] })
    let b = Readings(checked: rows.map { second[$0] })
    guard rows.count >= 20, !a.isConstant, !b.isConstant else { return nil }
    return try Correlation.pearson(a, b)
  }
}
