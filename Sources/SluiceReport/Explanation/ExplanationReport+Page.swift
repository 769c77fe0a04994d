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
    let sharing = answer.attribution.sharing
    return (sharing.tellsInputs ? [importanceChart(answer), swarmChart(answer)] : [])
      + (sharing.tellsSteps ? [lagChart(answer)] : []) + [windowChart(answer)]
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
      blocks.insert(.verdict(trustSentence(answer, trust), trust.passes ? .good : .bad), at: 0)
    }
    if answer.attribution.answer == answers.first?.attribution.answer, let baselineText {
      blocks.append(.paragraph(baselineText))
    }
    return blocks
  }

  /// What stands in the report of a run: whether to believe it, what was found, and what there is to say
  /// about it.
  var sectionBlocks: [Block] {
    let notes = answers.flatMap(\.attribution.notes)
    return answers.flatMap(opening) + overviewCharts.map(\.block)
      + answers.compactMap { $0.trust.map { .facts(trustFacts($0)) } }
      + notes.indices.filter { notes.firstIndex(of: notes[$0]) == $0 }.map { .paragraph(notes[$0]) }
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
        style.bold("What moves \(answerText(answer)): \(workText)"), summary(answer),
      ]
      if let baselineText { lines.append(baselineText) }
      if answer.attribution.sharing.tellsInputs {
        lines += ["", importanceTable(answer).text(style)]
      }
      if let trust = answer.trust {
        lines +=
          ["", trustSentence(answer, trust)] + trustFacts(trust).map { "- \($0.name): \($0.value)" }
      }
      lines += answer.attribution.notes
    }
    return lines.joined(separator: "\n")
  }

  /// What the words mean.
  private var glossary: [Fact] {
    let units = answers.map(\.attribution.unit)
    var facts =
      units.first.map {
        [Fact("share", ShareWords(unit: $0, answer: answerWord).share)]
      } ?? []
    if let baseline { facts.append(Fact("baseline", "What shares are counted from: \(baseline).")) }
    return facts + [
      Fact(
        "mean size",
        "The shares of all readings of an input are summed in each window, so that what they do in "
          + "opposite directions cancels out; the mean of the sums without their sign."
      ),
      Fact(
        "row", "One line of the readings. The last row is the newest one that the model sees."),
    ] + (Glossary.baselines[model].map { [Fact(ModelName.text(model), $0)] } ?? [])
  }
}
