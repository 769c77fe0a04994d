import SluiceModels

/// Several runs side by side; as JSON it is what `compare --json` prints.
public struct Comparison: Codable, Sendable {
  /// One of the runs.
  public struct Run: Codable, Sendable {
    /// What the run is called.
    public var name: String
    /// What was measured.
    public var metrics: ForecastMetrics

    /// A run by its name.
    public init(name: String, metrics: ForecastMetrics) {
      self.name = name
      self.metrics = metrics
    }
  }

  /// The runs in the order in which they were named.
  public var runs: [Run]

  /// Whether all runs were tested on as many values with the same naive forecasts.
  ///
  /// Otherwise their figures answer different questions. Found, not given.
  public var isSameTest: Bool

  /// A comparison of runs.
  public init(runs: [Run]) {
    self.runs = runs
    isSameTest =
      Set(runs.map(\.metrics.test.count)).count <= 1
      && Set(runs.compactMap { $0.metrics.baselines["persistence"]?.mse }).count <= 1
  }

  /// A warning where the runs were tested on different values.
  private var warning: String? {
    guard !isSameTest else { return nil }
    return "These runs were not tested on the same values, so their errors cannot be ranked: "
      + "compare the skill of each over its own baselines."
  }

  /// The runs by their metrics and costs, the best of each column marked where they compare.
  func table(unit: String?) -> Table {
    var columns: [(title: String, cells: [Table.Cell])] = MetricKind.forecasts.map { kind in
      let values = runs.map { kind.value(of: $0.metrics.test) }
      let best = isSameTest ? kind.best : nil
      return (kind.heading(unit: unit), Table.cells(values, best: best, text: kind.text))
    }
    columns.append(
      (
        "skill over best baseline",
        runs.map { run in
          let verdict = run.metrics.verdict
          let name = ModelName.text(verdict.bestBaseline)
          return .init(verdict.skill.map { "\(NumberText.percent($0)) (\(name))" } ?? "–")
        }
      ))
    let costs = runs.map { run in
      run.metrics.costs.first { $0.name == run.metrics.verdict.model }
    }
    func add(_ title: String, _ text: (Cost) -> String) {
      columns.append((title, costs.map { .init($0.map(text) ?? "–") }))
    }
    add("parameters") { NumberText.count($0.parameters) }
    add("size") { NumberText.bytes($0.bytes) }
    add("time of a forecast") { NumberText.duration(seconds: $0.secondsPerPrediction) }
    columns.append(
      (
        "training",
        runs.map { run in
          .init(run.metrics.training.map { NumberText.duration(seconds: $0.seconds) } ?? "–")
        }
      ))
    return Table(
      [.init("run", .leading)] + columns.map { .init($0.title) },
      rows: runs.indices.map { row in [.init(runs[row].name)] + columns.map { $0.cells[row] } })
  }

  /// The comparison as text for a terminal.
  public func text(unit: String? = nil, style: TerminalStyle = .plain) -> String {
    var parts = [table(unit: unit).text(style)]
    if let warning { parts.append(style.warning(warning)) }
    parts += runs.map { run in
      style.bold(run.name + ": ")
        + style.toned(run.metrics.verdict.sentence, run.metrics.verdict.tone)
    }
    return parts.joined(separator: "\n\n")
  }

  /// The comparison as a page.
  public func page(unit: String? = nil) -> Page {
    var blocks: [Block] = [.table(table(unit: unit))]
    if let warning { blocks.insert(.verdict(warning, .open), at: 0) }
    blocks.append(.chart(chart(unit: unit), note: "Lower is better."))
    let verdicts = runs.map { Fact($0.name, $0.metrics.verdict.sentence) }
    return Page(
      title: "Comparison of \(runs.count) runs",
      sections: [
        .init(nil, blocks), .init("Verdicts", [.facts(verdicts)]),
        .init("What the words mean", [.glossary(Glossary.metrics)]),
      ])
  }

  private func chart(unit: String?) -> Chart {
    let errors = runs.map(\.metrics.test.rmse)
    return Chart(
      "Error of each run",
      summary: zip(runs, errors).map { "\($0.name) \(NumberText.significant($1, 4))" }
        .joined(separator: ", "),
      x: Axis("RMSE", unit: unit), y: Axis("", kind: .categories(runs.map(\.name))),
      marks: [BarMark(errors, isHorizontal: true, showsValues: true)],
      height: 60 + 36 * Double(max(runs.count, 2)))
  }
}
