import SluiceModels
import Testing

@testable import SluiceReport

@Suite struct ConfusionReportTests {
  private let matrix = ConfusionMatrix(
    truth: LabelSample.truth, predicted: LabelSample.network, classes: LabelSample.classes)

  /// Seven classes of which the first is taken for others most of the time, and the last never occurs.
  private func seven(_ names: [String]) -> ConfusionMatrix {
    ConfusionMatrix(
      truth: [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 5], predicted: [0, 3, 3, 2, 2, 1, 2, 3, 4, 5, 6],
      classes: names)
  }

  @Test func `the heat map has a row for each true class, with counts and shares`() throws {
    let chart = matrix.chart(title: "t")
    let mark = try #require(chart.marks.first as? HeatMapMark)
    #expect(
      mark.annotations == [
        ["5\n83.3 %", "1\n16.7 %", ""], ["1\n25.0 %", "3\n75.0 %", ""],
        ["", "1\n50.0 %", "1\n50.0 %"],
      ])
    #expect(mark.values[1] == [0.25, 0.75, 0])
    #expect(mark.range == 0...1)
    guard case .categories(let rows) = chart.y.kind else {
      Issue.record("no rows")
      return
    }
    #expect(rows == ["sitting", "walking", "running"])
    #expect(chart.y.label == "true class" && chart.x.label == "given class")
    #expect(chart.summary.contains("75.0 % are on the diagonal"))
  }

  @Test func `a share is 0 % for none only, and 100 % for all only`() throws {
    let many = ConfusionMatrix(
      truth: [Int](repeating: 0, count: 298) + [Int](repeating: 1, count: 298)
        + [2, 3, 4, 5, 6],
      predicted: [1] + [Int](repeating: 0, count: 297) + [Int](repeating: 1, count: 298)
        + [2, 3, 4, 5, 6],
      classes: ["a", "b", "c", "d", "e", "f", "g"])
    let mark = try #require(many.chart(title: "t").marks.first as? HeatMapMark)
    #expect(mark.annotations?[0].prefix(2) == ["297\n>99 %", "1\n<1 %"])
    #expect(mark.annotations?[1].prefix(2) == ["", "298\n100 %"])
    #expect(NumberText.shareOfCount(1 / 5000, 1) == "<0.1 %")
    #expect(NumberText.shareOfCount(4999 / 5000, 1) == ">99.9 %")
    #expect(NumberText.shareOfCount(0, 1) == "0.0 %")
    #expect(NumberText.shareOfCount(1, 0) == "100 %")
  }

  @Test func `the colours have a name`() {
    let svg = SVGRenderer().render(matrix.chart(title: "t"))
    #expect(svg.contains(">share of the true class</text>"))
  }

  @Test func `long names are written out on both axes`() {
    let long = "walking on a treadmill, 15 deg inclined"
    let svg = SVGRenderer(width: 820, height: 300).render(
      seven(["a", "b", "c", "d", "e", "f", long]).chart(title: "t"))
    #expect(svg.matches(of: /15 deg inclined/).count >= 2)
    #expect(!svg.contains("…"))
  }

  @Test func `a class that does not occur has no shares`() throws {
    let mark = try #require(
      seven(["a", "b", "c", "d", "e", "f", "g"]).chart(title: "t").marks.first as? HeatMapMark)
    #expect(mark.values[6].allSatisfy { $0.isNaN })
    #expect(mark.annotations?[6] == [String](repeating: "", count: 7))
    #expect(mark.annotations?[0] == ["1\n20 %", "", "2\n40 %", "2\n40 %", "", "", ""])
  }

  @Test func `with few classes the text tells the share of each cell`() {
    #expect(
      matrix.table.text() == """
        true class     sitting     walking     running
        sitting     5 (83.3 %)  1 (16.7 %)   0 (0.0 %)
        walking     1 (25.0 %)  3 (75.0 %)   0 (0.0 %)
        running      0 (0.0 %)  1 (50.0 %)  1 (50.0 %)
        """)
  }

  @Test func `with many classes it tells the diagonal and the most frequent mistake`() {
    #expect(
      seven(["a", "b", "c", "d", "e", "f", "g"]).table.text() == """
        true class  a  b  c  d  e  f  g    right  most often taken for
        a           1  ·  2  2  ·  ·  ·   20.0 %  c (40.0 %)
        b           ·  1  ·  ·  ·  ·  ·  100.0 %  –
        c           ·  ·  1  ·  ·  ·  ·  100.0 %  –
        d           ·  ·  ·  1  ·  ·  ·  100.0 %  –
        e           ·  ·  ·  ·  1  ·  ·  100.0 %  –
        f           ·  ·  ·  ·  ·  1  1   50.0 %  g (50.0 %)
        g           ·  ·  ·  ·  ·  ·  ·        –  –
        """)
  }

  @Test func `long names of many classes head their columns as numbers`() {
    let long = "walking on a treadmill, inclined by 15 degrees"
    let table = seven(["a", "b", "c", "d", "e", long, "lying on back"]).table
    #expect(
      table.columns.map(\.title) == [
        "true class", "1", "2", "3", "4", "5", "6", "7", "right", "most often taken for",
      ])
    #expect(table.rows[6][0].text == "7 lying on back")
    #expect(table.rows[5][0].text == "6 walking on a treadmill, inc…")
    #expect(table.rows[5][9].text == "7 (50.0 %)")
  }
}
