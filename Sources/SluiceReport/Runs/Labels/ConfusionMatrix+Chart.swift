import SluiceModels

extension ConfusionMatrix {
  /// The matrix as an annotated heat map: a row for each true class, coloured by the share of the row.
  func chart(title: String) -> Chart {
    let shares = shares
    // Where cells are small, whole percents have to do.
    let places = classes.count > 6 ? 0 : 1
    let texts = counts.enumerated().map { row, counts in
      counts.enumerated().map { column, count in
        guard count > 0, let share = shares[row]?[column] else { return "" }
        return "\(NumberText.count(count))\n\(NumberText.shareOfCount(share, places))"
      }
    }
    let cell: Double =
      switch classes.count {
      case ...4: 64
      case ...8: 46
      default: 30
      }
    let longest = classes.map(\.count).max() ?? 0
    return Chart(
      title,
      summary: "Of \(NumberText.count(count)) labels "
        + "\(MetricKind.accuracy.text(accuracy ?? 0)) are on the diagonal, where the given class is the true one.",
      x: Axis("given class", kind: .categories(classes)),
      y: Axis("true class", kind: .categories(classes)),
      marks: [
        HeatMapMark(
          shares.map { $0 ?? [Double](repeating: .nan, count: classes.count) },
          annotations: texts, range: 0...1, legend: "share of the true class")
      ],
      // Room for names that are set upright below.
      height: 110 + cell * Double(classes.count)
        + (longest > 8 ? min(max(90, Double(longest) * 6.8), 300) : 0))
  }
}

extension LabelSections {
  /// The confusion matrices of the model under test and its best rival.
  var confusionCharts: [NamedChart] {
    pair.enumerated().map { place, entry in
      let name = ModelName.text(entry.name)
      return NamedChart(
        name: place == 0 ? "confusion" : "confusion-best-baseline",
        chart: entry.metrics.confusion.chart(title: "Confusion matrix, \(name)"),
        note: place > 0
          ? nil
          : "Each row is a true class, each column a class that was given: the number of labels, and "
            + "their share of the row. On the diagonal they are right.")
    }
  }
}
