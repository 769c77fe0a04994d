import Foundation
import SluiceData
import SluiceModels
import SluiceTensor
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

  /// The report with shares of another kind.
  private func changed(_ change: (inout Attribution) -> Void) -> ExplanationReport {
    var report = report
    change(&report.answers[0].attribution)
    return report
  }

  @Test func `shares of whole inputs say nothing of rows`() {
    let report = changed { $0.sharing = .inputs }
    let text = report.text()
    #expect(text.contains("load moves the forecast +1 of load most"), "\(text)")
    #expect(!text.contains("Half of") && text.contains("which rows count is not told"))
    #expect(report.overviewCharts.map(\.name) == ["importance"])
    #expect(!report.html.contains("How far back the forecast"))
    let chart = report.windowChart(report.answers[0]).chart
    let map = chart.marks.first as? HeatMapMark
    // One colour a lane: what all readings of the input moved together.
    #expect(map?.values == [[3, 3, 3, 3], [Double](repeating: Double(Float(0.3)), count: 4)])
    #expect(chart.summary == "All readings of load together moved the forecast most: by +3 kW.")
  }

  @Test func `shares of whole rows say nothing of inputs`() {
    let report = changed { $0.sharing = .steps }
    let text = report.text()
    #expect(!text.contains("load moves") && !text.contains("mean size"), "\(text)")
    #expect(text.contains("Half of what moves the forecast +1 of load comes from the last 2 rows"))
    #expect(report.overviewCharts.map(\.name) == ["lags"])
    #expect(!report.html.contains("What each input moved"))
    let chart = report.windowChart(report.answers[0]).chart
    let map = chart.marks.first as? HeatMapMark
    #expect(map?.values[0] == map?.values[1] && map?.values[0][2] == 3)
    #expect(
      chart.summary
        == "All readings 1 row before the last one together moved the forecast most: by +3 kW.")
  }

  @Test func `slopes are told as what small changes would do`() {
    for unit in [ShareUnit.slope, .size] {
      let html = changed { $0.unit = unit }.html
      #expect(!html.contains("raised") && !html.contains("compared with the forecast"), "\(unit)")
      #expect(html.contains("small change"))
      #expect(html.contains("load could move the forecast +1 of load most"))
    }
    let size = changed { $0.unit = .size }
    #expect(size.html.contains("it has no sign") && !size.html.contains("raises"))
    let map = size.windowChart(size.answers[0]).chart.marks.first as? HeatMapMark
    #expect(map?.ramp == .sequential)
  }

  @Test func `a check that fails stands in the title of each picture of the shares`() {
    var report = report
    func trust(_ value: Double?) -> Trust {
      Trust(
        method: "saliency", answer: "+1", windows: 3,
        findings: [
          .init(.completeness, value: nil, judgement: "no sum"),
          .init(.infidelity, value: value, judgement: "they foretell little"),
        ])
    }
    report.answers[0].trust = trust(0.9)
    let titles = (report.overviewCharts + [report.windowChart(report.answers[0])]).map(
      \.chart.title)
    #expect(titles.count == 3)
    #expect(titles.allSatisfy { $0.hasSuffix("(do not trust: infidelity too large)") }, "\(titles)")
    #expect(
      report.text().contains("Do not trust these shares: saliency fails because they foretell"))
    report.answers[0].trust = trust(0.1)
    #expect(!report.html.contains("do not trust"))
    #expect(
      report.text().contains(
        "Nothing speaks against these shares in the 1 of 2 checks that apply to them."))
    report.answers.append(report.answers[0])
    report.answers[1].trust?.answer = "+2"
    #expect(
      report.html.contains("+1: Nothing speaks") && report.html.contains("+2: Nothing speaks"))
  }

  @Test func `the baseline has a name wherever shares are told`() {
    var report = report
    report.baseline = "zeros in scaled units"
    #expect(report.text().contains("Shares are counted from zeros in scaled units."))
    #expect(report.html.contains("What shares are counted from: zeros in scaled units."))
    let note = report.windowChart(report.answers[0]).note
    #expect(note?.contains("which it would be for the baseline, zeros in scaled units.") == true)
  }

  @Test func `what is added to a reference is not called the forecast`() {
    var report = report
    report.reference = "the last reading"
    #expect(
      report.text().contains(
        "load moves what the network adds to the last reading for +1 of load most"))
  }

  @Test func `the window of a label says which one it was given`() {
    var report = changed {
      $0.answer = ExplanationReport.ownClass
      $0.windowAnswers = ["walk", "run", "rest"]
    }
    report.windows.actual = nil
    #expect(
      report.windowChart(report.answers[0]).chart.title
        == "What made this window 'rest' (1970-01-01 05:00)")
    report.answers[0].attribution.answer = "run"
    report.answers[0].attribution.windowAnswers = nil
    #expect(
      report.windowChart(report.answers[0]).chart.title
        == "What moved the score of run in this window (1970-01-01 05:00)")
  }

  @Test func `an input without readings has colours and no line`() {
    var report = report
    for place in stride(from: 1, to: report.windows.readings.count, by: 2) {
      report.windows.readings[place] = .nan
    }
    let marks = report.windowChart(report.answers[0]).chart.marks
    #expect(marks.count == 2)
  }

  @Test func `the curve of lags begins at zero`() {
    #expect(report.lagChart(report.answers[0]).chart.y.range?.lowerBound == 0)
  }

  @Test func `the cell states of an LSTM are drawn, and a GRU has none`() {
    var trace = GateTrace(
      cell: .lstm, layer: 0, isBackward: false, steps: 2, units: 1,
      gates: ["i": [0, 1], "f": [0, 1], "g": [0, 1], "o": [0, 1]], state: [0.5, -2],
      hidden: [0.25, 1])
    let names = report.traceCharts(trace).map(\.name)
    #expect(names == ["gates-1", "cells-1", "units-1"])
    let map = report.traceCharts(trace)[1].chart.marks.first as? HeatMapMark
    #expect(map?.values == [[0.5, -2]])
    trace.state = nil
    #expect(report.traceCharts(trace).map(\.name) == ["gates-1", "units-1"])
  }

  @Test func `an error over several steps is told as one`() {
    var report = report
    func note(_ isOfAllSteps: Bool) -> String? {
      report.permutation = .init(
        measure: "root mean squared error", windows: 1, isOfAllSteps: isOfAllSteps,
        importances: [InputImportance(name: "load", loss: 0.5, increases: [1, 2])])
      return report.permutationChart?.note
    }
    #expect(note(true)?.contains("root mean squared error over all steps of 0.5 kW grows") == true)
    #expect(
      note(false)?.contains("root mean squared error of 0.5 kW grows, over 1 window.") == true)
  }

  @Test func `what nothing moves is said`() {
    var still = report.answers[0].attribution
    still.values = still.values.map { _ in 0 }
    #expect(
      report.summary(.init(still))
        == "Nothing in the window moves the forecast +1 of load: it is the same for all windows.")
  }
}
