import SluiceTensor

/// A cut by subject: whose readings test and validate, and all others train.
///
/// No subject stands on two sides, so that a test asks what a model does with somebody new.
public struct SubjectSplit: Codable, Hashable, Sendable {
  /// The subjects to test on.
  public var test: [String]

  /// The subjects to validate on while training; none holds out windows of the training subjects.
  public var validation: [String]

  /// Creates a cut.
  public init(test: [String], validation: [String] = []) {
    self.test = test
    self.validation = validation
  }

  /// Decodes a cut; without `validation` none is named.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    test = try container.decode([String].self, forKey: .test)
    validation = try container.setting(.validation, default: [])
    if test.isEmpty {
      throw DecodingError.dataCorruptedError(
        forKey: .test, in: container, debugDescription: "must name at least one subject")
    }
    let both = Set(test).intersection(validation)
    if let subject = both.min() {
      throw DecodingError.dataCorruptedError(
        forKey: .validation, in: container,
        debugDescription: "names the subject '\(subject)', who is to test: each stands on one side")
    }
  }

  /// Returns a series cut by subject: its rows are put in the order training, validation, test, and keep
  /// their order within each.
  ///
  /// - Parameters:
  ///   - series: The readings of all subjects.
  ///   - column: The column that says whose they are.
  /// - Throws: ``SubjectError``, ``SeriesError``, ``SplitError``.
  public func split(_ series: Series, by column: String) throws -> Split {
    let subjects = try series.column(column)
    guard let categories = subjects.categories else {
      throw SubjectError.notCategories(column: column)
    }
    for name in test + validation where !categories.contains(name) {
      throw SubjectError.noSuchSubject(name: name, subjects: categories)
    }
    let tests = Set(test)
    let validates = Set(validation)
    var parts: [[Int]] = [[], [], []]
    for (row, code) in subjects.enumerated() {
      if code.isNaN { throw SubjectError.missing(column: column, row: row) }
      let name = categories[Int(code)]
      parts[tests.contains(name) ? 2 : validates.contains(name) ? 1 : 0].append(row)
    }
    if parts[0].isEmpty { throw SubjectError.nobodyTrains(subjects: categories) }
    let arranged = series.arranged(parts[0] + parts[1] + parts[2])
    let middle = parts[0].count
    let end = middle + parts[1].count
    return try Split(
      arranged, train: 0..<middle, validation: validation.isEmpty ? nil : middle..<end,
      test: end..<arranged.count)
  }

  /// Returns the cuts of a leave-one-subject-out test: each subject tests once.
  ///
  /// - Parameters:
  ///   - series: The readings of all subjects.
  ///   - column: The column that says whose they are.
  ///   - validating: The number of subjects that validate each time: those who follow the one that
  ///     tests, round the circle.
  /// - Throws: ``SubjectError``, ``SeriesError``.
  public static func leavingOneOut(
    of series: Series, by column: String, validating: Int = 0
  ) throws -> [SubjectSplit] {
    guard let categories = try series.column(column).categories else {
      throw SubjectError.notCategories(column: column)
    }
    guard categories.count >= validating + 2 else {
      throw SubjectError.tooFewSubjects(needed: validating + 2, subjects: categories)
    }
    return categories.indices.map { place in
      let others = (1...max(validating, 1)).prefix(validating).map {
        categories[(place + $0) % categories.count]
      }
      return SubjectSplit(test: [categories[place]], validation: others)
    }
  }
}

/// What can be wrong with subjects.
public enum SubjectError: Error, Hashable, CustomStringConvertible {
  /// The subject column holds readings.
  case notCategories(column: String)
  /// A split names a subject who does not occur.
  case noSuchSubject(name: String, subjects: [String])
  /// A row belongs to nobody.
  case missing(column: String, row: Int)
  /// Every subject tests or validates.
  case nobodyTrains(subjects: [String])
  /// There are too few subjects for the cuts.
  case tooFewSubjects(needed: Int, subjects: [String])
  /// A subject's readings lie on two sides of a split.
  case onTwoSides(subjects: [String], column: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notCategories(let column):
      return "The column \"\(column)\" was read as numbers, not as subjects: name it as the "
        + "experiment's subject, or among the reader's categories."
    case .noSuchSubject(let name, let subjects):
      return "There are no readings of the subject \"\(name)\". The subjects are: "
        + subjects.joined(separator: ", ") + "."
    case .missing(let column, let row):
      return "Row \(row + 1) does not say in \"\(column)\" whose reading it is: fill the cell, or "
        + "remove the row."
    case .nobodyTrains(let subjects):
      return "All \(subjects.count) subjects test or validate, nobody is left to train: name fewer "
        + "of \(subjects.joined(separator: ", "))."
    case .tooFewSubjects(let needed, let subjects):
      return "\(needed) subjects are needed, there are \(subjects.count) "
        + "(\(subjects.joined(separator: ", ")))."
    case .onTwoSides(let subjects, let column):
      let names = subjects.joined(separator: ", ")
      return "Readings of \(subjects.count == 1 ? "the subject" : "the subjects") \(names) "
        + "(\"\(column)\") lie on both sides of the split, which makes the test easier than a new "
        + "subject is: cut by subject (split.subjects), or leave the key subject out if that is meant."
    }
  }
}
