import Foundation
import Testing
import TestSupport

/// Arguments and readings that would end in a crash or in results that mean nothing.
@Suite struct RefusalTests {
  @Test(arguments: [
    (["backtest", "exp.yaml", "--folds", "9223372036854775807"], "--folds", 1_000_000_000),
    (
      ["backtest", "exp.yaml", "--folds", "2", "--test-rows", "9223372036854775807"], "--test-rows",
      1_000_000_000
    ),
    (
      ["backtest", "exp.yaml", "--folds", "2", "--purge", "9223372036854775807"], "--purge",
      1_000_000_000
    ),
    (
      ["backtest", "exp.yaml", "--folds", "2", "--train-rows", "9223372036854775807"],
      "--train-rows", 1_000_000_000
    ),
    (
      ["find-learning-rate", "exp.yaml", "--updates", "9223372036854775807"], "--updates",
      1_000_000_000
    ),
    (
      ["train", "exp.yaml", "--output", "run", "--threads", "9223372036854775807"], "--threads",
      1_000_000_000
    ),
    (["data", "generate", "sine", "--rows", "9223372036854775807"], "--rows", 10_000_000),
  ])
  func `options beyond all use are refused`(
    arguments: [String], option: String, most: Int
  ) throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try CommandRun(arguments, in: place.folder)
    #expect(run.status == 2)
    let words = "Error: \(option) must be at most \(most), found 9223372036854775807.\n"
    #expect(run.errors.hasPrefix(words), "\(run.errors)")
  }

  @Test func `folds that do not fit the rows are refused in words`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try place.sluice(
      "backtest", "exp.yaml", "--folds", "1000000000", "--test-rows", "1000000000")
    #expect(run.status == 1)
    #expect(
      run.errors == """
        Error: Too few rows for the folds: 1000000000 needed, 400 found. Use fewer folds or shorter \
        tests.

        """)
  }

  /// Trains with changes that are refused, and returns what was said.
  private func refusal(_ changes: String...) throws -> String {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try CommandRun(
      ["train", "exp.yaml", "--output", "run"] + changes.flatMap { ["--set", $0] },
      in: place.folder)
    #expect(run.status == 1)
    #expect(place.listing() == ["exp.yaml", "readings.csv"])
    return run.errors
  }

  @Test func `a season longer than the training rows is refused`() throws {
    #expect(
      try refusal("evaluation.season=320").hasSuffix(
        """
        Error: A season of 320 rows does not fit into the 320 training rows: give a shorter season, \
        or none to have it found.

        """))
  }

  @Test func `a longest gap below the interval is refused`() throws {
    #expect(
      try refusal("cleaning.maximumGap=5 s") == """
        Error: The rows lie 10 min apart, so that no two of them keep within the 5 s allowed between \
        rows: allow more, or no limit at all.

        """)
  }

  @Test func `readings at another interval than the model's are refused`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    let stamp = { (seconds: Int) in
      let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60]
      return clock.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
    for (step, words) in [(1, "1 s"), (1200, "20 min")] {
      let rows = (0..<40).map { "2024-01-01 \(stamp($0 * step)),\(1 + $0 % 3).5,0.1\n" }
      try place.write("time,y,x\n" + rows.joined(), to: "other.csv")
      for command in ["predict", "evaluate"] {
        let run = try place.sluice(command, "run", "--data", "other.csv")
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(
          run.errors == """
            Error: The rows lie \(words) apart, those that the model was trained on 10 min: give \
            readings at the model's own interval.

            """)
      }
    }
  }

  @Test func `resuming a finished run of another experiment is refused`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    let before = try place.bytes("run/metrics.json")
    let again = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--resume", "--set", "training.epochs=9", "--seed",
      "77")
    #expect(again.status == 2)
    #expect(again.output == "")
    #expect(
      again.errors == """
        Error: The run in run was begun with another experiment: training.epochs was '3' and is '9' \
        now. Go on with the experiment that it was begun with, or begin afresh with --force.

        """)
    #expect(try place.bytes("run/metrics.json") == before)
  }

  @Test func `the epoch whose weights were kept is told`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--json", "--set", "training.restoreBest=false",
      "--set", "training.minimumChange=1000000")
    #expect(run.status == 0, "\(run.errors)")
    let parsed = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let training = try #require(parsed?["training"] as? [String: Any])
    // No loss falls by a million: the first epoch stays the best one.
    #expect(training["bestEpoch"] as? Int == 1)
    #expect(training["keptEpoch"] as? Int == 3)
    #expect(run.errors.contains("best epoch 1, weights of epoch 3 kept."), "\(run.errors)")
    let page = try place.text("run/report.html")
    #expect(page.contains("1; the weights of epoch 3, the last one, were kept"))
    #expect(try place.text("run/charts/loss.svg").contains("The weights of epoch 3 were kept."))
  }
}
