import SluiceData
import SluiceExplain

/// The page and the lines of an explanation.
extension ExplanationReport {
  /// `explanation.html`: one file that needs nothing else.
  public var html: String { page.html }

  /// The charts of the page as SVG files by name.
  public var svgFiles: [(name: String, text: String)] {
    (answers.flatMap(charts) + [answersChart].compactMap { $0 } + changeCharts + insideCharts)
      .map(\.svgFile)
  }

  private func charts(of answer: Answer) -> [NamedChart] {
    [importanceChart, swarmChart, lagChart, windowChart].map { $0(answer) }
  }

  private var changeCharts: [NamedChart] { [permutationChart, sweepChart].compactMap { $0 } }

  private var insideCharts: [NamedChart] {
    [memoryChart].compactMap { $0 } + traces.flatMap(traceCharts)
  }

  private var page: Page {
    var sections = [Page.Section(nil, answers.flatMap(opening))] + answers.map(section)
    if let answersChart {
      sections.append(Page.Section("All answers beside each other", [answersChart.block]))
    }
    let changes = changeCharts.map(\.block)
    if !changes.isEmpty { sections.append(Page.Section("What other readings would do", changes)) }
    let inside = insideCharts.map(\.block)
    if !inside.isEmpty { sections.append(Page.Section("Inside the network", inside)) }
    sections.append(Page.Section("What the words mean", [.glossary(glossary)]))
    return Page(
      title: title,
      subtitle: "What moves \(answers.first.map(answerText) ?? "it"): \(workText)",
      sections: sections)
  }

  /// What stands at the top of the page about an answer: whether to believe it, and what was found.
  private func opening(_ answer: Answer) -> [Block] {
    var blocks: [Block] = [.paragraph(summary(answer))]
    if let trust = answer.trust {
      blocks.insert(.verdict(trustSentence(trust), trust.passes ? .good : .bad), at: 0)
    }
    return blocks
  }

  /// The pictures of an answer.
  private func section(_ answer: Answer) -> Page.Section {
    let name = answers.count > 1 ? answerText(answer) : "What moves it"
    var blocks = charts(of: answer).map(\.block)
    if let trust = answer.trust { blocks.append(.facts(trustFacts(trust))) }
    blocks += answer.attribution.notes.map { Block.paragraph($0) }
    return Page.Section(name.prefix(1).uppercased() + name.dropFirst(), blocks)
  }

  /// The lines for a terminal.
  public func text(style: TerminalStyle = .plain) -> String {
    var lines: [String] = []
    for answer in answers {
      if !lines.isEmpty { lines.append("") }
      lines += [
        style.bold("What moves \(answerText(answer)): \(workText)"),
        summary(answer), "", importanceTable(answer).text(style),
      ]
      if let trust = answer.trust {
        lines += ["", trustSentence(trust)] + trustFacts(trust).map { "- \($0.name): \($0.value)" }
      }
      lines += answer.attribution.notes
    }
    return lines.joined(separator: "\n")
  }

  /// What the words mean.
  private var glossary: [Fact] {
    [
      Fact(
        "share",
        "What one reading adds to the \(answerWord), compared with the \(answerWord) for a window in which "
          + "it tells nothing. Shares have a sign: they raise or lower."),
      Fact(
        "mean size",
        "The mean of the shares without their sign, all readings of the input together."
      ),
      Fact(
        "row", "One line of the readings. The last row is the newest one that the model sees."),
    ] + (Glossary.baselines[model].map { [Fact(ModelName.text(model), $0)] } ?? [])
  }
}
