import SluiceModels

/// The results of a classification.
struct LabelSections: ResultSections {
  let report: RunReport
  let results: LabelMetrics
  let labels: LabelTable

  var model: String { results.verdict.model }
  var rival: String { results.verdict.bestBaseline }

  var subtitle: String {
    "Classification of \(report.target), \(labels.classes.count) classes; tested on "
      + "\(NumberText.count(results.test.count)) labels"
  }

  // MARK: The verdict

  /// The models whose labels are looked at one by one: the one under test and its best rival.
  var pair: [(name: String, metrics: ClassificationMetrics)] {
    [(model, results.test)]
      + [results.baselines[rival].map { (rival, $0) }].compactMap { $0 }
  }

  private var majority: ClassificationMetrics? { results.baselines["majorityClass"] }

  var figures: [Fact] {
    func text(_ kind: MetricKind, _ metrics: ClassificationMetrics) -> String {
      kind.value(of: metrics).map(kind.text) ?? "–"
    }
    var figures = [
      Fact("balanced accuracy", text(.balancedAccuracy, results.test)),
      Fact("accuracy", text(.accuracy, results.test)),
    ]
    if let majority {
      figures += [
        Fact("most frequent class: balanced", text(.balancedAccuracy, majority)),
        Fact("most frequent class: accuracy", text(.accuracy, majority)),
      ]
    }
    return figures
  }

  var detail: String {
    let balanced =
      "Balanced accuracy is the mean over the classes of the share of their labels that is right."
      + (results.test.absenceSentence.map { " " + $0 } ?? "")
    guard let majority else { return balanced }
    let share = MetricKind.accuracy.text(majority.accuracy)
    let words =
      " Always giving the class that is most frequent in training is right for \(share) of the test "
      + "labels and has a balanced accuracy of "
      + MetricKind.balancedAccuracy.text(majority.balancedAccuracy)
    // From here on most of an accuracy can be had for nothing.
    let warning =
      majority.accuracy > 0.6 ? ": with so much of one class accuracy says little." : "."
    return balanced + words + warning
  }

  // MARK: The evidence

  var sections: [Page.Section] {
    [
      comparisonSection, confusionSection, classSection, subjectSection, trustSection,
      sequenceChart.map { Page.Section("One label after the other", [$0.block]) },
    ].compactMap { $0 }
  }

  var charts: [NamedChart] {
    [modelChart] + confusionCharts + [classChart] + [subjectChart].compactMap { $0 } + trustCharts
      + [sequenceChart].compactMap { $0 }
  }

  var lossNote: String { "The mean loss of a label, not calibrated." }

  var glossary: [Fact] { Glossary.labels }

  private var modelChart: NamedChart {
    report.modelChart(
      .balancedAccuracy, title: "Balanced accuracy of each model", name: "balanced-accuracy",
      note: "Higher is better; " + chance)
  }

  /// What can be had without looking at the data.
  private var chance: String {
    let classes = results.test.classes.count
    let tested = results.test.occurring.count
    guard tested > 1 else { return "with one class alone it tells nothing." }
    return "whoever knows nothing has \(NumberText.percent(1 / Double(tested))), one class in "
      + "\(tested)" + (tested < classes ? " of those that are tested." : ".")
  }

  private var comparisonSection: Page.Section {
    var blocks: [Block] = [
      .paragraph(
        "All models label the same \(NumberText.count(results.test.count)) windows or steps. The "
          + "best of each column is underlined (the majority class says the same of every label and takes "
          + "no part in the calibration error); “skill over it” is the share of what the other "
          + "model misses to a balanced accuracy of 100 % that the \(ModelName.text(model)) does "
          + "not miss."),
      .table(report.metrics.table(unit: nil, kinds: MetricKind.firstOfLabels)),
      .table(
        report.metrics.table(
          unit: nil, kinds: MetricKind.labels.filter { !MetricKind.firstOfLabels.contains($0) })),
      modelChart.block,
    ]
    if let table = report.metrics.publishedTable(report.published, unit: nil) {
      blocks += [.paragraph("Beside what others published for the same task:"), .table(table)]
    }
    return Page.Section("Compared with simple classifiers", blocks)
  }

  private var confusionSection: Page.Section {
    Page.Section("What was taken for what", confusionCharts.map(\.block))
  }

  private var classSection: Page.Section {
    Page.Section("Class by class", [.table(results.test.classTable), classChart.block])
  }

  private var subjectSection: Page.Section? {
    guard let subjects = results.subjects, let subjectChart else { return nil }
    var blocks: [Block] = [.paragraph(subjects.sentence)]
    if subjects.rows.count > SubjectTable.mostRows {
      blocks.append(
        .paragraph("The \(SubjectTable.mostRows) with the lowest balanced accuracy are shown."))
    }
    return Page.Section(
      "Subject by subject", blocks + [.table(subjects.table), subjectChart.block])
  }

  private var trustSection: Page.Section {
    Page.Section(
      "How far its probabilities can be trusted",
      [.paragraph(trustSentence)] + trustCharts.map(\.block))
  }
}
