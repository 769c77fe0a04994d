import SluiceExplain
import SluiceModels

extension RunReport {
  /// The report as a page: the verdict first, then the evidence for it.
  public var page: Page {
    let results = resultSections
    return Page(
      title: title, subtitle: results.subtitle,
      sections: [verdictSection(results)] + results.sections
        + [explanationSection, dataSection, trainingSection, costSection].compactMap { $0 }
        + [glossarySection(results.glossary)] + [repetitionSection].compactMap { $0 })
  }

  /// All charts of the run: how it learnt, then what came of it.
  var charts: [NamedChart] {
    lossCharts + resultSections.charts + (explanation?.overviewCharts ?? [])
  }

  private func verdictSection(_ results: any ResultSections) -> Page.Section {
    let verdict = metrics.verdict
    var figures = results.figures
    if let cost = metrics.costs.first(where: { $0.name == verdict.model }) {
      figures += [
        Fact("parameters", NumberText.count(cost.parameters)),
        Fact("size of the model", NumberText.bytes(cost.bytes)),
        Fact(
          "time of a \(metrics.answer)", NumberText.duration(seconds: cost.secondsPerPrediction)),
      ]
    }
    if let training = metrics.training {
      figures.append(Fact("training took", NumberText.duration(seconds: training.seconds)))
    }
    return Page.Section(
      nil,
      [.verdict(verdict.sentence, verdict.tone), .figures(figures), .paragraph(results.detail)])
  }

  /// What the answers rest on, and how to see more of it.
  private var explanationSection: Page.Section? {
    guard let explanation else { return nil }
    return Page.Section(
      "What the \(metrics.answer) rests on",
      explanation.sectionBlocks + [
        .paragraph(
          "By \(explanation.methodText) over \(explanation.windowsText) of \(explanation.source). "
            + "More, and single \(metrics.answer)s closely:"),
        .code("sluice explain RUN"),
      ])
  }

  // MARK: Making

  private var dataSection: Page.Section? {
    guard let data else { return nil }
    var blocks: [Block] = [.facts(data.facts)]
    if !data.parts.isEmpty { blocks.append(.table(data.partsTable)) }
    blocks += data.labels?.blocks ?? []
    return Page.Section("Data", blocks)
  }

  private var costSection: Page.Section? {
    guard let table = metrics.costTable(unit: unit) else { return nil }
    let sentence =
      "What counts on a small device: how much must be stored, and what one \(metrics.answer) costs in "
      + "arithmetic and time (measured on the machine of this run, on one thread)."
    return Page.Section("What it costs to run", [.paragraph(sentence), .table(table)])
  }

  private func glossarySection(_ words: [Fact]) -> Page.Section {
    let baselines = metrics.models.compactMap { name in
      Glossary.baselines[name].map { Fact(ModelName.text(name), $0) }
    }
    return Page.Section(
      "What the words mean", [.glossary(words + baselines + Glossary.training)])
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
