import SluiceModels

extension RunReport {
  /// The report as a page: the verdict first, then the evidence for it.
  public var page: Page {
    Page(
      title: title, subtitle: subtitle,
      sections: [verdictSection, comparisonSection, forecastSection, residualSection]
        + [dataSection, trainingSection, costSection, glossarySection, repetitionSection]
        .compactMap { $0 })
  }

  private var subtitle: String {
    let steps = forecasts.steps
    let far = steps.last.map(distance) ?? ""
    let reach = steps.count > 1 ? "\(steps.count) steps, up to \(far)" : far
    let name = unit.map { "\(target) [\($0)]" } ?? target
    return "Forecast of \(name), \(reach); tested on \(NumberText.count(metrics.test.count)) values"
  }

  // MARK: Results

  private var verdictSection: Page.Section {
    let verdict = metrics.verdict
    let best = ModelName.text(verdict.bestBaseline)
    var figures: [Fact] = []
    if let skill = verdict.skill {
      figures.append(Fact("skill over \(best)", NumberText.percent(skill)))
    }
    let suffix = unit.map { " \($0)" } ?? ""
    figures.append(Fact("typical miss (RMSE)", MetricKind.rmse.text(metrics.test.rmse) + suffix))
    if let cost = metrics.costs.first(where: { $0.name == verdict.model }) {
      figures += [
        Fact("parameters", NumberText.count(cost.parameters)),
        Fact("size of the model", NumberText.bytes(cost.bytes)),
        Fact("time of a forecast", NumberText.duration(seconds: cost.secondsPerPrediction)),
      ]
    }
    if let training = metrics.training {
      figures.append(Fact("training took", NumberText.duration(seconds: training.seconds)))
    }
    let detail =
      "Difference of the mean squared errors (\(best) less \(ModelName.text(verdict.model))): "
      + "\(NumberText.significant(verdict.difference, 3)); 95 % interval: "
      + "\(metrics.interval(unit: unit))."
    return Page.Section(
      nil, [.verdict(verdict.sentence, verdict.tone), .figures(figures), .paragraph(detail)])
  }

  private var comparisonSection: Page.Section {
    var blocks: [Block] = [
      .paragraph(
        "All models forecast the same \(NumberText.count(metrics.test.count)) values. The best "
          + "of each column is underlined; “skill over it” is how much smaller the mean squared "
          + "error of the \(ModelName.text(metrics.verdict.model)) is."),
      .table(metrics.table(unit: unit)), .paragraph(metrics.season.text),
      .chart(errorChart.chart, note: errorChart.note),
    ]
    if let publishedTable {
      blocks.append(.paragraph("Beside what others published for the same task:"))
      blocks.append(.table(publishedTable))
    }
    return Page.Section("Compared with forecasts that cost nothing", blocks)
  }

  private var forecastSection: Page.Section {
    Page.Section("Forecasts", forecastCharts.map { .chart($0.chart, note: $0.note) })
  }

  private var residualSection: Page.Section {
    Page.Section("Where it misses", residualCharts.map { .chart($0.chart, note: $0.note) })
  }

  // MARK: Making

  private var dataSection: Page.Section? {
    guard let data else { return nil }
    var blocks: [Block] = [.facts(data.facts)]
    if !data.parts.isEmpty { blocks.append(.table(data.partsTable)) }
    return Page.Section("Data", blocks)
  }

  private var trainingSection: Page.Section? {
    guard metrics.training != nil || network != nil || !settings.isEmpty else { return nil }
    var blocks: [Block] = []
    if let network { blocks.append(.table(network)) }
    if let training = metrics.training { blocks.append(.facts(facts(training))) }
    blocks += lossCharts.map { .chart($0.chart, note: $0.note) }
    if !settings.isEmpty { blocks += [.paragraph("Settings of the training:"), .facts(settings)] }
    return Page.Section("Network and training", blocks)
  }

  private func facts(_ training: TrainingSummary) -> [Fact] {
    let reason =
      switch training.stopped {
      case .epochs: "all were asked for"
      case .patience: "the loss had stopped improving"
      case .interrupted: "stopped by hand"
      case .observer: "ended by the program"
      }
    let kept = training.keptEpoch ?? training.bestEpoch
    let weights =
      kept == training.bestEpoch
      ? ", whose weights were kept" : "; the weights of epoch \(kept), the last one, were kept"
    let best = NumberText.significant(training.bestLoss, 4)
    let last = NumberText.significant(training.lastLoss, 4)
    return [
      Fact("epochs", "\(training.epochs) (\(reason))"),
      Fact("best epoch", "\(training.bestEpoch)\(weights)"),
      Fact("watched loss", "\(best) in the best epoch, \(last) in the last one"),
      Fact(
        "windows",
        "\(NumberText.count(training.windows)) to train, "
          + "\(NumberText.count(training.validationWindows)) to validate"),
      Fact("parameters", NumberText.count(training.parameters)),
      Fact("time", NumberText.duration(seconds: training.seconds)),
      Fact("seed", "\(training.seed)"),
    ]
  }

  private var costSection: Page.Section? {
    guard !metrics.costs.isEmpty else { return nil }
    let sentence =
      "What counts on a small device: how much must be stored, and what one forecast costs in "
      + "arithmetic and time (measured on the machine of this run, on one thread)."
    return Page.Section(
      "What it costs to run",
      [.paragraph(sentence), .table(metrics.costTable(unit: unit))])
  }

  private var glossarySection: Page.Section? {
    let names = metrics.models.map(\.name)
    let baselines = names.compactMap { name in
      Glossary.baselines[name].map { Fact(ModelName.text(name), $0) }
    }
    return Page.Section(
      "What the words mean", [.glossary(Glossary.metrics + baselines + Glossary.training)])
  }

  private var repetitionSection: Page.Section? {
    guard let repetition else { return nil }
    return Page.Section(
      "How to repeat this run",
      [
        .code(repetition.command),
        .facts(
          [
            Fact("version", repetition.version), Fact("seed", "\(repetition.seed)"),
            Fact("fingerprint of the data", repetition.fingerprint),
          ].filter { !$0.value.isEmpty } + repetition.circumstances),
        .paragraph("The same version, data and seed give the same network to the bit."),
      ])
  }
}
