import Foundation
import SluiceData
import SluiceModels
import Testing

@testable import SluiceExplain
@testable import SluiceReport

/// Explanations laid out for people.
@Suite struct ExplanationReportTests {
  /// Three windows of four steps and two inputs: `load` moves the forecast by -1, 2 and 3 in its second
  /// to last step, `wind` by a tenth of that in its last one.
  private let report: ExplanationReport

  init() throws {
    let (steps, inputs) = (4, ["load", "wind"])
    var values = [Float](repeating: 0, count: 3 * steps * 2)
    for (window, share) in [Float(-1), 2, 3].enumerated() {
      values[(window * steps + 2) * 2] = share
      values[(window * steps + 3) * 2 + 1] = share / 10
    }
    let attribution = Attribution(
      method: "integrated-gradients", answer: "+1", inputs: inputs, steps: steps, values: values,
      answers: [8.9, 12.2, 13.3], baselines: [10, 10, 10])
    report = ExplanationReport(
      title: "run <1>", target: "load", unit: "kW", source: "the test part",
      windows: try Self.windows(), answers: [.init(attribution)], focus: 2)
  }

  /// The windows of seven hourly rows, four steps long.
  private static func windows() throws -> ExplainedWindows {
    let series = Series(
      columns: [
        Column("load", (0..<7).map { Float($0) }), Column("wind", (0..<7).map { Float(10 * $0) }),
      ], timestamps: (0..<7).map { Int64($0) * 3_600_000_000 })
    let recipe = Recipe(
      target: "load", features: ["load", "wind"], window: WindowOptions(lookback: 4))
    let fitted = try recipe.fitted(to: Split(series, trainFraction: 0.9).train)
    return try ExplainedWindows(fitted.frame(HeldOutPart(unsplit: series), warmUp: .none))
  }

  @Test func `the summary says which input counts and how far back`() {
    let text = report.text()
    #expect(text.contains("What moves the forecast +1 of load: integrated gradients, 3 windows"))
    // (1 + 2 + 3) / 3 = 2 of 2.2 in all.
    #expect(
      text.contains("load moves the forecast +1 of load most: by 2 kW on average, 91 % of what"))
    #expect(text.contains("Half of it comes from the last 2 rows, 95 % from the last 2 rows of 4."))
    #expect(text.contains("1.5 to 2.5"))
  }

  @Test func `the picture of a window has a lane for each input under its times`() {
    let chart = report.windowChart(report.answers[0]).chart
    guard let map = chart.marks.first as? HeatMapMark else {
      Issue.record("no heat map")
      return
    }
    #expect(map.values == [[0, 0, 3, 0], [0, 0, 0, Double(Float(0.3))]])
    #expect(chart.x.kind == .categories(["02:00", "03:00", "04:00", "05:00"]))
    #expect(chart.title == "What moved the forecast +1 of load made at 1970-01-01 05:00")
    #expect(
      chart.summary
        == "The reading of load 1 row before the last one moved the forecast most: by +3 kW.")
    // The highest reading of a lane stands on top, where values are smallest.
    guard let line = chart.marks[1] as? LineMark else {
      Issue.record("no line")
      return
    }
    #expect(abs(line.y[3] + 0.36) < 1e-9 && abs(line.y[0] - 0.36) < 1e-9)
  }

  @Test func `the swarm has a dot for each window and input`() {
    let chart = report.swarmChart(report.answers[0]).chart
    let dots = chart.marks.compactMap { $0 as? PointMark }
    #expect(dots.reduce(0) { $0 + $1.x.count } == 6)
    #expect(dots.flatMap(\.x).max() == 3)
    // Later windows have higher readings: their dots have the last colour.
    #expect(dots[4].x.contains(3) && dots[0].x.contains(-1))
    #expect(dots[4].label == "highest fifth" && dots[0].label?.contains("lowest") == true)
    // Orange is high and blue is low, as the words under the picture say.
    let paints = dots.map(\.paint)
    guard case .fixed(let low) = paints[0], case .fixed(let high) = paints[4] else {
      Issue.record("no fixed colours: \(paints)")
      return
    }
    #expect(low.blue > low.red && high.red > high.blue, "\(low), \(high)")
  }

  @Test func `dots of one place are set apart within their lane`() {
    let offsets = Swarm.offsets([1, 1, 1, 0.2], reach: 1)
    #expect(offsets[0] == 0 && offsets[1] == -offsets[2] && offsets[1] != 0 && offsets[3] == 0)
    let many = Swarm.offsets([Double](repeating: 1, count: 1000), reach: 1)
    #expect(many.allSatisfy { abs($0) <= 0.45 } && Set(many).count == 1000)
    #expect(Swarm.fifths([1, 2, 3, 4, 5]) == [0, 1, 2, 3, 4])
    #expect(Swarm.fifths([7, 7]) == [2, 2])
  }

  @Test func `the page is well formed and holds each chart`() throws {
    var report = report
    report.permutation = .init(
      measure: "root mean squared error", windows: 3,
      importances: [
        InputImportance(name: "load", loss: 0.5, increases: [1, 2]),
        InputImportance(name: "wind", loss: 0.5, increases: [0, 0.1]),
      ])
    let html = report.html
    #expect(html.contains("run &lt;1&gt;"))
    for title in [
      "Which inputs move", "What each input moved", "How far back", "What moved the forecast",
      "What the model loses without an input",
    ] {
      #expect(html.contains(title), "\(title)")
    }
  }

  @Test func `answers stand beside each other`() {
    var report = report
    #expect(report.answersChart == nil)
    var second = report.answers[0].attribution
    second.answer = "+2"
    second.values = second.values.map { $0 * 10 }
    report.answers.append(.init(second))
    guard let map = report.answersChart?.chart.marks.first as? HeatMapMark else {
      Issue.record("no heat map")
      return
    }
    #expect(map.values.map { $0.map { ($0 * 10).rounded() } } == [[20, 200], [2, 20]])
    #expect(report.answersChart?.chart.x.kind == .categories(["+1", "+2"]))
  }

  @Test func `each of several answers has pictures of its own`() throws {
    var report = report
    var second = report.answers[0].attribution
    second.answer = "+2"
    second.values = second.values.map { $0 * 10 }
    report.answers.append(.init(second))
    let files = Dictionary(report.svgFiles.map { ($0.name, $0.text) }) { first, _ in first }
    let names = ["importance", "swarm", "lags", "window"]
    #expect(
      Set(files.keys)
        == Set(names.flatMap { ["\($0)-+1.svg", "\($0)-+2.svg"] } + ["answers.svg"]))
    for name in names {
      let (one, two) = (files["\(name)-+1.svg"] ?? "", files["\(name)-+2.svg"] ?? "")
      #expect(one.hasPrefix("<svg") && two.hasPrefix("<svg") && one != two, "\(name)")
    }
    #expect(files["importance-+2.svg"]?.contains("Which inputs move the forecast +2") == true)
    #expect(report.html.contains("load moves the forecast +2 of load most: by 20 kW on average"))
    #expect(report.html.contains("All answers beside each other"))
  }

  @Test func `a page of one answer names its pictures plainly, those of the inside too`() {
    var report = report
    #expect(
      report.svgFiles.map(\.name) == ["importance.svg", "swarm.svg", "lags.svg", "window.svg"])
    report.memory = Self.memory
    #expect(report.svgFiles.map(\.name).last == "memory.svg")
    #expect(report.html.contains("Inside the network"))
  }

  /// 94 % in the last row, 96 % in the last two rows.
  private static let memory = try? JSONDecoder().decode(
    EffectiveMemory.self,
    from: Data(
      #"{"answer": "+1", "reaches": [{"place": "window", "influence": [94, 2, 3, 1]}]}"#.utf8))

  @Test func `words about the reach count the rows that hold nearly all of it`() {
    var report = report
    report.memory = Self.memory
    #expect(
      report.memoryChart?.chart.summary
        == "95 % of the influence on the answer +1 comes from the last 2 of 4 rows.")
    guard let line = report.memoryChart?.chart.marks.first as? LineMark else {
      Issue.record("no line")
      return
    }
    #expect(line.x == [1, 2, 3, 4] && line.y == [94, 96, 99, 100])
    #expect(line.label == "what the network reads")
    let lags = report.lagChart(report.answers[0]).chart
    // All of it is in the last two rows: the line stands at the second, one before the last.
    #expect(lags.summary == "95 % of what moves it lies in the last 2 of 4 rows.")
    guard let rule = lags.marks.last as? RuleMark, case .vertical(let place) = rule.place else {
      Issue.record("no line at the reach")
      return
    }
    #expect(place == 1 && rule.name == "95 % of it")
    #expect(ExplanationReport.reach(of: [5, 3, 2, 0], share: 0.5) == 1)
    #expect(ExplanationReport.reach(of: [5, 3, 2, 0], share: 0.51) == 2)
    #expect(ExplanationReport.reach(of: [5, 3, 2, 0], share: 1) == 3)
    #expect(ExplanationReport.reach(of: [0, 0], share: 0.5) == nil)
  }

  @Test func `a baseline is called by its name`() {
    var report = report
    #expect(!report.html.contains("the model is"))
    report.model = "ridge"
    #expect(report.text().contains("3 windows of the test part; the model is the ridge\n"))
    let html = report.html
    #expect(html.contains("3 windows of the test part; the model is the ridge"))
    #expect(html.contains("A weighted sum of the same readings"))
    report.model = "logisticRegression"
    #expect(report.html.contains("the model is logistic regression on window statistics"))
  }

  @Test func `what nothing moves is said`() {
    var still = report.answers[0].attribution
    still.values = still.values.map { _ in 0 }
    #expect(
      report.summary(.init(still))
        == "Nothing in the window moves the forecast +1 of load: it is the same for all windows.")
  }
}
