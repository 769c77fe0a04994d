import SluiceTuning

/// How the search went.
extension StudyReport {
  private var objective: Objective { results.definition.objectives[0] }

  /// The first objective as an axis; logarithmic where the values differ by orders of magnitude.
  func objectiveAxis(_ values: [Double], index: Int = 0) -> Axis {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    let kind: Axis.Kind = low > 0 && high / low > 20 ? .logarithmic : .linear
    return Axis(results.definition.objectives[index].name, kind: kind)
  }

  /// Each trial's result in the order of the trials, and what the trials reported on the way.
  var historyCharts: [NamedChart] {
    guard results.definition.objectives.count == 1, !results.ranked.isEmpty else { return [] }
    let complete = results.ranked.sorted { $0.number < $1.number }
    let numbers = complete.map { Double($0.number) }
    let values = complete.map { $0.values[0] }
    var best: [Double] = []
    for value in values {
      let last = best.last ?? value
      best.append(objective.loss(value) < objective.loss(last) ? value : last)
    }
    let pruned = results.trials.filter { $0.state == .pruned && !$0.intermediate.isEmpty }
    let lost = pruned.compactMap { $0.intermediate.last?.value }
    var marks: [any Mark] = [
      PointMark(x: numbers, y: values, label: "complete", paint: .series(0), radius: 3)
    ]
    if !pruned.isEmpty {
      marks.append(
        PointMark(
          x: pruned.map { Double($0.number) }, y: lost, label: "ended early", paint: .series(7)))
    }
    marks.append(
      LineMark(x: numbers, y: best, label: "best so far", paint: .series(1), isStepped: true))
    let value = NumberText.significant(best.last ?? 0, 4)
    let chart = Chart(
      "Results by trial", summary: "The best of \(complete.count) complete trials has \(value).",
      x: Axis("trial", isWhole: true), y: objectiveAxis(values + lost), marks: marks)
    return [NamedChart(name: "history", chart: chart, note: nil)] + intermediateCharts
  }

  private var intermediateCharts: [NamedChart] {
    let reporting = results.trials.filter { $0.intermediate.count > 1 }
    guard !reporting.isEmpty else { return [] }
    // Beyond some hundred lines nobody can tell one from another.
    let shown = reporting.suffix(100)
    let best = results.front.first?.number
    var marks: [any Mark] = shown.filter { $0.number != best }.map { trial in
      line(trial, label: trial.state == .pruned ? "ended early" : "complete")
    }
    if let trial = reporting.first(where: { $0.number == best }) {
      marks.append(line(trial, label: "best"))
    }
    let values = shown.flatMap { $0.intermediate.map(\.value) }
    let chart = Chart(
      "Values on the way",
      summary: "What \(shown.count) trials reported while they ran.",
      x: Axis("step", isWhole: true),
      y: objectiveAxis(values), marks: marks)
    return [
      NamedChart(
        name: "intermediate-values", chart: chart,
        note: "A step is an epoch, or a fold where trials are judged over folds.")
    ]
  }

  private func line(_ trial: Trial, label: String) -> LineMark {
    let paints: [String: Paint] = ["best": .series(1), "complete": .series(0)]
    return LineMark(
      x: trial.intermediate.map { Double($0.step) }, y: trial.intermediate.map(\.value),
      label: label, paint: paints[label] ?? .series(7), width: label == "best" ? 2.4 : 1)
  }

  /// All trials in the plane of each pair of objectives with the first, and the front.
  var paretoCharts: [NamedChart] {
    let objectives = results.definition.objectives
    guard objectives.count > 1, !results.ranked.isEmpty else { return [] }
    return (1..<objectives.count).map { index in
      let all = results.ranked.map { ($0.values[0], $0.values[index]) }
      let front = results.front.map { ($0.values[0], $0.values[index]) }.sorted { $0 < $1 }
      let chart = Chart(
        "\(objectives[index].name) and \(objectives[0].name)",
        summary: "\(front.count) of \(all.count) trials are on the front.",
        x: objectiveAxis(all.map(\.0)), y: objectiveAxis(all.map(\.1), index: index),
        marks: [
          PointMark(x: all.map(\.0), y: all.map(\.1), label: "trials", paint: .series(7)),
          LineMark(x: front.map(\.0), y: front.map(\.1), paint: .series(1), width: 1),
          PointMark(
            x: front.map(\.0), y: front.map(\.1), label: "front", paint: .series(1), radius: 3.5),
        ])
      let name = index == 1 ? "pareto-front" : "pareto-front-\(index)"
      return NamedChart(name: name, chart: chart, note: nil)
    }
  }

  /// Each trial from its beginning to its end.
  var timelineCharts: [NamedChart] {
    let timed = results.trials.compactMap { trial in
      trial.started.flatMap { started in trial.ended.map { (trial, started, max($0, started)) } }
    }
    guard let origin = timed.map(\.1).min() else { return [] }
    let words: [Trial.State: String] = [
      .complete: "complete", .pruned: "ended early", .failed: "failed",
    ]
    let paints: [Trial.State: Paint] = [
      .complete: .series(0), .pruned: .series(7), .failed: .series(1),
    ]
    // More lines than pixels say nothing.
    let marks = timed.suffix(300).map { trial, started, ended in
      LineMark(
        x: [started - origin, ended - origin], y: [Double(trial.number), Double(trial.number)],
        label: words[trial.state], paint: paints[trial.state], width: 3)
    }
    let workers = Set(timed.compactMap(\.0.worker)).count
    let chart = Chart(
      "Timeline of the trials",
      summary: "\(timed.count) trials of \(workers) \(workers == 1 ? "process" : "processes").",
      x: Axis("since the first trial began", unit: "s"), y: Axis("trial", isWhole: true),
      marks: marks)
    return [NamedChart(name: "timeline", chart: chart, note: nil)]
  }
}
