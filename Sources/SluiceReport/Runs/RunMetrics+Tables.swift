import SluiceModels

/// What tables and comparisons need to know of a run's figures, whatever its task.
extension RunMetrics {
  /// The names of the models: the one under test first, then the baselines in the order of their
  /// sophistication.
  var models: [String] {
    let baselines: any Collection<String> =
      switch self {
      case .forecast(let metrics): metrics.baselines.keys
      case .classification(let metrics): metrics.baselines.keys
      }
    return [verdict.model] + ModelName.ordered(baselines.filter { $0 != verdict.model })
  }

  /// The figures that are told of the task.
  var kinds: [MetricKind] {
    switch self {
    case .forecast: MetricKind.forecasts
    case .classification: MetricKind.labels
    }
  }

  /// The figure that a reader of this task looks at first.
  var leadingKind: MetricKind {
    switch self {
    case .forecast: .rmse
    case .classification: .balancedAccuracy
    }
  }

  /// What a model gives when it is asked once.
  var answer: String {
    switch self {
    case .forecast: "forecast"
    case .classification: "label"
    }
  }

  /// A figure of a model's test; nil where it is not defined, or the model not known.
  func value(_ kind: MetricKind, of model: String) -> Double? {
    switch self {
    case .forecast(let metrics):
      (model == verdict.model ? metrics.test : metrics.baselines[model])
        .flatMap { kind.value(of: $0) }
    case .classification(let metrics):
      (model == verdict.model ? metrics.test : metrics.baselines[model])
        .flatMap { kind.value(of: $0) }
    }
  }

  /// A skill as it stands in a table; far below zero its digits say nothing.
  static func skillText(_ skill: Double) -> String {
    skill < -10 ? "below −1,000 %" : NumberText.percent(skill)
  }

  /// What the skill compares: the mean squared error, or what is missing to the full balanced accuracy.
  private func error(of model: String) -> Double? {
    switch self {
    case .forecast: value(.mse, of: model)
    case .classification: value(.balancedAccuracy, of: model).map { 1 - $0 }
    }
  }

  /// The metrics of every model, the best of each column marked, and the skill against each: behind the
  /// balanced accuracy that it compares, or last.
  ///
  /// - Parameter kinds: The columns; nil shows all figures of the task that any model has. Without
  ///   ``leadingKind`` there is no skill among them.
  func table(unit: String?, kinds: [MetricKind]? = nil) -> Table {
    let models = models
    let kinds = (kinds ?? self.kinds).filter { kind in
      models.contains { value(kind, of: $0) != nil }
    }
    var columns: [(title: String, cells: [Table.Cell])] = kinds.map { kind in
      (kind.heading(unit: unit), cells(of: kind, models))
    }
    if kinds.contains(leadingKind) {
      let own = error(of: verdict.model) ?? .nan
      let skills = models.map { model -> Table.Cell in
        guard model != verdict.model, let other = error(of: model), other > 0 else { return "–" }
        return .init(Self.skillText(1 - own / other))
      }
      let place = leadingKind == .balancedAccuracy ? 1 : columns.count
      columns.insert(("skill over it", skills), at: place)
    }
    return Table(
      [.init("model", .leading)] + columns.map { .init($0.title) },
      rows: models.indices.map { row in
        [.init(ModelName.text(models[row]))] + columns.map { $0.cells[row] }
      }, focus: 0)
  }

  /// A figure of each model, the best one marked.
  private func cells(of kind: MetricKind, _ models: [String]) -> [Table.Cell] {
    // One share for all items is calibrated for knowing nothing: that wins no prize.
    let ranked = models.map { model in
      kind == .calibrationError && model == "majorityClass" ? nil : value(kind, of: model)
    }
    let cells = Table.cells(ranked, best: kind.best, text: kind.text)
    return zip(models, cells).map { model, cell in
      cell.isBest ? cell : .init(value(kind, of: model).map(kind.text) ?? "–")
    }
  }

  /// What each model costs to keep and to ask, beside how good it is; nil where nobody measured.
  func costTable(unit: String?) -> Table? {
    guard !costs.isEmpty else { return nil }
    let kind = leadingKind
    let columns: [[Table.Cell]] = [
      Table.cells(costs.map { value(kind, of: $0.name) }, best: kind.best, text: kind.text),
      costs.map { .init(NumberText.count($0.parameters)) },
      costs.map { .init(NumberText.bytes($0.bytes)) },
      costs.map { .init(NumberText.count($0.multiplyAdds)) },
      costs.map { .init(NumberText.duration(seconds: $0.secondsPerPrediction)) },
    ]
    return Table(
      [
        .init("model", .leading), .init(kind.heading(unit: unit)), .init("parameters"),
        .init("size"), .init("multiply-adds"), .init("time of a \(answer)"),
      ],
      rows: costs.indices.map { row in
        [.init(ModelName.text(costs[row].name))] + columns.map { $0[row] }
      }, focus: costs.firstIndex { $0.name == verdict.model })
  }

  /// The figures of the test that a reader looks for first.
  func testFigures(unit: String?) -> [Fact] {
    let (kinds, count): ([MetricKind], Int) =
      switch self {
      case .forecast(let metrics): ([.rmse, .mae], metrics.test.count)
      case .classification(let metrics): ([.balancedAccuracy, .accuracy], metrics.test.count)
      }
    return kinds.compactMap { kind in
      let suffix = kind == .rmse || kind == .mae ? unit.map { " \($0)" } ?? "" : ""
      return value(kind, of: verdict.model)
        .map { Fact("test \(kind.name)", kind.text($0) + suffix) }
    } + [Fact(answer + "s", NumberText.count(count))]
  }
}
