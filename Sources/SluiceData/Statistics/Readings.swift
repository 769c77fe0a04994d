/// Numbers in the order of their rows, none of them missing: what statistics are computed of.
///
/// They are checked once, when they are made, so that no statistic has to look for missing values.
/// Statistics of time (autocorrelation, seasons, tests) take the rows as equally spaced.
public struct Readings: Hashable, Sendable {
  /// The readings, in the unit of their column.
  public let values: [Double]

  /// The largest magnitude of a reading; sums of squares of larger ones would not be numbers.
  public static let largest = 1e150

  /// Takes numbers.
  ///
  /// - Throws: ``StatisticsError/notUsable(row:value:)`` for the first number that is missing,
  ///   infinite or above ``largest``.
  public init(_ values: [Double]) throws {
    // A comparison with NaN is false.
    if let row = values.firstIndex(where: { !($0.magnitude < Readings.largest) }) {
      throw StatisticsError.notUsable(row: row, value: values[row])
    }
    self.values = values
  }

  /// Takes numbers of single precision.
  ///
  /// - Throws: ``StatisticsError/notUsable(row:value:)``.
  public init(_ values: [Float]) throws {
    try self.init(values.map { Double($0) })
  }

  /// Takes a column, or a slice of its rows.
  ///
  /// - Throws: ``StatisticsError/notUsable(row:value:)`` when a reading is missing or infinite;
  ///   ``SeriesError/notReadings(column:)`` for a column of categories.
  public init(_ column: Column) throws {
    if column.categories != nil { throw SeriesError.notReadings(column: column.name) }
    try self.init(column.withUnsafeBufferPointer { $0.map { Double($0) } })
  }

  /// Takes numbers that come of usable ones.
  package init(checked values: [Double]) {
    self.values = values
  }

  /// The number of readings.
  public var count: Int { values.count }

  /// The mean; 0 without readings.
  public var mean: Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The variance of the population (divided by n); 0 without readings.
  public var variance: Double {
    let mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return values.isEmpty ? 0 : squares / Double(values.count)
  }

  /// Whether all readings are the same; true without readings.
  public var isConstant: Bool {
    guard let first = values.first else { return true }
    return values.allSatisfy { $0 == first }
  }

  /// Throws unless there are enough readings and they differ.
  func require(_ needed: Int, for purpose: String) throws {
    if count < needed {
      throw StatisticsError.tooFew(purpose: purpose, needed: needed, found: count)
    }
    if isConstant, let first = values.first {
      throw StatisticsError.constant(purpose: purpose, value: first)
    }
  }

  /// The readings less their mean, in units of the largest deviation; they may not be constant.
  ///
  /// Ratios of sums of their products are those of the readings, and their squares never vanish.
  var unitDeviations: [Double] {
    let mean = mean
    let largest = values.reduce(0) { max($0, abs($1 - mean)) }
    return values.map { ($0 - mean) / largest }
  }

  /// A quantile of sorted numbers, interpolated linearly between two, as numpy does.
  ///
  /// - Parameters:
  ///   - probability: From 0 to 1.
  ///   - sorted: At least one number.
  package static func quantile(_ probability: Double, ofSorted sorted: [Double]) -> Double {
    let position = probability * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
  }

  /// The median of at least one number.
  static func median(_ values: [Double]) -> Double {
    quantile(0.5, ofSorted: values.sorted())
  }
}
