import SluiceModels

extension RunMetrics {
  /// The results as text for a terminal: verdict, metrics of every model, and what each costs.
  ///
  /// - Parameter unit: the unit of the target, such as "kW"; nil where it is not known.
  public func text(unit: String? = nil, style: TerminalStyle = .plain) -> String {
    switch self {
    case .forecast(let metrics): metrics.text(unit: unit, style: style)
    case .classification(let metrics): metrics.text(style: style)
    }
  }
}

extension RunMetrics {
  /// The figures of the test that a reader looks for first.
  func testFigures(unit: String?) -> [Fact] {
    let (kinds, count, what): ([MetricKind], Int, String) =
      switch self {
      case .forecast(let metrics): ([.rmse, .mae], metrics.test.count, "forecasts")
      case .classification(let metrics):
        ([.balancedAccuracy, .accuracy], metrics.test.count, "labels")
      }
    let suffix = if case .forecast = self { unit.map { " \($0)" } ?? "" } else { "" }
    return kinds.compactMap { kind in
      kind.value(of: self).map { Fact("test \(kind.name)", kind.text($0) + suffix) }
    } + [Fact(what, NumberText.count(count))]
  }
}

extension LabelMetrics {
  func text(style: TerminalStyle) -> String {
    var parts = [style.toned(verdict.sentence, verdict.tone)]
    parts.append("accuracy \(test.accuracy) balanced \(test.balancedAccuracy)")
    for (name, scores) in baselines {
      parts.append("\(name): accuracy \(scores.accuracy) balanced \(scores.balancedAccuracy)")
    }
    return parts.joined(separator: "\n")
  }
}

extension ForecastMetrics {
  /// The results as text for a terminal: verdict, metrics of every model, and what each costs.
  ///
  /// - Parameter unit: the unit of the target, such as "kW"; nil where it is not known.
  public func text(unit: String? = nil, style: TerminalStyle = .plain) -> String {
    var parts = [
      style.toned(verdict.sentence, verdict.tone), table(unit: unit).text(style),
    ]
    if !costs.isEmpty { parts.append(costTable(unit: unit).text(style)) }
    return parts.joined(separator: "\n\n")
  }
}
