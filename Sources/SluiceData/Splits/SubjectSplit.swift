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
  ///   - sequence: The column that says to which sequence a row belongs; nil when clock and subject tell.
  /// - Throws: ``SubjectError``, ``SeriesError``, ``SplitError``.
  public func split(
    _ series: Series, by column: String, sequence: String? = nil
  ) throws -> Split {
    let subjects = try series.column(column)
    guard let categories = subjects.categories else {
      throw SubjectError.notCategories(column: column)
    }
    let everybody = subjects.occurring
    for name in test + validation where !everybody.contains(name) {
      throw SubjectError.noSuchSubject(name: name, subjects: everybody)
    }
    let tests = Set(test)
    let validates = Set(validation)
    var parts: [[Int]] = [[], [], []]
    for (row, code) in subjects.enumerated() {
      if code.isNaN { throw SubjectError.missing(column: column, row: series.place(ofRow: row)) }
      let name = categories[Int(code)]
      parts[tests.contains(name) ? 2 : validates.contains(name) ? 1 : 0].append(row)
    }
    if parts[0].isEmpty { throw SubjectError.nobodyTrains(subjects: everybody) }
    for rows in parts { try checkJoints(rows, of: series, subjects, sequence: sequence) }
    let arranged = series.arranged(parts[0] + parts[1] + parts[2])
    let middle = parts[0].count
    let end = middle + parts[1].count
    return try Split(
      arranged, train: 0..<middle, validation: validation.isEmpty ? nil : middle..<end,
      test: end..<arranged.count)
  }

  /// Throws where two rows of a subject come to stand one below the other that others stood between, and
  /// neither the sequence nor the clock tells how far they are apart.
  private func checkJoints(
    _ rows: [Int], of series: Series, _ subjects: Column, sequence: String?
  ) throws {
    let sequences = sequence.flatMap { series[$0] }
    for (above, row) in zip(rows, rows.dropFirst()) where row != above + 1 {
      guard subjects[above] == subjects[row] else { continue }
      if let one = sequences?[above], let other = sequences?[row], one != other,
        !(one.isNaN && other.isNaN)
      {
        continue
      }
      if let stamps = series.timestamps, stamps[above] < stamps[row] { continue }
      throw SubjectError.scattered(
        subject: subjects.category(row) ?? "", row: series.place(ofRow: row))
    }
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
    let subjects = try series.column(column)
    guard subjects.categories != nil else { throw SubjectError.notCategories(column: column) }
    let everybody = subjects.occurring
    guard everybody.count >= validating + 2 else {
      throw SubjectError.tooFewSubjects(needed: validating + 2, subjects: everybody)
    }
    return everybody.indices.map { place in
      let others = (1...max(validating, 1)).prefix(validating).map {
        everybody[(place + $0) % everybody.count]
      }
      return SubjectSplit(test: [everybody[place]], validation: others)
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
  case missing(column: String, row: RowPlace)
  /// Rows of a subject stand in several places, and nothing tells how far they are apart.
  case scattered(subject: String, row: RowPlace)
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
      return
        "It is not said in \"\(column)\" whose reading \(row) is: fill the cell, or remove the row."
    case .scattered(let subject, let row):
      return "Readings of the subject \"\(subject)\" stand in several places, others between them, "
        + "and from \(row) on neither the clock nor a sequence tells them from those above: "
        + "name the column of the sequences (sequence), or put each subject's rows together."
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
