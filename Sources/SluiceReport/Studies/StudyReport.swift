import SluiceModels
import SluiceTuning

/// The report of a study: the winner first, then how the search went and what it says of each
/// parameter.
public struct StudyReport: Sendable {
  /// What came of the study.
  public var results: StudyResults

  /// Where the winner's own report is, from the study's; nil leaves the link out.
  public var winnerReport: String?

  /// Creates a report.
  public init(_ results: StudyResults, winnerReport: String? = nil) {
    self.results = results
    self.winnerReport = winnerReport
  }

  /// `report.html`: one file that needs nothing else.
  public var html: String { page.html }

  /// Each chart as an SVG file: its name, and its text.
  public var svgFiles: [(name: String, text: String)] {
    sections.flatMap(\.charts).map(\.svgFile)
  }

  /// The report as a page.
  public var page: Page {
    let definition = results.definition
    let objectives = definition.objectives.map {
      "\($0.direction == .minimize ? "smallest" : "largest") \($0.name)"
    }
    return Page(
      title: "Study \(definition.name)",
      subtitle: "\(NumberText.count(results.trials.count)) trials for the "
        + objectives.joined(separator: " and the "),
      sections: [bestSection]
        + sections.filter { !$0.charts.isEmpty }.map { section in
          Page.Section(
            section.heading,
            [.paragraph(section.text)] + section.charts.map(\.block))
        } + [settingsSection])
  }

  /// The parts of the report that show charts.
  private var sections: [(heading: String, text: String, charts: [NamedChart])] {
    [
      (
        "How the search went",
        "A point is a trial; the line is the best one so far. A search that still improves at its "
          + "end may be worth more trials.",
        historyCharts
      ),
      (
        "What no trial beats in everything",
        "A trial on the line can be improved in one objective only by giving up another.",
        paretoCharts
      ),
      (
        "Which parameters matter",
        "The share of the objective's variation over the space that each parameter explains alone "
          + "(fANOVA). What is missing to 100 % belongs to parameters acting together.",
        importanceCharts
      ),
      (
        "All parameters at once",
        "Each line is a trial, from parameter to parameter; the darker, the better it was.",
        parallelCharts
      ),
      (
        "One parameter at a time",
        "Each point is a trial: its value of the parameter, and what came of it.", sliceCharts
      ),
      (
        "Two parameters at a time",
        "The mean of the objective over all other parameters, as the forest behind the importances "
          + "sees it; the points are trials.",
        contourCharts
      ),
      (
        "The whole grid",
        "The mean of the objective over the trials of each combination; the darker a cell, the higher.",
        gridCharts
      ),
      (
        "When the trials ran", "Each line is a trial, from its beginning to its end.",
        timelineCharts
      ),
    ]
  }

  // MARK: Words

  private var bestSection: Page.Section {
    let definition = results.definition
    guard let best = results.front.first else {
      return Page.Section(nil, [.verdict("No trial was completed.", .bad)])
    }
    var blocks: [Block] = []
    if definition.objectives.count == 1 {
      let value = NumberText.significant(best.values[0], 4)
      blocks.append(
        .verdict(
          "Trial \(best.number) is the best of \(results.ranked.count) complete ones: "
            + "\(definition.objectives[0].name) \(value) with \(best.parameters.text).",
          .good))
    } else {
      blocks.append(
        .verdict(
          "\(results.front.count) of \(results.ranked.count) complete trials are beaten by no other "
            + "in everything.", .good))
    }
    if let choice = results.choiceSentence { blocks.append(.paragraph(choice)) }
    if let lead = results.lead {
      blocks.append(.paragraph(lead.sentence(objective: definition.objectives[0].name)))
    }
    if let winner = results.winner {
      let training = results.lineage == nil ? "Trained again and tested" : "Tested"
      blocks += [
        .paragraph(
          "\(training) on rows that no trial has seen: \(winner.verdict.sentence)"),
        .figures(winner.testFigures(unit: results.unit)),
      ]
      if let winnerReport { blocks.append(.link("The winner's own report", to: winnerReport)) }
    }
    blocks.append(.table(results.table(rows: 10)))
    if let rest = results.restSentence(rows: 10) { blocks.append(.paragraph(rest)) }
    return Page.Section(nil, blocks)
  }

  private var settingsSection: Page.Section {
    let definition = results.definition
    let pruned = results.trials.count { $0.state == .pruned }
    let failed = results.trials.filter { $0.state == .failed }
    var facts = definition.space.parameters.map { parameter in
      let condition = parameter.condition.map { condition in
        "; in play when \(condition.parameter) is "
          + condition.values.map(\.description).joined(separator: " or ")
      }
      return Fact(parameter.name, parameter.domain.description + (condition ?? ""))
    }
    facts += [
      Fact("sampler", definition.sampler.description),
      Fact("pruner", definition.pruner?.description ?? "none"),
      Fact("ended early", NumberText.count(pruned)),
      Fact("failed", NumberText.count(failed.count)),
      Fact(
        "trials proposed at once", definition.generation.map { "\($0)" } ?? "one, asynchronously"),
      Fact("seed", "\(definition.seed)"),
    ]
    facts += failed.prefix(5).map {
      Fact("trial \($0.number) failed", $0.failure ?? "for no known reason")
    }
    return Page.Section("The study", [.facts(facts)])
  }
}
