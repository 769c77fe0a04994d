import SluiceModels
import Testing

@testable import SluiceReport

@Suite struct RunReportTests {
  /// The SVG elements of a page.
  private func pictures(_ html: String) -> [String] {
    html.split(separator: "<svg ", omittingEmptySubsequences: false).dropFirst().map { piece in
      var text = "<svg "
      for line in piece.split(separator: "</svg>", omittingEmptySubsequences: false).prefix(1) {
        text += line + "</svg>"
      }
      return text
    }
  }

  @Test(arguments: [[5], [1, 2, 3]])
  func `the page needs nothing else and every picture in it is well-formed`(_ steps: [Int]) {
    let html = ReportSample.report(steps: steps).html
    for needle in ["http://", "https://", "src=", "@import", "url(", "<link"] {
      let isThere = html.contains(needle)
      #expect(!isThere, "\(needle)")
    }
    let pictures = pictures(html)
    #expect(pictures.count == 14)
    #expect(pictures.compactMap(XMLChecker.fault) == [])
    let ids = XMLChecker.attributes("id", in: html)
    #expect(Set(ids).count == ids.count)
    #expect(html.utf8.count < 200_000)
  }

  @Test func `the verdict comes before everything else`() {
    let page = ReportSample.report().page
    #expect(page.sections.first?.heading == nil)
    guard case .verdict(let sentence, .open) = page.sections.first?.blocks.first else {
      Issue.record("\(page.sections)")
      return
    }
    #expect(sentence.hasPrefix("The network does not beat"))
    #expect(page.html.contains("<p class=\"verdict open\">The network does not beat"))
  }

  @Test func `all parts of a report are there`() {
    let html = ReportSample.report().html
    for needle in [
      "Compared with forecasts that cost nothing", "seasonal naive", "the notebook",
      "2007-11-22 02:08 to 2007-12-06 07:39, 14 d 5 h in all", "16,393", "0 LSTM",
      "41 (the loss had stopped improving)", "31, whose weights were kept", "6,844", "4.1 µs",
      "9.41 kB", "sluice train examples/household-baseline.yaml", "9f2c4e0d", "<dt>sMAPE</dt>",
      "Error of each model, 5 min ahead", "Mean residual +0.0123 kW",
    ] {
      let isThere = html.contains(needle)
      #expect(isThere, "\(needle)")
    }
  }

  @Test func `the epoch whose weights were kept is told, the best one or the last`() {
    var metrics = ReportSample.forecastMetrics()
    func tells(_ words: String) -> Bool {
      ReportSample.report(metrics: metrics).html.contains(words)
    }
    #expect(tells("31, whose weights were kept"))
    #expect(tells("The weights of epoch 31 were kept."))
    metrics.training?.keptEpoch = 41
    #expect(tells("31; the weights of epoch 41, the last one, were kept"))
    #expect(tells("The weights of epoch 41 were kept."))
    #expect(!tells("31, whose weights were kept"))
    // Summaries of earlier versions do not tell: what was said of them then stays.
    metrics.training?.keptEpoch = nil
    #expect(tells("31, whose weights were kept"))
  }

  @Test func `a report without its optional parts leaves them out`() {
    var metrics = ReportSample.forecastMetrics()
    metrics.training = nil
    metrics.costs = []
    var forecasts = ReportSample.forecasts()
    forecasts.times = nil
    var report = ReportSample.report(metrics: metrics, forecasts: forecasts)
    report.data = nil
    report.network = nil
    report.history = nil
    report.settings = []
    report.published = []
    report.repetition = nil
    let headings = report.page.sections.compactMap(\.heading)
    #expect(
      headings == [
        "Compared with forecasts that cost nothing", "Forecasts", "Where it misses",
        "What the words mean",
      ])
    #expect(report.html.contains("5 steps ahead"))
  }

  @Test func `an empty table of forecasts draws empty frames`() {
    let report = ReportSample.report(
      forecasts: ForecastTable(
        steps: [5], times: [], actual: [], forecasts: [.init(name: "network", values: [])]))
    #expect(report.html.contains("no data"))
  }

  @Test func `the charts are written as files of their own`() {
    let files = ReportSample.report().svgFiles
    #expect(
      files.map(\.name) == [
        "loss.svg", "error-by-horizon.svg", "predicted-first-200.svg", "predicted-last-500.svg",
        "residuals.svg", "residual-histogram.svg", "predicted-over-actual.svg",
      ])
    for file in files { #expect(XMLChecker.fault(in: file.text) == nil, "\(file.name)") }
  }

  @Test func `the table of metrics marks the best and tells the skill against each`() {
    let table = ReportSample.runMetrics().table(unit: "kW")
    #expect(
      table.columns.map(\.title).prefix(4) == ["model", "MSE [kW²]", "RMSE [kW]", "MAE [kW]"])
    #expect(
      table.rows.map { $0[0].text }
        == ["network", "persistence", "seasonal naive", "drift", "mean", "ridge"])
    #expect(table.rows.map { $0[1].isBest } == [false, false, false, false, false, true])
    #expect(
      table.rows.map { $0.last?.text } == ["–", "7.6 %", "66.9 %", "8.0 %", "62.5 %", "−0.2 %"])
  }

  @Test func `the season is told with its origin`() {
    let html = ReportSample.report().html
    let hasSeason = html.contains(
      "MASE is 1,440 rows, which the clock suggests, though the training part hardly repeats")
    #expect(hasSeason)
  }

  @Test func `what cleaning did is said with its share`() {
    var data = ReportSample.data
    let (_, report) = ReportSample.cleaned
    data.cleaning = report
    data.missing = ["x": 3]
    let facts = data.facts
    #expect(facts.contains(Fact("missing readings", "x: 3")))
    #expect(
      facts.contains(Fact("cleaning", "dropped 3 of 12 rows (25.00 %) with missing readings")))
  }

  @Test func `a larger R² is the better one`() {
    var metrics = ReportSample.forecastMetrics()
    metrics.test.r2 = 0.99
    let table = RunMetrics.forecast(metrics).table(unit: nil)
    let column = table.columns.firstIndex { $0.title == "R²" } ?? 0
    #expect(table.rows[0][column].isBest)
  }

  @Test func `lines break where the clock does`() throws {
    let report = ReportSample.report()
    let chart = try #require(report.charts.first { $0.name == "residuals" }?.chart)
    let line = try #require(chart.marks.first as? LineMark)
    #expect(line.widestGap == 90e6)
    #expect(line.y.count == 700)
  }

  @Test func `of several steps the furthest is drawn`() throws {
    let report = ReportSample.report(steps: [1, 2, 3])
    let chart = try #require(report.charts.first { $0.name == "predicted-first-200" }?.chart)
    let line = try #require(chart.marks.first as? LineMark)
    let actual = ReportSample.forecasts(steps: [1, 2, 3]).actual
    let expected = (0..<5).map { actual[$0 * 3 + 2] }
    #expect(line.y.prefix(5).map(Float.init) == expected)
    #expect(chart.title.hasSuffix("3 min ahead"))
  }
}
