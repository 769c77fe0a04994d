import SluiceExplain

/// What other readings would do: to the error, and to the answers.
extension ExplanationReport {
  /// How many single windows a picture of a sweep shows at most.
  private static let mostCourses = 40

  /// By how much the error grows when windows swap the readings of an input.
  var permutationChart: NamedChart? {
    guard let permutation, !permutation.importances.isEmpty else { return nil }
    let ranking = permutation.importances.enumerated()
      .sorted { ($1.element.mean, $0.offset) < ($0.element.mean, $1.offset) }
      .map(\.element).prefix(20)
    let spans = ranking.enumerated().map { lane, importance in
      SpanMark.Span(
        from: importance.mean - importance.deviation, to: importance.mean + importance.deviation,
        lane: Double(lane))
    }
    let whole = permutation.importances[0].loss
    let chart = Chart(
      "What the model loses without an input",
      summary: ranking.prefix(3).map {
        "\($0.name) \(NumberText.significant($0.mean, 3))"
      }.joined(separator: ", "),
      x: Axis("growth of the \(permutation.measure)", unit: isForecast ? unit : nil),
      y: Axis("", kind: .categories(ranking.map(\.name))),
      marks: [
        BarMark(ranking.map(\.mean), paint: .series(0), isHorizontal: true),
        SpanMark(
          spans, thickness: 0.14, label: "one deviation of the shuffles", paint: .ink, opacity: 0.7),
      ], height: Self.height(of: ranking.count, lane: 26))
    return NamedChart(
      name: "permutation", chart: chart,
      note: "The windows of \(source) swap the readings of one input; the bar is by how much the "
        + "\(permutation.measure)\(permutation.isOfAllSteps ? " over all steps" : "") of "
        + "\(isForecast ? size(whole) : NumberText.significant(whole)) grows, over "
        + "\(Self.counted(permutation.windows, "window")). Inputs that tell the same stand in for each "
        + "other: then neither bar is long.")
  }

  /// What the answer would be with other readings of one input, window by window and on average.
  var sweepChart: NamedChart? {
    guard let sweep, sweep.grid.count > 1, let answer = answers.first else { return nil }
    let x = sweep.grid.map(Double.init)
    let count = sweep.individual.count / sweep.grid.count
    let step = max(1, count / Self.mostCourses)
    let courses = stride(from: 0, to: count, by: step).enumerated().map { number, window in
      LineMark(
        x: x,
        y: sweep.individual[window * x.count..<(window + 1) * x.count].map(Double.init),
        label: number == 0 ? "single windows" : nil, paint: .series(7), width: 0.6)
    }
    let isWhole = sweep.steps.count == windows.steps
    let back = windows.steps - sweep.steps.upperBound
    let place = isWhole ? "in all rows" : Self.rowsBack(back)
    let name = "\(answerWord)\(isForecast ? "" : " of") \(sweep.answer)"
    let chart = Chart(
      "What other readings of \(sweep.input) would do",
      summary: "The mean \(name) goes from \(size(sweep.mean[0])) to "
        + "\(size(sweep.mean[x.count - 1])).",
      x: Axis("\(sweep.input) \(place)"), y: Axis(name, unit: unit),
      marks: courses + [LineMark(x: x, y: sweep.mean, label: "mean", paint: .series(0), width: 2.4)]
    )
    return NamedChart(
      name: "sweep", chart: chart,
      note:
        "\(sweep.input) is set to one value \(place), and all else left as it is. Such windows may "
        + "never occur: this is what the model would say, not what would happen. "
        + (answer.attribution.inputs.count > 1
          ? "Inputs derived from it do not follow." : ""))
  }
}
