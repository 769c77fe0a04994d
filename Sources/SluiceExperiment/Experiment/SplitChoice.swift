import SluiceData
import SluiceTensor

/// How the rows are cut, in time, into those that train and those that test.
public struct SplitChoice: Codable, Hashable, Sendable {
  /// The share of the rows, from the first on, that train; the rest tests.
  ///
  /// Without meaning when ``testFrom`` is set.
  public var train: Double

  /// The first moment of the test part; nil cuts by share.
  public var testFrom: Moment?

  /// The number of test rows from there on; nil takes all.
  public var testRows: Int?

  /// The share of the training windows, the last ones, that validate; 0 for none.
  public var validation: Double

  /// Creates a choice.
  public init(
    train: Double = 0.8, testFrom: Moment? = nil, testRows: Int? = nil, validation: Double = 0.1
  ) {
    self.train = train
    self.testFrom = testFrom
    self.testRows = testRows
    self.validation = validation
  }

  private enum CodingKeys: String, CodingKey {
    case train, testFrom, testRows, validation
  }

  /// Decodes a choice; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    let share = try container.decodeIfPresent(Double.self, forKey: .train)
    testFrom = try container.decodeIfPresent(Moment.self, forKey: .testFrom)
    testRows = try container.optionalCount(.testRows)
    train = share ?? train
    validation = try container.setting(.validation, default: validation)
    if share != nil, testFrom != nil {
      throw DecodingError.dataCorruptedError(
        forKey: .train, in: container,
        debugDescription: "must not stand beside split.testFrom: cut by share or by time")
    }
    if testRows != nil, testFrom == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .testRows, in: container, debugDescription: "needs split.testFrom beside it")
    }
    if !(train > 0 && train < 1) {
      throw DecodingError.dataCorruptedError(
        forKey: .train, in: container,
        debugDescription: "must lie between 0 and 1, found \(train)")
    }
    if !(validation >= 0 && validation < 1) {
      throw DecodingError.dataCorruptedError(
        forKey: .validation, in: container,
        debugDescription: "must be at least 0 and less than 1, found \(validation)")
    }
  }

  /// Encodes the way that is used, not the other one.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if let testFrom {
      try container.encode(testFrom, forKey: .testFrom)
      try container.encodeIfPresent(testRows, forKey: .testRows)
    } else {
      try container.encode(train, forKey: .train)
    }
    try container.encode(validation, forKey: .validation)
  }

  /// Returns a prepared series cut in two.
  ///
  /// - Throws: `SplitError`, `SeriesError`.
  public func split(_ series: Series) throws -> Split {
    guard let testFrom else { return try Split(series, trainFraction: train) }
    return try Split(series, testFrom: testFrom.microseconds, testRows: testRows)
  }
}
