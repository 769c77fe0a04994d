import SluiceTensor

/// Repeated splits whose origin moves forward in time: each fold trains on the past and tests on
/// the rows that follow.
///
/// The test blocks are equally long, do not overlap and end with the series.
public struct RollingOrigin: Codable, Hashable, Sendable {
  /// The number of splits, at least 1.
  public var folds: Int
  /// The rows of each test block; nil divides the series into one block more than there are folds.
  public var testRows: Int?
  /// The rows left out between training and test, so that no training target lies beside a test.
  public var purge: Int
  /// The most rows to train on, which makes the window slide; nil lets it grow from the first row.
  public var trainRows: Int?

  /// Creates a plan of folds.
  public init(folds: Int, testRows: Int? = nil, purge: Int = 0, trainRows: Int? = nil) {
    self.folds = folds
    self.testRows = testRows
    self.purge = purge
    self.trainRows = trainRows
  }

  /// Decodes a plan; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    folds = try container.count(.folds)
    testRows = try container.optionalCount(.testRows)
    purge = try container.count(.purge, default: 0, least: 0)
    trainRows = try container.optionalCount(.trainRows)
  }

  /// Returns the splits, earliest first.
  ///
  /// - Throws: ``SplitError/folds(needed:found:)`` when the first fold has no training rows.
  public func splits(of series: Series) throws -> [Split] {
    // One by one first: the product of numbers above the count of rows might not fit into an Int.
    let largest = max(folds, testRows ?? 1, purge)
    guard folds >= 1, largest <= series.count else {
      throw SplitError.folds(needed: largest, found: series.count)
    }
    let testRows = testRows ?? series.count / (folds + 1)
    let needed = folds * testRows + purge + 1
    guard testRows >= 1, purge >= 0, needed <= series.count else {
      throw SplitError.folds(needed: max(needed, folds + 1 + purge), found: series.count)
    }
    return try (0..<folds).map { fold in
      let testStart = series.count - (folds - fold) * testRows
      let trainEnd = testStart - purge
      let trainStart = max(0, trainEnd - (trainRows ?? trainEnd))
      return try Split(
        series, train: trainStart..<trainEnd, test: testStart..<testStart + testRows)
    }
  }
}
