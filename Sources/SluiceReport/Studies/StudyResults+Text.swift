import SluiceTuning

extension StudyResults {
  /// The results as text for a terminal: the best trials, what the lead is worth, how many there were.
  ///
  /// - Parameter rows: How many trials are shown at most.
  public func text(rows: Int = 10, style: TerminalStyle = .plain) -> String {
    var parts = [style.bold(headline)]
    if !ranked.isEmpty { parts.append(table(rows: rows).text(style)) }
    if definition.objectives.count > 1, !front.isEmpty {
      parts.append(
        "No trial beats one of these in everything: "
          + front.map { "\($0.number)" }.joined(separator: ", ") + ".")
    }
    if let lead {
      let sentence = lead.sentence(objective: definition.objectives[0].name)
      parts.append(lead.isWithinNoise == false ? style.good(sentence) : style.warning(sentence))
    }
    return parts.joined(separator: "\n\n")
  }

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
