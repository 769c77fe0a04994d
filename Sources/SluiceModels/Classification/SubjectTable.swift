/// How well the items of each subject are labeled: what a further subject may expect.
public struct SubjectTable: Codable, Hashable, Sendable {
  /// One model's labels of one subject.
  public struct Score: Codable, Hashable, Sendable {
    /// The mean over the subject's classes of the share of items that are right.
    public let balancedAccuracy: Double

    /// The share of items that are right.
    public let accuracy: Double
  }

  /// One subject.
  public struct Row: Codable, Hashable, Sendable {
    /// The subject's name.
    public let subject: String

    /// The number of its items.
    public let items: Int

    /// The score of the model under test.
    public let model: Score

    /// Each baseline's score, by name.
    public let baselines: [String: Score]
  }

  /// One model over all subjects, each of which weighs alike.
  public struct Summary: Codable, Hashable, Sendable {
    /// The model's name.
    public let name: String

    /// Mean, standard deviation (over `n - 1`), lowest and highest balanced accuracy.
    public let balancedAccuracy: Backtest.Spread

    /// The same of the accuracy.
    public let accuracy: Backtest.Spread
  }

  /// The subjects, in the order of their first items.
  public let rows: [Row]

  /// The models, the one under test first.
  public let summaries: [Summary]

  /// The baseline that the model is counted against.
  public let bestBaseline: String

  /// The number of subjects on which the model's balanced accuracy is above that baseline's.
  public let ahead: Int

  /// Scores each model on each subject; nil when the table knows no subjects.
  ///
  /// - Parameters:
  ///   - model: The name of the model under test.
  ///   - bestBaseline: The baseline to count against, as ``Verdict/bestBaseline`` names it.
  ///   - table: The probabilities of all models.
  /// - Precondition: The table holds both.
  public init?(of model: String, against bestBaseline: String, in table: ClassTable) {
    guard let subjects = table.subjects else { return nil }
    precondition(
      table[model] != nil && table[bestBaseline] != nil,
      "SubjectTable: no labels of \(model) or \(bestBaseline)")
    var items: [String: [Int]] = [:]
    var names: [String] = []
    for (item, subject) in subjects.enumerated() {
      if items[subject] == nil { names.append(subject) }
      items[subject, default: []].append(item)
    }
    let given = table.columns.map { ($0.name, table.given(by: $0)) }
    rows = names.compactMap { subject in
      let own = items[subject] ?? []
      let truth = own.map { table.truth[$0] }
      var scores = Dictionary(
        uniqueKeysWithValues: given.map { name, labels in
          let matrix = ConfusionMatrix(
            truth: truth, predicted: own.map { labels[$0] }, classes: table.classes)
          return (
            name,
            Score(
              balancedAccuracy: matrix.balancedAccuracy ?? 0, accuracy: matrix.accuracy ?? 0)
          )
        })
      return scores.removeValue(forKey: model).map {
        Row(subject: subject, items: own.count, model: $0, baselines: scores)
      }
    }
    let others = table.columns.map(\.name).filter { $0 != model }
    summaries = ([model] + others).compactMap { [rows] name in
      let scores = rows.compactMap { name == model ? $0.model : $0.baselines[name] }
      guard let balanced = Backtest.Spread(scores.map(\.balancedAccuracy)),
        let plain = Backtest.Spread(scores.map(\.accuracy))
      else { return nil }
      return Summary(name: name, balancedAccuracy: balanced, accuracy: plain)
    }
    self.bestBaseline = bestBaseline
    ahead = rows.count { row in
      row.model.balancedAccuracy > row.baselines[bestBaseline]?.balancedAccuracy ?? .infinity
    }
  }
}
