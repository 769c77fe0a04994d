import Sluice
import Synchronization

/// Shows on standard error how a study goes: a live table on a terminal, else a line a trial.
final class StudyView: StudyWatcher {
  fileprivate struct State {
    var definition: StudyDefinition?
    var bar: ProgressBar?
    var total: Int?
    var finished = 0
    var best = ""
    var workers: [Int: (trial: Trial, share: Double)] = [:]
    var linesShown = 0
    var lastShown = -Double.infinity
  }

  private let now = Trainer.monotonicSeconds
  private let state = Mutex(State())

  func studyBegins(_ definition: StudyDefinition, budget: StudyBudget, trials: [Trial]) {
    state.withLock { state in
      state.definition = definition
      state.total = budget.trials
      state.finished = trials.count { $0.state.isFinished }
      state.note(trials)
      state.bar = ProgressBar(
        "trials", total: budget.trials ?? 0, width: Console.width, isTerminal: true, start: now())
    }
    let done = trials.count { $0.state.isFinished }
    if done > 0 { Console.say("Going on after \(done) \(done == 1 ? "trial" : "trials").") }
  }

  func trialBegins(_ trial: Trial, worker: Int) {
    state.withLock { state in
      state.workers[worker] = (trial, 0)
      draw(&state)
    }
  }

  func trialGoesOn(_ trial: Trial, worker: Int, share: Double) {
    guard Console.isTerminal else { return }
    state.withLock { state in
      state.workers[worker] = (trial, share)
      if now() - state.lastShown >= 0.1 { draw(&state) }
    }
  }

  func trialEnds(_ trial: Trial, worker: Int, trials: [Trial]) {
    state.withLock { state in
      state.workers[worker] = nil
      guard trial.state.isFinished else { return }
      state.finished = max(state.finished, trials.count { $0.state.isFinished })
      state.note(trials)
      if Console.isTerminal {
        draw(&state)
      } else {
        Console.say(state.line(about: trial))
      }
    }
  }

  func studyEnds() {
    state.withLock { state in
      state.workers = [:]
      draw(&state)
      state.linesShown = 0
    }
  }

  /// Writes a line of talk above the table.
  @Sendable func say(_ line: String) {
    state.withLock { state in
      let isShown = state.linesShown > 0
      if isShown { Console.write("\u{1B}[\(state.linesShown)A\r\u{1B}[J") }
      Console.say(line)
      state.linesShown = 0
      if isShown { draw(&state) }
    }
  }

  /// Draws the whole table over the one before it.
  private func draw(_ state: inout State) {
    guard Console.isTerminal else { return }
    state.lastShown = now()
    let width = Console.width
    var lines = [state.headline(at: now())]
    for (worker, (trial, share)) in state.workers.sorted(by: { $0.key < $1.key }) {
      let percent = NumberText.percent(share, 0)
      let name = "trial \(trial.number)"
      lines.append(
        "  \(worker + 1)  \(ProgressBar.text(share, width: 20)) \(percent)  \(name): "
          + trial.parameters.text)
    }
    var text = state.linesShown > 0 ? "\u{1B}[\(state.linesShown)A" : ""
    for line in lines { text += "\r" + line.prefix(max(width - 1, 0)) + "\u{1B}[K\n" }
    // What a longer table left below.
    text += "\u{1B}[J"
    state.linesShown = lines.count
    Console.write(text)
  }
}

extension StudyView.State {
  /// Notes which trial is the best.
  fileprivate mutating func note(_ trials: [Trial]) {
    guard let definition, let winner = definition.ranking(of: trials).first else { return }
    best = "best \(NumberText.significant(winner.values[0])) of trial \(winner.number)"
  }

  fileprivate func headline(at now: Double) -> String {
    let rest = best.isEmpty ? "" : "  \(best)"
    guard total != nil, let bar else { return "\(finished) trials\(rest)" }
    return bar.line(finished, detail: best, at: now)
  }

  /// What became of a trial, in a line of a log.
  fileprivate func line(about trial: Trial) -> String {
    let result: String
    switch trial.state {
    case .complete:
      result = zip(definition?.objectives ?? [], trial.values)
        .map { "\($0.name) \(NumberText.significant($1))" }.joined(separator: ", ")
    case .pruned: result = "ended early"
    default: result = "failed: \(trial.failure ?? "")"
    }
    let of = total.map { " of \($0)" } ?? ""
    let standing = best.isEmpty ? "" : "; \(best)"
    return "trial \(trial.number) (\(finished)\(of) done): \(result)  [\(trial.parameters.text)]"
      + standing
  }
}
