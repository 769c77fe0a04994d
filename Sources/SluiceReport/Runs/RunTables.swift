import SluiceModels

extension ForecastMetrics {
  /// The metrics of every model, the best of each column marked, and the skill against each.
  func table(unit: String?) -> Table {
    let models = models
    let kinds = MetricKind.forecasts.filter { kind in
      models.contains { kind.value(of: $0.metrics) != nil }
    }
    var columns: [[Table.Cell]] = kinds.map { kind in
      Table.cells(models.map { kind.value(of: $0.metrics) }, best: kind.best, text: kind.text)
    }
    columns.append(
      models.enumerated().map { number, model in
        guard number > 0, model.metrics.mse > 0 else { return "–" }
        return .init(NumberText.percent(1 - test.mse / model.metrics.mse))
      })
    return Table(
      [.init("model", .leading)] + kinds.map { .init($0.heading(unit: unit)) }
        + [.init("skill over it")],
      rows: models.indices.map { row in
        [.init(ModelName.text(models[row].name))] + columns.map { $0[row] }
      }, focus: 0)
  }

  /// What each model costs to keep and to ask, beside how good it is.
  func costTable(unit: String?) -> Table {
    let errors = costs.map { cost in
      cost.name == verdict.model ? test.rmse : baselines[cost.name]?.rmse
    }
    let columns: [[Table.Cell]] = [
      Table.cells(errors, best: { $0.min() }) { MetricKind.rmse.text($0) },
      costs.map { .init(NumberText.count($0.parameters)) },
      costs.map { .init(NumberText.bytes($0.bytes)) },
      costs.map { .init(NumberText.count($0.multiplyAdds)) },
      costs.map { .init(NumberText.duration(seconds: $0.secondsPerPrediction)) },
    ]
    return Table(
      [
        .init("model", .leading), .init(MetricKind.rmse.heading(unit: unit)),
        .init("parameters"), .init("size"), .init("multiply-adds"), .init("time of a forecast"),
      ],
      rows: costs.indices.map { row in
        [.init(ModelName.text(costs[row].name))] + columns.map { $0[row] }
      }, focus: costs.firstIndex { $0.name == verdict.model })
  }

  /// The interval of the difference between the best baseline and the model, in words.
  func interval(unit: String?) -> String {
    let squared = unit.map { " \($0)²" } ?? ""
    guard let lower = verdict.lower, let upper = verdict.upper else {
      return "not known: too few forecasts"
    }
    let ends = [lower, upper].map { NumberText.significant($0, 3) }
    return "\(ends[0]) to \(ends[1])\(squared)"
  }
}

extension RunReport {
  /// The figures of others beside those of this run; nil without any.
  var publishedTable: Table? {
    guard !published.isEmpty else { return nil }
    return Table(
      [
        .init("published by", .leading), .init("figure", .leading), .init("published"),
        .init("this run"), .init("difference"),
      ],
      rows: published.map { figure in
        let own = figure.metric.value(of: metrics.test)
        let isBetter = own.map {
          figure.metric.isLowerBetter ? $0 <= figure.value : $0 >= figure.value
        }
        let change = own.map { ($0 - figure.value) / figure.value.magnitude }
        let sign = (change ?? 0) > 0 ? "+" : ""
        return [
          .init(figure.name), .init(figure.metric.heading(unit: unit)),
          .init(figure.metric.text(figure.value)),
          .init(own.map(figure.metric.text) ?? "–", isBest: isBetter ?? false),
          .init(change.map { sign + NumberText.percent($0) } ?? "–"),
        ]
      })
  }
}
