import SluiceModels

extension ForecastSections {
  // MARK: Forecasts

  /// Forecasts beside what happened: the beginning and the end of the test part.
  var forecastCharts: [NamedChart] {
    let count = forecasts.count
    let first = 0..<min(200, count)
    let last = max(0, count - 500)..<count
    var charts = [
      forecastChart("predicted-first-200", "first \(first.count) forecasts", first)
    ]
    if count > 200 {
      charts.append(forecastChart("predicted-last-500", "last \(last.count) forecasts", last))
    }
    return charts
  }

  private func forecastChart(_ name: String, _ which: String, _ rows: Range<Int>) -> NamedChart {
    let axis = rowAxis(rows)
    let model = results.verdict.model
    let best = results.verdict.bestBaseline
    var marks: [any Mark] = [
      line(lastStep(forecasts.actual, rows), axis, label: "actual", paint: .ink, width: 1.4)
    ]
    if best != model, let values = forecasts[best] {
      marks.append(
        line(
          lastStep(values, rows), axis, label: ModelName.text(best), paint: .series(1),
          pattern: .dotted))
    }
    if let values = forecasts[model] {
      marks.append(
        line(lastStep(values, rows), axis, label: ModelName.text(model), paint: .series(0)))
    }
    let chart = Chart(
      "Predicted against actual, \(which), \(distance(forecasts.steps.last ?? 1))",
      summary: "The forecasts of \(target) by \(ModelName.text(model)) beside what happened.",
      x: axis.axis, y: Axis(target, unit: unit), marks: marks)
    return NamedChart(name: name, chart: chart, note: nil)
  }

  // MARK: Residuals

  /// Forecast less truth over time, how it is spread, and forecast over truth.
  var residualCharts: [NamedChart] {
    guard let predicted = forecasts[results.verdict.model] else { return [] }
    let rows = 0..<forecasts.count
    let axis = rowAxis(rows)
    let truth = lastStep(forecasts.actual, rows)
    let values = lastStep(predicted, rows)
    let residuals = zip(values, truth).map { $0 - $1 }
    let error = Axis("forecast − actual", unit: unit)
    let overTime = Chart(
      "Residuals over time", summary: "Forecast less truth for each of \(rows.count) forecasts.",
      x: axis.axis, y: error,
      marks: [line(residuals, axis, label: "residual", paint: nil, width: 1)])
    let bias = results.test.bias
    let histogram = Chart(
      "Histogram of residuals",
      summary: "How often each size of residual occurs; their mean is \(signed(bias)).",
      x: error, y: Axis("forecasts"),
      marks: [
        HistogramMark(residuals, label: "residual"),
        RuleMark(.vertical(at: 0), label: "no error", paint: .ink),
      ])
    let low = min(truth.filter(\.isFinite).min() ?? 0, values.filter(\.isFinite).min() ?? 0)
    let high = max(truth.filter(\.isFinite).max() ?? 1, values.filter(\.isFinite).max() ?? 1)
    let cloud = Chart(
      "Forecast over truth",
      summary: "Each forecast over what happened; on the line the forecast was right.",
      x: Axis("actual", unit: unit), y: Axis("forecast", unit: unit),
      marks: [
        PointMark(x: truth, y: values),
        LineMark(x: [low, high], y: [low, high], paint: .muted, pattern: .dashed, width: 1.2),
      ])
    return [
      NamedChart(
        name: "residuals", chart: overTime,
        note: "Above zero the forecast was too high, below it too low."),
      NamedChart(
        name: "residual-histogram", chart: histogram,
        note: "Mean residual \(signed(bias)): \(biasInWords(bias))."),
      NamedChart(
        name: "predicted-over-actual", chart: cloud,
        note: "On the dashed line a forecast is right. A cloud flatter than the line means that "
          + "high values are forecast too low."),
    ]
  }

  private func signed(_ value: Double) -> String {
    let text = (value > 0 ? "+" : "") + NumberText.significant(value, 3)
    return unit.map { "\(text) \($0)" } ?? text
  }

  private func biasInWords(_ bias: Double) -> String {
    guard bias.magnitude > results.test.rmse * 0.05 else { return "hardly any bias" }
    return bias > 0 ? "forecasts are too high on average" : "forecasts are too low on average"
  }

  // MARK: Rows

  /// The x values of forecasts: times where there is a clock, otherwise their numbers.
  private struct RowAxis {
    var axis: Axis
    var values: [Double]
    var widestGap: Double
  }

  private func rowAxis(_ rows: Range<Int>) -> RowAxis {
    guard let times = forecasts.times, !forecasts.steps.isEmpty else {
      return RowAxis(
        axis: Axis("forecast"), values: rows.map { Double($0 + 1) }, widestGap: .infinity)
    }
    let values = lastStep(times, rows).map(Double.init)
    let steps = zip(values, values.dropFirst()).map { $1 - $0 }.sorted()
    // Neighbouring forecasts are one usual step apart; a line across a gap would be made up.
    let usual = steps.isEmpty ? .infinity : steps[steps.count / 2]
    return RowAxis(axis: Axis("time (UTC)", kind: .time), values: values, widestGap: usual * 1.5)
  }

  private func line(
    _ values: [Double], _ axis: RowAxis, label: String, paint: Paint?,
    pattern: Stroke.Pattern = .solid, width: Double = 1.6
  ) -> LineMark {
    LineMark(
      x: axis.values, y: values, label: label, paint: paint, pattern: pattern, width: width,
      widestGap: axis.widestGap)
  }

  /// Of each row the value of the last step, which is the hardest to forecast.
  private func lastStep<Value>(_ values: [Value], _ rows: Range<Int>) -> [Value] {
    let steps = forecasts.steps.count
    return rows.map { values[($0 + 1) * steps - 1] }
  }

  private func lastStep(_ values: [Float], _ rows: Range<Int>) -> [Double] {
    let steps = forecasts.steps.count
    return rows.map { Double(values[($0 + 1) * steps - 1]) }
  }
}
