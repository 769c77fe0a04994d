import SluiceModels

extension SubjectTable {
  /// So many subjects are shown one by one; of more those that are hardest for the model.
  static let mostRows = 40

  /// On how many subjects the model is ahead, and what a further subject may expect.
  var sentence: String {
    guard let model = summaries.first else { return "" }
    let start =
      "The \(ModelName.text(model.name)) is ahead of \(ModelName.text(bestBaseline)) on \(ahead) of "
      + "\(rows.count) \(rows.count == 1 ? "subject" : "subjects")"
    guard rows.count > 1 else { return start + "." }
    let others = summaries.filter { $0.name == bestBaseline }
    let spreads = ([model] + others).map {
      "\(ModelName.text($0.name)) \(Self.text($0.balancedAccuracy))"
    }
    return start + "; balanced accuracy over subjects (mean ± standard deviation): "
      + spreads.joined(separator: ", ") + "."
  }

  private static func text(_ spread: Backtest.Spread) -> String {
    let deviation = spread.deviation.map { " ± \(NumberText.fixed($0 * 100, 1))" } ?? ""
    return "\(NumberText.fixed(spread.mean * 100, 1))\(deviation) %"
  }

  /// The subjects that are shown, in their order.
  var shownRows: [Row] {
    guard rows.count > Self.mostRows else { return rows }
    let hardest = rows.indices.sorted {
      rows[$0].model.balancedAccuracy < rows[$1].model.balancedAccuracy
    }
    return hardest.prefix(Self.mostRows).sorted().map { rows[$0] }
  }

  /// The balanced accuracy of each model on each subject, the best of each row marked, and over all.
  var table: Table {
    let names = summaries.map(\.name)
    var lines: [[Table.Cell]] = shownRows.map { row in
      let scores = names.map { name in
        (name == names.first ? row.model : row.baselines[name])?.balancedAccuracy
      }
      return [.init(row.subject), .init(NumberText.count(row.items))]
        + Table.cells(scores, best: { $0.max() }, text: { NumberText.percent($0) })
    }
    lines.append(
      [
        .init(rows.count > 1 ? "mean ± deviation" : "mean"),
        .init(NumberText.count(rows.reduce(0) { $0 + $1.items })),
      ]
        + summaries.map { .init(Self.text($0.balancedAccuracy)) })
    return Table(
      [.init("subject", .leading), .init("labels")] + names.map { .init(ModelName.text($0)) },
      rows: lines, focus: lines.count - 1)
  }
}

extension LabelSections {
  /// The balanced accuracy on each subject, of the model under test and its best rival.
  var subjectChart: NamedChart? {
    guard let subjects = results.subjects, !subjects.rows.isEmpty else { return nil }
    let rows = subjects.shownRows
    func percent(_ score: SubjectTable.Score?) -> Double {
      score.map { NumberText.percentage($0.balancedAccuracy) } ?? .nan
    }
    let chart = Chart(
      "Balanced accuracy on each subject", summary: subjects.sentence,
      x: .percent("balanced accuracy"), y: Axis("", kind: .categories(rows.map(\.subject))),
      marks: pairedBars([
        rows.map { percent($0.model) }, rows.map { percent($0.baselines[rival]) },
      ]),
      height: 90 + 34 * Double(max(rows.count, 2)))
    return NamedChart(
      name: "subjects", chart: chart,
      note: "Over the classes that a subject has. How far the subjects differ is how far a further "
        + "one may be from the mean.")
  }
}
