import SluiceData

extension Doctor {
  /// Finds columns that are the label in other words: few numbers, each of which stands for one class.
  static func checkLeakingLabels(_ facts: Facts) -> [Finding] {
    guard facts.recipe.label != nil, let classes = facts.run.training.recipe.classes,
      let labels = facts.run.training.series[facts.recipe.target]
    else { return [] }
    let leaks = facts.readColumns.compactMap { name in
      facts.run.training.series[name].flatMap { column in
        recall(of: classes, labels, by: column, facts).map { (name: name, recall: $0) }
      }
    }
    let cured = facts.run.written.changes(without: Set(leaks.map(\.name)))
    return leaks.map { name, recall in
      Finding(
        .leakingColumn, weight: 0.97, title: "The column \(name) is the label in other words.",
        evidence:
          "Each of the few numbers in \(name) stands for one class of \(facts.recipe.target): they "
          + "tell \(Wording.percent(recall)) of the rows of an average class in the training part.",
        effect:
          "A network that sees it need not learn anything else, and fails as soon as nobody fills the "
          + "column in. Without it the accuracy falls to what it really is.",
        cure: Cure(
          "Take it out, unless it really is known when the label is asked for.", cured))
    }
  }

  /// The share of the rows of an average class that the numbers of a column tell; nil where that is not nearly
  /// all, or where there are too many numbers to be names of classes.
  private static func recall(
    of classes: [String], _ labels: Column, by column: Column, _ facts: Facts
  ) -> Double? {
    var counts: [Float: [String: Int]] = [:]
    var totals: [String: Int] = [:]
    for row in Facts.spread(facts.run.split.train.rows) {
      guard let label = labels.category(row), classes.contains(label), !column[row].isNaN else {
        continue
      }
      counts[column[row], default: [:]][label, default: 0] += 1
      totals[label, default: 0] += 1
      if counts.count > 2 * classes.count { return nil }
    }
    guard totals.count > 1 else { return nil }
    var told: [String: Int] = [:]
    for found in counts.values {
      guard let most = found.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { continue }
      told[most.key, default: 0] += most.value
    }
    let recall =
      totals.reduce(0) { $0 + Double(told[$1.key] ?? 0) / Double($1.value) } / Double(totals.count)
    return recall > 0.99 ? recall : nil
  }
}
