import SluiceData
import SluiceModels

/// The results of a forecast.
struct ForecastSections: ResultSections {
  let report: RunReport
  let results: ForecastMetrics
  let forecasts: ForecastTable

  var unit: String? { report.unit }
  var target: String { report.target }

  var subtitle: String {
    let steps = forecasts.steps
    let far = steps.last.map(distance) ?? ""
    let reach = steps.count > 1 ? "\(steps.count) steps, up to \(far)" : far
    let name = unit.map { "\(target) [\($0)]" } ?? target
    return "Forecast of \(name), \(reach); tested on \(NumberText.count(results.test.count)) values"
  }

  var figures: [Fact] {
    var figures: [Fact] = []
    if let skill = results.verdict.skill {
      let best = ModelName.text(results.verdict.bestBaseline)
      figures.append(Fact("skill over \(best)", NumberText.percent(skill)))
    }
    let suffix = unit.map { " \($0)" } ?? ""
    return figures
      + [Fact("typical miss (RMSE)", MetricKind.rmse.text(results.test.rmse) + suffix)]
  }

  var detail: String {
    let verdict = results.verdict
    return "Difference of the mean squared errors (\(ModelName.text(verdict.bestBaseline)) less "
      + "\(ModelName.text(verdict.model))): \(NumberText.significant(verdict.difference, 3)); 95 % "
      + "interval: \(interval)."
  }

  /// The interval of the difference between the best baseline and the model, in words.
  private var interval: String {
    guard let lower = results.verdict.lower, let upper = results.verdict.upper else {
      return "not known: too few forecasts"
    }
    let ends = [lower, upper].map { NumberText.significant($0, 3) }
    return "\(ends[0]) to \(ends[1])" + (unit.map { " \($0)²" } ?? "")
  }

  var sections: [Page.Section] {
    [
      comparisonSection, Page.Section("Forecasts", forecastCharts.map(\.block)),
      Page.Section("Where it misses", residualCharts.map(\.block)),
    ]
  }

  var charts: [NamedChart] { [errorChart] + forecastCharts + residualCharts }

  var lossNote: String { "In the units of the scaled target." }

  var glossary: [Fact] { Glossary.forecasts }

  private var comparisonSection: Page.Section {
    var blocks: [Block] = [
      .paragraph(
        "All models forecast the same \(NumberText.count(results.test.count)) values. The best "
          + "of each column is underlined; “skill over it” is how much smaller the mean squared "
          + "error of the \(ModelName.text(results.verdict.model)) is."),
      .table(report.metrics.table(unit: unit)), .paragraph(results.season.text), errorChart.block,
    ]
    if let table = report.metrics.publishedTable(report.published, unit: unit) {
      blocks += [.paragraph("Beside what others published for the same task:"), .table(table)]
    }
    return Page.Section("Compared with forecasts that cost nothing", blocks)
  }

  /// How far ahead a forecast step lies, in the units of the clock where there is one.
  func distance(_ step: Int) -> String {
    guard let interval = report.data?.interval else {
      return step == 1 ? "1 step ahead" : "\(step) steps ahead"
    }
    return "\(TimeSpan.text(Int64(step) * interval)) ahead"
  }

  /// The error at each forecast step; with a single step that of each model.
  private var errorChart: NamedChart {
    if results.byHorizon.count > 1 { return horizonChart }
    let step = results.byHorizon.first?.step ?? forecasts.steps.first ?? 1
    return report.modelChart(
      .rmse, title: "Error of each model, \(distance(step))", name: "error-by-horizon",
      note: "Lower is better.")
  }

  private var horizonChart: NamedChart {
    let steps = results.byHorizon.map { Double($0.step) }
    let names = report.metrics.models
    let marks: [any Mark] = names.enumerated().map { number, name in
      let errors = results.byHorizon.map { step in
        (number == 0 ? step.metrics : step.baselines[name])?.rmse ?? .nan
      }
      return LineMark(
        x: steps, y: errors, label: ModelName.text(name), paint: report.paint(of: name),
        pattern: number == 0 ? .solid : .dashed, width: number == 0 ? 2.4 : 1.6)
    }
    let chart = Chart(
      "Error by forecast step",
      summary: "Root mean squared error of each model, by how far ahead it forecasts.",
      x: Axis("steps ahead", isWhole: true), y: Axis("RMSE", unit: report.unit), marks: marks)
    return NamedChart(name: "error-by-horizon", chart: chart, note: "Lower is better.")
  }
}
