/// The probabilities that several models give the same items, beside the truth.
public struct ClassTable: Hashable, Sendable {
  /// The probabilities of one model.
  public struct Column: Hashable, Sendable {
    /// The model's name: `network` or a baseline's.
    public let name: String

    /// Row-major `[N, K]`, finite.
    public let probabilities: [Float]

    /// Creates a column.
    public init(name: String, probabilities: [Float]) {
      self.name = name
      self.probabilities = probabilities
    }
  }

  /// The names of the classes, `[K]`.
  public let classes: [String]

  /// The true class of each item, from 0 to K - 1, `[N]`.
  public let truth: [Int]

  /// The stretch or sequence that each item comes from, `[N]`: items of one are not independent.
  public let groups: [Int]

  /// The person or machine that each item comes from, `[N]`; nil when that is not known.
  public let subjects: [String]?

  /// The models, the one under test first.
  public let columns: [Column]

  /// Creates a table.
  ///
  /// - Precondition: At least one item; a group, a subject and K probabilities of each model for each.
  public init(
    classes: [String], truth: [Int], groups: [Int], subjects: [String]? = nil, columns: [Column]
  ) {
    precondition(
      !truth.isEmpty && groups.count == truth.count
        && subjects.map { $0.count == truth.count } ?? true
        && columns.allSatisfy { $0.probabilities.count == truth.count * classes.count }
        && truth.allSatisfy { classes.indices.contains($0) },
      "ClassTable: \(truth.count) items, \(groups.count) groups, "
        + "\(subjects?.count ?? truth.count) subjects, \(columns.map(\.probabilities.count)) "
        + "probabilities of \(classes.count) classes")
    self.classes = classes
    self.truth = truth
    self.groups = groups
    self.subjects = subjects
    self.columns = columns
  }

  /// Number of items.
  public var count: Int { truth.count }

  /// Returns the probabilities of a model.
  public subscript(name: String) -> Column? {
    columns.first { $0.name == name }
  }

  /// Returns the class that a model gives each item, `[N]`.
  func given(by column: Column) -> [Int] {
    ClassificationMetrics.mostProbable(column.probabilities, classes: classes.count)
  }
}
