/// What a rule for outliers did to a series.
public struct OutlierReport: Codable, Hashable, Sendable {
  /// Where a reading stands.
  public struct Place: Codable, Hashable, Sendable {
    /// The row, counted from 0.
    public let row: Int
    /// Its time in microseconds since 1970 UTC; nil without a clock.
    public let time: Int64?
  }

  /// What was touched of a column.
  public struct Touched: Codable, Hashable, Sendable {
    /// The number of readings.
    public let count: Int
    /// The first of them, at most ``OutlierReport/placesKept``.
    public let first: [Place]
  }

  /// How many places are kept of each column.
  public static let placesKept = 5

  /// The rule.
  public let rule: Outliers
  /// The number of rows looked at.
  public let rows: Int
  /// What was touched, by column; columns without an outlier are left out.
  public private(set) var columns: [String: Touched] = [:]

  init(_ rule: Outliers, rows: Int) {
    self.rule = rule
    self.rows = rows
  }

  /// The number of readings touched in all columns.
  public var count: Int { columns.values.reduce(0) { $0 + $1.count } }

  /// Notes the readings of a column that are not what they were.
  mutating func note(_ name: String, before: Column, after: Column, timestamps: Timestamps?) {
    var count = 0
    var first: [Place] = []
    before.withUnsafeBufferPointer { before in
      after.withUnsafeBufferPointer { after in
        for row in 0..<before.count where before[row] != after[row] && !before[row].isNaN {
          count += 1
          if first.count < Self.placesKept {
            first.append(Place(row: row, time: timestamps?[row]))
          }
        }
      }
    }
    if count > 0 { columns[name] = Touched(count: count, first: first) }
  }
}
