import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Studies that outlive the process that began them.
@Suite struct TuneStudyTests {
  private static let study = """
    experiment: exp.yaml
    search:
      model.0.LSTM.hiddenSize: {integer: [2, 8]}
      training.optimizer.adam.learningRate: {float: [1.0e-4, 0.1], scale: log}
    pruner: {median: {startup: 2}}
    budget: {trials: 12}

    """

  private func workplace(rows: Int = 400) throws -> Workplace {
    let place = try Workplace.ready(rows: rows)
    try place.write(Self.study, to: "study.yaml")
    return place
  }

  private func results(_ json: String) throws -> [[String: String]] {
    let study = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let trials = try #require(study?["trials"] as? [[String: Any]])
    return try trials.map { trial in
      var facts: [String: String] = [:]
      for key in ["number", "state", "parameters", "values", "intermediate"] {
        let data = try JSONSerialization.data(
          withJSONObject: [trial[key] ?? ""], options: .sortedKeys)
        facts[key] = String(decoding: data, as: UTF8.self)
      }
      return facts
    }
  }

  private func finished(_ place: Workplace, _ study: String) throws -> [Int: [Double]] {
    let shown = try place.sluice("tune", "export", study)
    guard shown.status == 0 else { return [:] }
    let parsed = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
    var times: [Int: [Double]] = [:]
    for trial in parsed?["trials"] as? [[String: Any]] ?? [] {
      guard let state = trial["state"] as? String, state == "complete" || state == "pruned",
        let number = trial["number"] as? Int, let started = trial["started"] as? Double,
        let ended = trial["ended"] as? Double
      else { continue }
      times[number] = [started, ended]
    }
    return times
  }

  @Test(arguments: [SIGKILL, SIGINT])
  func `a study that is ended in the middle goes on with the same command`(signal: Int32) throws {
    let place = try workplace(rows: 2000)
    defer { place.remove() }
    let arguments = [
      "tune", "study.yaml", "--workers", "2", "--set", "experiment.training.epochs=60", "--set",
      "experiment.training.patience=null", "--output",
    ]
    let whole = try CommandRun(arguments + ["whole", "--json"], in: place.folder)
    #expect(whole.status == 0, "\(whole.errors)")

    let running = try CommandRun.Running(arguments + ["s"], in: place.folder)
    while running.isRunning, try finished(place, "s").count < 3 { usleep(20_000) }
    running.send(signal)
    let ended = running.finish()
    #expect(ended.status == (signal == SIGKILL ? -SIGKILL : 130), "\(ended.errors)")
    let before = try finished(place, "s")
    #expect(before.count >= 3 && before.count < 12)
    if signal == SIGINT {
      // Who ends in good order puts back what it has begun.
      let left = try place.sluice("tune", "export", "s")
      #expect(left.status == 0 && !left.output.contains("\"running\""), "\(left.output)")
    }

    let resumed = try CommandRun(arguments + ["s", "--json"], in: place.folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("Going on after \(before.count) trials."))
    // No finished trial was lost or run twice, and nothing came out otherwise.
    let after = try finished(place, "s")
    for (number, times) in before { #expect(after[number] == times) }
    #expect(try results(resumed.output) == results(whole.output))
    let model = "best/model.safetensors"
    #expect(try place.bytes("s/\(model)") == place.bytes("whole/\(model)"))
  }

  #if os(Linux)
    @Test func `a trial that kills its process ends as failed, and the study goes on`() throws {
      let place = try workplace()
      defer { place.remove() }
      // Weights of 1.6 GB within 1.5 GB of address space.
      let study = """
        experiment: exp.yaml
        search: {model.0.LSTM.hiddenSize: {choices: [3, 10000, 4]}}
        sampler: grid
        budget: {trials: 3}

        """
      try place.write(study, to: "study.yaml")
      let line = "ulimit -c 0; ulimit -v 1500000; \"$0\" tune study.yaml --output s --threads 2"
      for attempt in 1...3 {
        let killed = try CommandRun(shell: line, in: place.folder)
        #expect(killed.status != 0, "\(killed.errors)")
        let left = try place.sluice("tune", "export", "s", "--csv").output
        #expect(left.contains("1,running,10000"), "attempt \(attempt): \(left)")
      }
      let last = try CommandRun(shell: line, in: place.folder)
      #expect(last.status == 0, "\(last.errors)")
      #expect(last.output.contains("study: 3 trials (2 complete, 1 failed)."))
      let export = try place.sluice("tune", "export", "s", "--csv").output
      #expect(export.contains("1,failed,10000"))
      #expect(export.contains("3 workers died on it: killed, crashed or short of memory"))
      #expect(place.listing("s").contains("best"))
      let show = try place.sluice("tune", "show", "s").output
      #expect(show.contains("Trial 1 failed: 3 workers died on it: killed"), "\(show)")
    }
  #endif

  @Test func `workers are named by their machine, its start and their process`() throws {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice("tune", "study.yaml", "--output", "s", "--trials", "1", "--json")
    let study = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let worker = try #require((study?["trials"] as? [[String: Any]])?[0]["worker"] as? String)
    let parts = worker.split(separator: ":", omittingEmptySubsequences: false)
    #expect(parts.count == 5 && parts.allSatisfy { !$0.isEmpty }, "\(worker)")
  }

  @Test func `show, best and export tell of a finished study`() throws {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice("tune", "study.yaml", "--output", "s")
    #expect(run.status == 0, "\(run.errors)")

    let show = try place.sluice("tune", "show", "s", "--rows", "2")
    #expect(show.status == 0, "\(show.errors)")
    #expect(show.output.contains("study: 12 trials ("))
    #expect(run.output.hasPrefix(String(show.output.prefix(40))))

    let ended = try results(place.sluice("tune", "export", "s").output)
    let pruned = ended.filter { $0["state"] == "[\"pruned\"]" }
    #expect(!pruned.isEmpty && pruned.count < 10)
    for trial in pruned {
      #expect(trial["values"] == "[{}]")
      // Of three epochs.
      #expect(1...2 ~= (trial["intermediate"] ?? "").components(separatedBy: "step").count - 1)
    }

    let best = try place.sluice("tune", "best", "s", "--output", "best.yaml")
    #expect(best.status == 0, "\(best.errors)")
    #expect(best.output.hasPrefix("model.0.LSTM.hiddenSize: "))
    #expect(try place.text("best.yaml") == place.text("s/best/experiment.yaml"))
    let readings = try place.bytes("readings.csv")
    let refused = try place.sluice("tune", "best", "s", "--output", "readings.csv")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("readings.csv exists and is no experiment"))
    #expect(try place.bytes("readings.csv") == readings)
    let json = try place.sluice("tune", "best", "s", "--json")
    #expect(json.output.contains("\"model.0.LSTM.hiddenSize\" : "))

    let csv = try place.sluice("tune", "export", "s", "--csv")
    let lines = csv.output.split(separator: "\n")
    #expect(lines.count == 13)
    #expect(
      lines[0].hasPrefix(
        "number,state,model.0.LSTM.hiddenSize,training.optimizer.adam.learningRate,validationLoss,")
    )
    // From the storage alone, without the study directory.
    let bare = try place.sluice("tune", "export", "s/study.db")
    #expect(bare.status == 0, "\(bare.errors)")
    #expect(try bare.output == place.sluice("tune", "export", "s", "--json").output)

    let model = try place.bytes("s/best/model.safetensors")
    let other = try place.sluice("tune", "study.yaml", "--output", "s", "--set", "name=other")
    #expect(other.status == 2)
    #expect(other.errors.contains("s holds the study study, not other"))
    #expect(try place.bytes("s/best/model.safetensors") == model)

    let again = try place.sluice("tune", "study.yaml", "--output", "s")
    #expect(again.status == 0)
    #expect(again.output == run.output)
  }

  @Test func `a worker joins a study and leaves the winner to others`() throws {
    let place = try workplace()
    defer { place.remove() }
    let worker = try place.sluice(
      "tune", "study.yaml", "--storage", "shared.db", "--worker", "--trials", "5")
    #expect(worker.status == 0, "\(worker.errors)")
    let files = place.listing().filter { !$0.hasPrefix("shared.db-") }
    #expect(files == ["exp.yaml", "readings.csv", "shared.db", "study.yaml"])
    let run = try place.sluice("tune", "study.yaml", "--storage", "shared.db", "--output", "s")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("Going on after 5 trials."))
    #expect(place.listing("s").contains("best"))
  }

  @Test func `a storage of two studies says how to choose, and a directory knows its own`() throws {
    let place = try workplace()
    defer { place.remove() }
    for (name, folder) in [("first", "a"), ("second", "b")] {
      let run = try place.sluice(
        "tune", "study.yaml", "--storage", "both.db", "--output", folder, "--trials", "2", "--set",
        "name=\(name)")
      #expect(run.status == 0, "\(run.errors)")
    }
    var transcript = Transcript(place)
    try transcript.run("two studies", ["tune", "show", "both.db"])
    try transcript.run("another name", ["tune", "show", "both.db", "--name", "third"])
    try transcript.run("trials elsewhere", ["tune", "show", "a"])
    try transcript.run("no such storage", ["tune", "show", "a", "--storage", "none.db"])
    try Snapshot.check(transcript.text, "which-study")
    #expect(!transcript.text.contains("[exit 0]"))
    for (name, arguments) in [
      ("first", ["a", "--storage", "both.db"]), ("second", ["b", "--storage", "both.db"]),
      ("second", ["both.db", "--name", "second"]),
    ] {
      let shown = try CommandRun(["tune", "show"] + arguments, in: place.folder)
      #expect(shown.status == 0, "\(shown.errors)")
      #expect(shown.output.hasPrefix("\(name): 2 trials"))
    }
  }

  @Test func `nothing but the database is left beside it`() throws {
    let place = try workplace()
    defer { place.remove() }
    for more in [["--worker"], ["--worker", "--workers", "2"], []] {
      let run = try CommandRun(
        ["tune", "study.yaml", "--output", "s", "--trials", "3"] + more, in: place.folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(place.listing("s").filter { $0.hasPrefix("study.db") } == ["study.db"], "\(more)")
    }
  }

  @Test func `who comes second waits until the winner is written, and finds it there`() throws {
    let place = try workplace()
    defer { place.remove() }
    let path = place.folder.appendingPathComponent("s/winner.lock").path
    let first = try place.sluice("tune", "study.yaml", "--output", "s")
    #expect(first.status == 0, "\(first.errors)")
    #expect(!place.listing("s").contains("winner.lock"))

    let lock = open(path, O_RDWR | O_CREAT, 0o666)
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let second = try CommandRun.Running(
      ["tune", "study.yaml", "--output", "s", "--trials", "14"], in: place.folder)
    while second.isRunning, try finished(place, "s").count < 14 { usleep(20_000) }
    usleep(300_000)
    #expect(second.isRunning)
    unlink(path)
    close(lock)
    let ended = second.finish()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.errors.contains("Another process writes the winner of s; waiting for it."))
    #expect(ended.errors.contains("The winner: s/best."))
    #expect(!place.listing("s").contains("winner.lock"))

    let waiting = open(path, O_RDWR | O_CREAT, 0o666)
    #expect(flock(waiting, LOCK_EX | LOCK_NB) == 0)
    defer { close(waiting) }
    let third = try CommandRun.Running(["tune", "study.yaml", "--output", "s"], in: place.folder)
    usleep(500_000)
    third.send(SIGINT)
    let interrupted = third.finish()
    #expect(interrupted.status == 130, "\(interrupted.errors)")
  }

  @Test func `two processes with one study directory both end well`() throws {
    let place = try workplace()
    defer { place.remove() }
    let arguments = [
      "tune", "study.yaml", "--trials", "4", "--set", "experiment.training.epochs=60", "--set",
      "experiment.training.patience=null", "--output",
    ]
    let both = try (0..<2).map { _ in try CommandRun.Running(arguments + ["s"], in: place.folder) }
    let ended = both.map { $0.finish() }
    for run in ended { #expect(run.status == 0, "\(run.errors)") }
    // One of them trains the winner, and only one.
    #expect(ended.count { $0.errors.contains("It is trained again.") } == 1)
    #expect(
      place.listing("s").filter { !$0.hasPrefix("study.db") } == [
        "best", "charts", "report.html", "resolved-study.yaml", "trials",
      ])
    let alone = try CommandRun(arguments + ["alone"], in: place.folder)
    #expect(alone.status == 0, "\(alone.errors)")
    let model = "best/model.safetensors"
    #expect(try place.bytes("s/\(model)") == place.bytes("alone/\(model)"))
  }

  @Test(arguments: ["removed", "replaced"])
  func `a study whose file vanishes in the middle ends with an error`(how: String) throws {
    let place = try workplace(rows: 2000)
    defer { place.remove() }
    let other = try place.sluice("tune", "study.yaml", "--output", "other", "--trials", "1")
    #expect(other.status == 0, "\(other.errors)")
    let running = try CommandRun.Running(
      [
        "tune", "study.yaml", "--output", "s", "--set", "experiment.training.epochs=60", "--set",
        "experiment.training.patience=null",
      ], in: place.folder)
    while running.isRunning, try finished(place, "s").count < 2 { usleep(20_000) }
    let path = place.folder.appendingPathComponent("s/study.db").path
    if how == "removed" {
      #expect(unlink(path) == 0)
    } else {
      #expect(rename(place.folder.appendingPathComponent("other/study.db").path, path) == 0)
    }
    let ended = running.finish()
    #expect(ended.status == 1, "\(ended.errors)")
    #expect(ended.errors.contains("s/study.db was removed or replaced while it was in use"))
    #expect(!ended.errors.contains("Written"))
  }

  @Test func `a study is not gone on with as another`() throws {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice("tune", "study.yaml", "--output", "s", "--trials", "2")
    #expect(run.status == 0, "\(run.errors)")
    let before = try place.bytes("s/resolved-study.yaml")
    var transcript = Transcript(place)
    func tune(_ title: String, _ more: String...) throws {
      try transcript.run(title, ["tune", "study.yaml", "--output", "s"] + more)
    }
    try tune("another sampler", "--seed", "7")
    try tune("other epochs", "--set", "experiment.training.epochs=9")
    try tune("another pruner", "--set", "pruner=none")
    try tune("other readings", "--set", "experiment.data.rows=300")
    try transcript.run("no study", ["tune", "show", "nothing"])
    try transcript.run("a folder that is none", ["tune", "study.yaml", "--output", "."])
    try transcript.run("a worker without a study", ["tune", "study.yaml", "--worker"])
    try Snapshot.check(
      transcript.text.replacingOccurrences(
        of: "data [0-9a-f]{16,}", with: "data HASH", options: .regularExpression),
      "other-studies")
    #expect(!transcript.text.contains("[exit 0]"))
    #expect(try place.bytes("s/resolved-study.yaml") == before)
  }
}
