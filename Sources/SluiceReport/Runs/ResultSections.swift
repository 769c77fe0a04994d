import SluiceModels

/// What the report of a run says of its results: the part that differs from task to task.
protocol ResultSections {
  /// The line under the title: what was asked of the models.
  var subtitle: String { get }
  /// Figures that are seen at a glance, the most telling first.
  var figures: [Fact] { get }
  /// What the sentence of the verdict leaves out.
  var detail: String { get }
  /// The evidence for the verdict.
  var sections: [Page.Section] { get }
  /// All charts of these sections, in their order.
  var charts: [NamedChart] { get }
  /// In which units the loss of the training is.
  var lossNote: String { get }
  /// What the words of these sections mean.
  var glossary: [Fact] { get }
}

extension RunReport {
  /// What there is to say of the results.
  var resultSections: any ResultSections {
    switch results {
    case .forecast(let metrics, let forecasts):
      ForecastSections(report: self, results: metrics, forecasts: forecasts)
    case .classification(let metrics, let labels):
      LabelSections(report: self, results: metrics, labels: labels)
    }
  }

  /// The colour of a model: the one under test and its best rival look the same in every chart.
  func paint(of name: String) -> Paint {
    let metrics = metrics
    if name == metrics.verdict.model { return .series(0) }
    if name == metrics.verdict.bestBaseline { return .series(1) }
    let others = metrics.models.filter {
      $0 != metrics.verdict.model && $0 != metrics.verdict.bestBaseline
    }
    return .series(2 + (others.firstIndex(of: name) ?? 0))
  }

  /// Bars of one figure of each model, the one under test in a colour of its own.
  func modelChart(_ kind: MetricKind, title: String, name: String, note: String) -> NamedChart {
    let metrics = metrics
    let names = metrics.models.map(ModelName.text)
    let values = metrics.models.map { metrics.value(kind, of: $0) ?? .nan }
    let places = values.indices.map(Double.init)
    let lengths = kind.isShare ? values.map(NumberText.percentage) : values
    func bars(_ range: Range<Int>, _ paint: Paint) -> BarMark {
      BarMark(
        places: Array(places[range]), values: Array(lengths[range]), paint: paint,
        isHorizontal: true, showsValues: true)
    }
    let chart = Chart(
      title, summary: zip(names, values).map { "\($0) \(kind.text($1))" }.joined(separator: ", "),
      x: kind.isShare ? .percent(kind.name) : Axis(kind.name, unit: unit),
      y: Axis("", kind: .categories(names)),
      marks: [bars(0..<1, .series(0)), bars(1..<values.count, .series(7))],
      height: 60 + 36 * Double(max(names.count, 2)))
    return NamedChart(name: name, chart: chart, note: note)
  }
}
