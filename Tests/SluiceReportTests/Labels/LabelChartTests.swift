import SluiceModels
import SluiceTensor
import Testing

@testable import SluiceReport

@Suite struct LabelChartTests {
  @Test func `the scores of each class are told with their support`() {
    let table = LabelSample.metrics().test.classTable
    #expect(
      table.columns.map(\.title).prefix(5) == ["class", "labels", "share", "precision", "recall"])
    #expect(
      table.rows.map { $0.prefix(6).map(\.text) } == [
        ["sitting", "6", "50.0 %", "83.3 %", "83.3 %", "0.833"],
        ["walking", "4", "33.3 %", "60.0 %", "75.0 %", "0.667"],
        ["running", "2", "16.7 %", "100.0 %", "50.0 %", "0.667"],
      ])
  }

  @Test func `bars compare the recall of each class with the best baseline's`() throws {
    let chart = LabelSample.sections().classChart.chart
    let bars = chart.marks.compactMap { $0 as? BarMark }
    #expect(bars.map(\.label) == ["network", "logistic regression"])
    #expect(bars[0].values == [83.3, 75, 50])
    #expect(bars[1].values == [100, 50, 0])
    #expect(bars[0].places == [-0.2, 0.8, 1.8])
    #expect(bars[1].places == [0.2, 1.2, 2.2])
  }

  @Test func `subjects are told one by one, with mean and deviation`() throws {
    let subjects = try #require(LabelSample.metrics().subjects)
    #expect(
      subjects.sentence
        == "The network is ahead of logistic regression on 2 of 2 subjects; balanced "
        + "accuracy over subjects (mean ± standard deviation): network 69.4 ± 43.2 %, logistic "
        + "regression 50.0 ± 23.6 %.")
    #expect(
      subjects.table.rows.map { $0.map(\.text) } == [
        ["anna", "6", "100.0 %", "33.3 %", "66.7 %"], ["ben", "6", "38.9 %", "33.3 %", "33.3 %"],
        ["mean ± deviation", "12", "69.4 ± 43.2 %", "33.3 ± 0.0 %", "50.0 ± 23.6 %"],
      ])
    #expect(subjects.table.rows[1].map(\.isBest) == [false, false, true, false, false])
    let bars = try #require(LabelSample.sections().subjectChart?.chart.marks.first as? BarMark)
    #expect(bars.values == [100, 38.9])
  }

  @Test func `of many subjects the hardest are shown, in their order`() throws {
    let count = 50
    // Subject i has i right of 50 labels of one class.
    let truth = [Int](repeating: 0, count: count * count)
    let given = (0..<count * count).map { $0 % count < $0 / count ? 0 : 1 }
    let table = ClassTable(
      classes: ["a", "b"], truth: truth, groups: truth,
      subjects: truth.indices.map { "s\($0 / count)" },
      columns: [
        .init(
          name: "network", probabilities: given.flatMap { $0 == 0 ? [0.9, 0.1] : [0.1, 0.9] }),
        .init(name: "majorityClass", probabilities: given.flatMap { _ in [0.6, 0.4] as [Float] }),
      ])
    let subjects = try #require(SubjectTable(of: "network", against: "majorityClass", in: table))
    #expect(subjects.shownRows.map(\.subject) == (0..<40).map { "s\($0)" })
    #expect(subjects.table.rows.count == 41)
    #expect(subjects.table.rows.last?[1].text == "2,500")
  }

  @Test func `axes of shares end at 100 %`() throws {
    let sections = LabelSample.sections()
    let charts = sections.charts.filter { $0.chart.x.unit == "%" }
    #expect(
      charts.map(\.name) == [
        "balanced-accuracy", "recall-by-class", "subjects", "reliability", "confidence",
      ])
    for chart in charts { #expect(chart.chart.x.range == 0...100, "\(chart.name)") }
  }

  // MARK: Probabilities

  @Test func `labels are sorted by probability, and the gaps add up to the calibration error`() {
    let table = LabelSample.table()
    let reliability = Reliability(
      truth: table.truth, probabilities: table.columns[0].probabilities, classes: 3)
    #expect(reliability.bins.count == 15)
    #expect(
      reliability.bins.map(\.count).enumerated().filter { $0.element > 0 }.map(\.offset) == [9, 13])
    #expect(reliability.filled.map(\.count) == [6, 6])
    #expect(abs(reliability.filled[0].right - 4.0 / 6) < 1e-12)
    #expect(abs(reliability.filled[1].right - 5.0 / 6) < 1e-12)
    #expect(abs(reliability.filled[1].confidence - 0.9) < 1e-6)
    let error = reliability.bins.reduce(0) { $0 + Double($1.count) * abs($1.confidence - $1.right) }
    let metrics = LabelSample.metrics().test
    #expect(abs(error / 12 - metrics.expectedCalibrationError) < 1e-12)
  }

  @Test func `what calibration did is told in figures of the test part`() throws {
    let sections = LabelSample.sections(metrics: LabelSample.metrics(temperature: 2))
    let before = try #require(sections.uncalibrated)
    // 0.9² / (0.9² + 2 · 0.05²), and 0.6² / (0.6² + 2 · 0.2²).
    #expect(abs(before[0] - 0.993865) < 1e-5)
    #expect(abs(before[9] - 0.090909) < 1e-5)
    #expect(abs(before[10] - 0.818182) < 1e-5)
    // Half of the labels 0.9939 sure and 5/6 right, half 0.8182 sure and 2/3 right.
    #expect(sections.trustSentence.contains("takes the calibration error from 15.6 % to 6.7 %"))
    #expect(sections.trustSentence.contains("too sure of itself, so its logits are divided by 2."))
    let lines = sections.trustCharts[0].chart.marks.compactMap { $0 as? LineMark }
    #expect(lines.map(\.label) == [nil, "before calibration", "after calibration"])
    #expect(zip(lines[2].y, [4.0 / 6, 5.0 / 6]).allSatisfy { abs($0 - $1 * 100) < 1e-9 })
    let bars = try #require(sections.trustCharts[1].chart.marks.first as? BarMark)
    #expect(bars.values[9] == 6 && bars.values[13] == 6 && bars.values.reduce(0, +) == 12)
  }

  @Test func `without calibration nothing is said of it`() {
    let sections = LabelSample.sections()
    #expect(sections.uncalibrated == nil)
    #expect(
      sections.trustSentence.hasSuffix("the probabilities are 6.7 % off (calibration error)."))
    let lines = sections.trustCharts[0].chart.marks.compactMap { $0 as? LineMark }
    #expect(lines.map(\.label) == [nil, "network"])
  }

  // MARK: One after the other

  @Test func `labels are joined while they last, the wrong ones in the lane that was given`() throws
  {
    let labels = LabelSample.labels(subjects: nil)
    let chart = try #require(LabelSample.sections(labels: labels).sequenceChart).chart
    let marks = chart.marks.compactMap { $0 as? SpanMark }
    #expect(
      marks[0].spans == [
        .init(from: 0, to: 3, lane: 0), .init(from: 3, to: 5, lane: 1),
        .init(from: 5, to: 6, lane: 2), .init(from: 6, to: 9, lane: 0),
        .init(from: 9, to: 11, lane: 1), .init(from: 11, to: 12, lane: 2),
      ])
    #expect(
      marks[1].spans == [
        .init(from: 0, to: 3, lane: 0), .init(from: 3, to: 5, lane: 1),
        .init(from: 5, to: 6, lane: 2), .init(from: 6, to: 8, lane: 0),
        .init(from: 9, to: 10, lane: 1),
      ])
    #expect(
      marks[2].spans == [
        .init(from: 8, to: 9, lane: 1), .init(from: 10, to: 11, lane: 0),
        .init(from: 11, to: 12, lane: 1),
      ])
    #expect(chart.summary == "9 of them are right.")
  }

  @Test func `the first subject is shown, by its times, and a gap in them breaks the lane`() throws
  {
    let times: [Int64] = [10, 12, 20, 22, 24, 26, 1, 2, 3, 4, 5, 6]
    let chart = try #require(
      LabelSample.sections(labels: LabelSample.labels(times: times)).sequenceChart
    ).chart
    #expect(chart.title == "6 labels of subject anna, one after the other")
    #expect(chart.x.kind == .time)
    let mark = try #require(chart.marks.first as? SpanMark)
    #expect(
      mark.spans == [
        .init(from: 8, to: 12, lane: 0), .init(from: 18, to: 20, lane: 0),
        .init(from: 20, to: 24, lane: 1), .init(from: 24, to: 26, lane: 2),
      ])
  }

  @Test func `labels drawn at random have no order worth a picture`() {
    var stream = RandomStream(seed: 3)
    let random = (0..<400).map { _ in stream.uniformDouble() < 0.5 ? "a" : "b" }
    #expect(LabelSections.isShuffled(random))
    #expect(!LabelSections.isShuffled(random.sorted()))
    #expect(!LabelSections.isShuffled(["a", "a", "a"]))
  }

  // MARK: The data

  private func spread(validation: [String], test: [String]) -> LabelSpread {
    LabelSpread(
      classes: ["sitting", "walking"],
      parts: [
        .init(name: "training", windows: [30, 10], subjects: ["anna", "ben"]),
        .init(name: "validation", windows: [4, 0], subjects: validation),
        .init(name: "test", windows: [1234, 2468], subjects: test),
      ])
  }

  @Test func `windows of each class are told for each part with their shares`() {
    #expect(
      spread(validation: ["cleo"], test: ["dora"]).table.text() == """
        windows of class     training   validation            test
        sitting           30 (75.0 %)  4 (100.0 %)  1,234 (33.3 %)
        walking           10 (25.0 %)    0 (0.0 %)  2,468 (66.7 %)
        all                        40            4           3,702
        """)
  }

  @Test(arguments: [
    (
      ["cleo"], ["dora"],
      "No subject of the test part was trained or validated on, and none stands on two sides."
    ),
    (
      ["ben"], ["dora"],
      "No subject of the test part was trained or validated on; validation looks at further windows "
        + "of subjects that are trained on."
    ),
    (
      ["cleo"], ["ben", "dora"],
      "1 of the 2 subjects of the test part are also trained or validated on (ben): a new subject is "
        + "harder than this test."
    ),
  ])
  func `whether subjects stand on two sides is said`(
    validation: [String], test: [String], sentence: String
  ) {
    #expect(spread(validation: validation, test: test).subjectSentence == sentence)
  }
}
