import SluiceModels

/// Several runs of one task side by side; as JSON it is what `compare --json` prints.
public struct Comparison: Codable, Sendable {
  /// One of the runs.
  public struct Run: Codable, Sendable {
    /// What the run is called.
    public var name: String
    /// What was measured.
    public var metrics: RunMetrics

    /// A run by its name.
    public init(name: String, metrics: RunMetrics) {
      self.name = name
      self.metrics = metrics
    }
  }

  /// The runs in the order in which they were named.
  public var runs: [Run]

  /// Whether all runs were tested on as many values with the same naive forecasts, or on as many labels of
  /// each class.
  ///
  /// Otherwise their figures answer different questions. Found, not given.
  public var isSameTest: Bool

  /// A comparison of runs.
  ///
  /// - Throws: ``ComparisonError`` when forecasts stand beside classifications.
  public init(runs: [Run]) throws {
    let names = Dictionary(grouping: runs) { $0.metrics.answer }.mapValues { $0.map(\.name) }
    if let forecasts = names["forecast"], let labels = names["label"] {
      throw ComparisonError.differentTasks(forecasts: forecasts, classifications: labels)
    }
    self.runs = runs
    isSameTest = Set(runs.map { TestMark($0.metrics) }).count <= 1
  }

  /// By what two tests are told apart.
  private enum TestMark: Hashable {
    case forecasts(count: Int, persistence: Double?)
    case labels(counts: [String: Int])

    init(_ metrics: RunMetrics) {
      switch metrics {
      case .forecast(let metrics):
        self = .forecasts(
          count: metrics.test.count, persistence: metrics.baselines["persistence"]?.mse)
      case .classification(let metrics):
        let classes = metrics.test.classes
        self = .labels(
          counts: Dictionary(classes.map { ($0.name, $0.support) }, uniquingKeysWith: +))
      }
    }
  }

  /// A warning where the runs were tested on different values.
  private var warning: String? {
    guard !isSameTest, let what = runs.first?.metrics.answer else { return nil }
    return what == "label"
      ? "These runs were not tested on the same labels, so their figures cannot be ranked: compare "
        + "the skill of each over its own baselines."
      : "These runs were not tested on the same values, so their errors cannot be ranked: "
        + "compare the skill of each over its own baselines."
  }

  /// The figures in which runs of the task are compared.
  private var kinds: [MetricKind] {
    switch runs.first?.metrics {
    case .forecast, nil: MetricKind.forecasts
    case .classification: [.balancedAccuracy, .accuracy, .f1, .logLoss]
    }
  }

  /// The runs by their metrics and costs, the best of each column marked where they compare.
  func table(unit: String?) -> Table {
    var columns: [(title: String, cells: [Table.Cell])] = kinds.map { kind in
      let values = runs.map { $0.metrics.value(kind, of: $0.metrics.verdict.model) }
      let best = isSameTest ? kind.best : nil
      return (kind.heading(unit: unit), Table.cells(values, best: best, text: kind.text))
    }
    columns.append(
      (
        "skill over best baseline",
        runs.map { run in
          let verdict = run.metrics.verdict
          let name = ModelName.text(verdict.bestBaseline)
          return .init(verdict.skill.map { "\(RunMetrics.skillText($0)) (\(name))" } ?? "–")
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
    add("time of a \(runs.first?.metrics.answer ?? "forecast")") {
      NumberText.duration(seconds: $0.secondsPerPrediction)
    }
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
    if let metrics = runs.first?.metrics { blocks.append(chart(metrics, unit: unit)) }
    let verdicts = runs.map { Fact($0.name, $0.metrics.verdict.sentence) }
    return Page(
      title: "Comparison of \(runs.count) runs",
      sections: [
        .init(nil, blocks), .init("Verdicts", [.facts(verdicts)]),
        .init(
          "What the words mean",
          [.glossary(kinds == MetricKind.forecasts ? Glossary.forecasts : Glossary.labels)]),
      ])
  }

  private func chart(_ metrics: RunMetrics, unit: String?) -> Block {
    let kind = metrics.leadingKind
    let values = runs.map { $0.metrics.value(kind, of: $0.metrics.verdict.model) ?? .nan }
    let chart = Chart(
      "\(kind.isLowerBetter ? "Error" : "Balanced accuracy") of each run",
      summary: zip(runs, values).map { "\($0.name) \(kind.text($1))" }.joined(separator: ", "),
      x: kind.isShare ? .percent(kind.name) : Axis(kind.name, unit: unit),
      y: Axis("", kind: .categories(runs.map(\.name))),
      marks: [
        BarMark(
          kind.isShare ? values.map(NumberText.percentage) : values, isHorizontal: true,
          showsValues: true)
      ],
      height: 60 + 36 * Double(max(runs.count, 2)))
    return .chart(chart, note: kind.isLowerBetter ? "Lower is better." : "Higher is better.")
  }
}

/// What keeps runs from being compared.
public enum ComparisonError: Error, Equatable, CustomStringConvertible {
  /// Some forecast and others label; the names of both.
  case differentTasks(forecasts: [String], classifications: [String])

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .differentTasks(let forecasts, let classifications):
      "Runs of different tasks cannot be compared: forecasts (\(forecasts.joined(separator: ", "))) "
        + "and classifications (\(classifications.joined(separator: ", "))). Name runs of one task."
    }
  }
}
