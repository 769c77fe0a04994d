import SluiceData
import SluiceTensor

/// The folds over which a trial is judged: rolling origins of the training part, or groups of subjects.
public struct FoldChoice: Codable, Hashable, Sendable {
  /// What each fold trains on.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// All rows before its validation rows.
    case expanding
    /// As many rows as the first fold has.
    case sliding
    /// All subjects but a group of them, who validate; those who test are left out. For labels.
    case subjects
  }

  /// The number of folds, at least 2.
  public var count: Int

  /// What each fold trains on.
  public var kind: Kind

  /// Creates a choice.
  public init(count: Int, kind: Kind = .expanding) {
    self.count = count
    self.kind = kind
  }

  /// Decodes a choice; `kind` is `expanding` unless given.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.setting(.count, default: nil, mustBe: "at least 2") { $0 >= 2 }
    kind = try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .expanding
  }

  /// Returns the folds of a classification by subject: each subject who does not test validates once.
  ///
  /// The subjects are dealt out to the folds in turn; with as many folds as subjects one is left out
  /// each time.
  ///
  /// - Throws: ``StudyRunError/tooManyFolds(_:validating:testing:)``, `SubjectError`, `SeriesError`,
  ///   `SplitError`.
  func labeledSplits(of series: Series, _ experiment: Experiment) throws -> [Split] {
    guard let column = experiment.subject, let split = experiment.split.subjects else {
      throw RunError.noSubjects
    }
    let everybody = try series.column(column).occurring
    let others = everybody.filter { !split.test.contains($0) }
    if others.count < count {
      throw StudyRunError.tooManyFolds(count, validating: others, testing: split.test)
    }
    return try (0..<count).map { fold in
      let validating = others.indices.filter { $0 % count == fold }.map { others[$0] }
      return try SubjectSplit(test: split.test, validation: validating).split(
        series, by: column, sequence: experiment.sequence)
    }
  }

  /// Returns the folds of some training rows, earliest first.
  ///
  /// - Throws: `SplitError` when there are too few rows.
  func splits(of training: TrainingPart) throws -> [Split] {
    let rows = training.series
    let block = rows.count / (count + 1)
    return try RollingOrigin(
      folds: count, testRows: max(block, 1),
      trainRows: kind == .sliding ? rows.count - count * block : nil
    ).splits(of: rows)
  }
}
