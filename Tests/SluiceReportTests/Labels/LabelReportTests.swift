import SluiceModels
import Testing

@testable import SluiceReport

@Suite struct LabelReportTests {
  @Test func `the report leads with balanced accuracy, the most frequent class beside it`() throws {
    let page = LabelSample.report().page
    let blocks = try #require(page.sections.first?.blocks)
    guard case .verdict(let sentence, _) = blocks[0], case .figures(let figures) = blocks[1],
      case .paragraph(let detail) = blocks[2]
    else {
      Issue.record("\(blocks)")
      return
    }
    #expect(sentence.hasPrefix("The network labels 69.4 % of each class right on average"))
    #expect(
      Array(figures.prefix(4)) == [
        Fact("balanced accuracy", "69.4 %"), Fact("accuracy", "75.0 %"),
        Fact("most frequent class: balanced", "33.3 %"),
        Fact("most frequent class: accuracy", "50.0 %"),
      ])
    #expect(figures.contains(Fact("time of a label", "4.1 µs")))
    #expect(detail.contains("right for 50.0 % of the test labels"))
    #expect(!detail.contains("says little"))
    #expect(page.subtitle == "Classification of activity, 3 classes; tested on 12 labels")
  }

  @Test func `where most labels are of one class accuracy is said to say little`() {
    let truth = [Int](repeating: 0, count: 10) + [1, 2]
    let detail = LabelSample.sections(metrics: LabelSample.metrics(truth: truth)).detail
    #expect(detail.contains("right for 83.3 % of the test labels"))
    #expect(detail.hasSuffix("33.3 %: with so much of one class accuracy says little."))
  }

  @Test func `all sections and charts are there, well-formed, and need nothing else`() {
    let report = LabelSample.report()
    #expect(
      report.page.sections.compactMap(\.heading) == [
        "Compared with simple classifiers", "What was taken for what", "Class by class",
        "Subject by subject", "How far its probabilities can be trusted",
        "One label after the other", "Data", "Network and training", "What it costs to run",
        "What the words mean", "How to repeat this run",
      ])
    #expect(
      report.svgFiles.map(\.name) == [
        "loss.svg", "balanced-accuracy.svg", "confusion.svg", "confusion-best-baseline.svg",
        "recall-by-class.svg", "subjects.svg", "reliability.svg", "confidence.svg", "labels.svg",
      ])
    for file in report.svgFiles { #expect(XMLChecker.fault(in: file.text) == nil, "\(file.name)") }
    let html = report.html
    for needle in ["http://", "https://", "src=", "@import", "<link", "RMSE", "forecast"] {
      let isThere = html.contains(needle)
      #expect(!isThere, "\(needle)")
    }
    for needle in ["<dt>balanced accuracy</dt>", "<dt>majority class</dt>", "not calibrated."] {
      let isThere = html.contains(needle)
      #expect(isThere, "\(needle)")
    }
  }

  @Test func `the table of metrics holds what is defined, and the skill against each`() {
    let table = RunMetrics.classification(LabelSample.metrics()).table(unit: nil)
    #expect(
      table.columns.map(\.title) == [
        "model", "balanced accuracy", "skill over it", "accuracy", "F1", "log loss", "ROC AUC",
        "PR AUC", "calibration error", "kappa",
      ])
    #expect(
      table.rows.map { $0[0].text } == ["network", "majority class", "logistic regression"])
    #expect(table.rows.map { $0[1].text } == ["69.4 %", "33.3 %", "50.0 %"])
    #expect(table.rows.map { $0[3].text } == ["75.0 %", "50.0 %", "66.7 %"])
    // Half of the labels 0.9 sure and 5/6 right, half 0.6 sure and 2/3 right.
    #expect(table.rows[0][8].text == "6.7 %")
    #expect(table.rows.map { $0[1].isBest } == [true, false, false])
    // 1 − 0.3056 / 0.6667, and 1 − 0.3056 / 0.5.
    #expect(table.rows.map { $0[2].text } == ["–", "54.2 %", "38.9 %"])
    // The shares of the classes are 0 % off for every item, but they tell nothing.
    #expect(table.rows[1][8].text == "0.0 %")
    #expect(table.rows.map { $0[8].isBest } == [true, false, false])
  }

  @Test func `the page's tables of metrics are narrow: what the words explain, then the rest`()
    throws
  {
    let page = LabelSample.report().page
    let section = try #require(
      page.sections.first { $0.heading == "Compared with simple classifiers" })
    let tables = section.blocks.compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
    #expect(
      tables.prefix(2).map { $0.columns.map(\.title) } == [
        ["model", "balanced accuracy", "skill over it", "accuracy", "F1", "log loss", "ROC AUC"],
        ["model", "PR AUC", "calibration error", "kappa"],
      ])
  }

  /// What the page says below the chart of all models, and what it says below the verdict.
  private func words(_ sections: LabelSections) throws -> (chart: String, detail: String) {
    let notes = sections.sections.flatMap(\.blocks).compactMap { block in
      if case .chart(let chart, let note) = block,
        chart.title.hasPrefix("Balanced accuracy of each")
      {
        note
      } else {
        nil
      }
    }
    return (try #require(notes.first), sections.detail)
  }

  @Test func `a class that the test part lacks is named, and is no part of the chance`() throws {
    let complete = try words(LabelSample.sections())
    #expect(complete.chart.hasSuffix("knows nothing has 33.3 %, one class in 3."))
    #expect(!complete.detail.contains("no label"))

    let truth = [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]
    let metrics = LabelSample.metrics(truth: truth)
    let lacking = try words(LabelSample.sections(metrics: metrics))
    #expect(
      lacking.chart.hasSuffix("knows nothing has 50.0 %, one class in 2 of those that are tested."))
    let sentence =
      "The test part has no label of running, so that the figures are over the other 2 classes."
    #expect(lacking.detail.contains(sentence))
    #expect(lacking.detail.contains("balanced accuracy of 50.0 %"))
    #expect(RunMetrics.classification(metrics).text().contains("\n\n\(sentence)\n\n"))
    #expect(!RunMetrics.classification(LabelSample.metrics()).text().contains("no label"))
  }

  @Test func `a test of one class is said to tell nothing`() throws {
    let metrics = LabelSample.metrics(truth: [Int](repeating: 1, count: 12))
    let sentence = "All test labels are walking: whoever always says so is right every time"
    #expect(RunMetrics.classification(metrics).text().contains(sentence))
    let told = try words(LabelSample.sections(metrics: metrics))
    #expect(told.detail.contains(sentence))
    #expect(told.chart.hasSuffix("with one class alone it tells nothing."))
  }

  @Test func `no line breaks between a number and its percent sign`() {
    let html = LabelSample.report().html
    #expect(html.contains("69.4\u{A0}% of each class"))
    #expect(html.contains("<dd>75.0\u{A0}%</dd>"))
    let page = html.drop { $0 != "<" }
    #expect(!page.replacing(/<svg.*?<\/svg>/.dotMatchesNewlines(), with: "").contains("0 %"))
  }

  @Test func `a number and the words beside it stand apart`() {
    #expect(PageStyle.text.contains(".n+:not(.n){padding-left:18px}"))
  }

  @Test func `a skill far below zero is told without its digits`() {
    #expect(RunMetrics.skillText(-73.423) == "below −1,000 %")
    #expect(RunMetrics.skillText(-1.59) == "−159.0 %")
  }

  @Test func `charts and tables round a share alike`() {
    // 23 of 80 is a little less than 28.75 % in binary.
    #expect(NumberText.percent(23.0 / 80) == "28.7 %")
    #expect(NumberText.percentage(23.0 / 80) == 28.7)
  }

  @Test func `a published share is compared in points, other figures in percent`() {
    let metrics = RunMetrics.classification(LabelSample.metrics())
    let table = metrics.publishedTable(
      [
        .init(name: "a", metric: .accuracy, value: 0.992),
        .init(name: "b", metric: .balancedAccuracy, value: 0.6),
        .init(name: "c", metric: .kappa, value: 0.5),
      ], unit: nil)
    #expect(table?.rows.map { $0[2].text } == ["99.2 %", "60.0 %", "0.500"])
    #expect(table?.rows.map { $0[3].isBest } == [false, true, true])
    // Kappa: (0.75 − 0.403) / (1 − 0.403) = 0.581.
    #expect(table?.rows.map { $0[4].text } == ["−24.2 points", "+9.4 points", "+16.3 %"])
  }

  @Test func `the text tells verdict, metrics, confusion, subjects and costs in this order`() {
    let parts = RunMetrics.classification(LabelSample.metrics()).text()
      .split(separator: "\n\n").map(String.init)
    #expect(parts.count == 5)
    #expect(parts[0].hasPrefix("The network labels 69.4 %"))
    #expect(parts[1].contains("logistic regression"))
    #expect(parts[2].hasPrefix("What the network took for what (a row for each true class):\n"))
    #expect(parts[2].hasSuffix("running      0 (0.0 %)  1 (50.0 %)  1 (50.0 %)"))
    #expect(parts[3].hasPrefix("The network is ahead of logistic regression on 2 of 2 subjects"))
    #expect(parts[4].contains("time of a label"))
  }

  @Test func `costs stand beside the balanced accuracy`() throws {
    let table = try #require(RunMetrics.classification(LabelSample.metrics()).costTable(unit: nil))
    #expect(table.columns[1].title == "balanced accuracy")
    #expect(
      table.rows.map { $0.map(\.text) } == [
        ["network", "69.4 %", "252", "9.41 kB", "6,844", "4.1 µs"]
      ])
  }

  @Test func `figures of a winner begin with balanced accuracy`() {
    let figures = RunMetrics.classification(LabelSample.metrics()).testFigures(unit: "kW")
    #expect(
      figures == [
        Fact("test balanced accuracy", "69.4 %"), Fact("test accuracy", "75.0 %"),
        Fact("labels", "12"),
      ])
    #expect(
      ReportSample.runMetrics().testFigures(unit: "kW").map(\.value)
        == ["0.5811 kW", "0.3487 kW", "4,092"])
  }
}
