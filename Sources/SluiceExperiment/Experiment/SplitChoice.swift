import SluiceData
import SluiceModels
import SluiceTensor

/// How the rows are cut, in time or by subject, into those that train and those that test.
public struct SplitChoice: Codable, Hashable, Sendable {
  /// The share of the rows, from the first on, that train; the rest tests.
  ///
  /// Without meaning when ``testFrom`` or ``subjects`` is set.
  public var train: Double

  /// The first moment of the test part; nil cuts by share.
  ///
  /// Where a subject's or a sequence's rows go on across it, the test part begins where they begin.
  public var testFrom: Moment?

  /// The number of test rows from there on; nil takes all.
  public var testRows: Int?

  /// The share of the training windows, the last ones, that validate; 0 for none.
  ///
  /// With ``subjects`` it is the share of the other subjects, the last ones and at least one, unless
  /// those who validate are named.
  public var validation: Double

  /// Who tests, and who validates; nil cuts in time.
  public var subjects: SubjectSplit?

  /// Creates a choice.
  public init(
    train: Double = 0.8, testFrom: Moment? = nil, testRows: Int? = nil, validation: Double = 0.1,
    subjects: SubjectSplit? = nil
  ) {
    self.subjects = subjects
    self.train = train
    self.testFrom = testFrom
    self.testRows = testRows
    self.validation = validation
  }

  private enum CodingKeys: String, CodingKey {
    case train, testFrom, testRows, validation, subjects
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
    subjects = try container.decodeIfPresent(SubjectSplit.self, forKey: .subjects)
    if subjects != nil, share != nil || testFrom != nil {
      throw DecodingError.dataCorruptedError(
        forKey: .subjects, in: container,
        debugDescription: "must not stand beside split.train or split.testFrom: cut by subject or "
          + "in time")
    }
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
    if let subjects {
      try container.encode(subjects, forKey: .subjects)
    } else if let testFrom {
      try container.encode(testFrom, forKey: .testFrom)
      try container.encodeIfPresent(testRows, forKey: .testRows)
    } else {
      try container.encode(train, forKey: .train)
    }
    try container.encode(validation, forKey: .validation)
  }

  /// Returns a prepared series cut into parts.
  ///
  /// - Parameters:
  ///   - series: The series that the recipe prepared.
  ///   - recipe: Its groups of rows stay together.
  /// - Throws: `SplitError`, `SeriesError`, `SubjectError`.
  public func split(_ series: Series, _ recipe: Recipe) throws -> Split {
    if let subjects, let column = recipe.subject {
      return try withValidation(subjects, of: series, by: column)
        .split(series, by: column, sequence: recipe.sequence)
    }
    let split =
      if let testFrom {
        try Split(series, testFrom: testFrom.microseconds, testRows: testRows)
      } else {
        try Split(series, trainFraction: train)
      }
    let whole = try split.keepingTogether(recipe.groups)
    if let column = recipe.subject { try whole.checkSubjects(column) }
    return whole
  }

  /// Returns the cuts of a leave-one-subject-out test, with as large a share of the others to validate.
  ///
  /// - Throws: `SubjectError`, `SeriesError`.
  func leavingOneOut(of series: Series, by column: String) throws -> [SubjectSplit] {
    let others = try series.column(column).occurring.count - 1
    let count = validation > 0 ? max(1, Int((Double(others) * validation).rounded())) : 0
    return try SubjectSplit.leavingOneOut(of: series, by: column, validating: count)
  }

  /// Names those who validate where nobody is named: the last of those who do not test.
  func withValidation(
    _ subjects: SubjectSplit, of series: Series, by column: String
  ) throws -> SubjectSplit {
    guard validation > 0, subjects.validation.isEmpty else { return subjects }
    let others = try series.column(column).occurring.filter { !subjects.test.contains($0) }
    let count = max(1, Int((Double(others.count) * validation).rounded()))
    var named = subjects
    if others.count > count { named.validation = Array(others.suffix(count)) }
    return named
  }
}
