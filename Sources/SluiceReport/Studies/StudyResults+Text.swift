import SluiceTuning

extension StudyResults {
  /// The results as text for a terminal: the best trials, what the lead is worth, how many there were.
  ///
  /// - Parameter rows: How many trials are shown at most.
  public func text(rows: Int = 10, style: TerminalStyle = .plain) -> String {
    var parts = [style.bold(headline)]
    if !ranked.isEmpty { parts.append(table(rows: rows).text(style)) }
    if let rest = restSentence(rows: rows) { parts.append(rest) }
    if definition.objectives.count > 1, !front.isEmpty {
      parts.append(
        "No trial beats one of these in everything: "
          + front.map { "\($0.number)" }.joined(separator: ", ") + ".")
    }
    if let choiceSentence { parts.append(choiceSentence) }
    if let lead {
      let sentence = lead.sentence(objective: definition.objectives[0].name)
      parts.append(lead.isWithinNoise == false ? style.good(sentence) : style.warning(sentence))
    }
    if let failures { parts.append(style.warning(failures)) }
    return parts.joined(separator: "\n\n")
  }

  /// How many complete trials a table of the best leaves out, and how to see them; nil for none.
  func restSentence(rows: Int) -> String? {
    guard ranked.count > rows else { return nil }
    return "The \(rows) best of \(NumberText.count(ranked.count)) complete trials; all of them: "
      + "sluice tune show STUDY --rows \(ranked.count)"
  }

  /// Which trials failed and why, a line a reason; nil when none did.
  private var failures: String? {
    let failed = trials.filter { $0.state == .failed }
    if failed.isEmpty { return nil }
    let groups = Dictionary(grouping: failed) { $0.failure ?? "for no known reason" }
      .sorted { $0.value[0].number < $1.value[0].number }
    let shown = groups.prefix(Self.reasonsShown).map { reason, trials in
      let numbers = trials.prefix(Self.numbersShown).map { "\($0.number)" }
      let more = trials.count - numbers.count
      let list = numbers.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
      return "\(trials.count == 1 ? "Trial" : "Trials") \(list) failed: \(reason)"
    }
    let rest = groups.dropFirst(Self.reasonsShown).reduce(0) { $0 + $1.value.count }
    let last = rest > 0 ? ["\(rest) more failed; sluice tune export tells why."] : []
    return (shown + last).joined(separator: "\n")
  }

  private static var reasonsShown: Int { 5 }
  private static var numbersShown: Int { 8 }

  /// How many trials there were, and why the study ended.
  private var headline: String {
    let counts: [(Trial.State, String)] = [
      (.complete, "complete"), (.pruned, "ended early"), (.failed, "failed"),
      (.running, "running"), (.waiting, "waiting"),
    ]
    let found = counts.compactMap { state, word in
      let count = trials.count { $0.state == state }
      return count > 0 ? "\(NumberText.count(count)) \(word)" : nil
    }
    let word = trials.count == 1 ? "trial" : "trials"
    let detail = found.isEmpty ? "" : " (\(found.joined(separator: ", ")))"
    let reason =
      switch end {
      case .time: "; the time is up"
      case .patience: "; no improvement any more"
      case .exhausted: "; nothing is left to try"
      case .trials, nil: ""
      }
    return "\(definition.name): \(NumberText.count(trials.count)) \(word)\(detail)\(reason)."
  }

  /// The best trials with their values, the best of each column marked.
  public func table(rows: Int) -> Table {
    let shown = Array(ranked.prefix(rows))
    let objectives = definition.objectives.enumerated().map { index, objective in
      Table.cells(
        shown.map { $0.values[index] },
        best: { $0.min { objective.loss($0) < objective.loss($1) } }
      ) { NumberText.significant($0, 4, padded: true) }
    }
    let parameters = definition.space.parameters.map { parameter in
      shown.map { Table.Cell($0.parameters[parameter.name].map(Self.text) ?? "–") }
    }
    let epochs: [Table.Cell] = shown.map { trial in
      .init(trial.measurements["epochs"].map { NumberText.significant($0, 3) } ?? "–")
    }
    let times: [Table.Cell] = shown.map { trial in
      guard let started = trial.started, let ended = trial.ended else { return "–" }
      return .init(NumberText.duration(seconds: max(ended - started, 0)))
    }
    return Table(
      [.init("trial")] + definition.objectives.map { .init($0.name) }
        + definition.space.parameters.map { .init($0.name) } + [.init("epochs"), .init("time")],
      rows: shown.indices.map { row in
        [.init("\(shown[row].number)")] + objectives.map { $0[row] } + parameters.map { $0[row] }
          + [epochs[row], times[row]]
      })
  }

  /// A value as a table shows it.
  static func text(_ value: ParameterValue) -> String {
    guard case .double(let number) = value else { return value.description }
    return NumberText.significant(number, 4)
  }
}
