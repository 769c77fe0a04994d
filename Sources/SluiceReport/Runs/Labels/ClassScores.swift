import SluiceModels

extension ClassificationMetrics {
  /// The scores of each class: how many there are, and how well they are told from all others.
  var classTable: Table {
    typealias Scores = ClassScores
    let columns: [(String, (Scores) -> Double?, (Double) -> String)] = [
      ("precision", \.precision, { NumberText.percent($0) }),
      ("recall", \.recall, { NumberText.percent($0) }), ("F1", \.f1, { NumberText.fixed($0, 3) }),
      ("ROC AUC", \.rocAUC, { NumberText.fixed($0, 3) }),
      ("PR AUC", \.prAUC, { NumberText.fixed($0, 3) }),
    ]
    return Table(
      [.init("class", .leading), .init("labels"), .init("share")] + columns.map { .init($0.0) },
      rows: classes.map { scores in
        [
          .init(scores.name), .init(NumberText.count(scores.support)),
          .init(NumberText.percent(Double(scores.support) / Double(count))),
        ]
          + columns.map { _, value, text in .init(value(scores).map(text) ?? "–") }
      })
  }
}

extension LabelSections {
  /// The share of each class that is right, of the model under test and its best rival.
  var classChart: NamedChart {
    let names = results.test.classes.map(\.name)
    let recalls = pair.map { entry in
      entry.metrics.classes.map { scores in
        scores.recall.map(NumberText.percentage) ?? .nan
      }
    }
    let chart = Chart(
      "Share of each class that is right",
      summary: zip(names, recalls[0]).map { "\($0) \(NumberText.fixed($1, 1)) %" }
        .joined(separator: ", "),
      x: .percent("recall"), y: Axis("", kind: .categories(names)),
      marks: pairedBars(recalls), height: 90 + 34 * Double(max(names.count, 2)))
    return NamedChart(
      name: "recall-by-class", chart: chart,
      note: "Balanced accuracy is the mean of these: each class weighs alike, however rare it is.")
  }

  /// Bars of the model under test over those of its best rival, a pair at each named place.
  func pairedBars(_ values: [[Double]]) -> [any Mark] {
    zip(pair, values).enumerated().map { number, entry in
      let (model, lengths) = entry
      return BarMark(
        places: lengths.indices.map { Double($0) + (number == 0 ? -0.2 : 0.2) }, values: lengths,
        thickness: 0.36, label: ModelName.text(model.name), paint: report.paint(of: model.name),
        isHorizontal: true, showsValues: true)
    }
  }
}
