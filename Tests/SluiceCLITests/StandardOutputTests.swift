import Foundation
import Testing
import TestSupport

/// What becomes of results that standard output does not take.
@Suite struct StandardOutputTests {
  @Test func `a full disk on standard output is an error in every command`() throws {
    #if os(Linux)
      let place = try Workplace.ready()
      defer { place.remove() }
      #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
      let commands = [
        ["predict", "run", "--data", "readings.csv"],
        ["evaluate", "run", "--data", "readings.csv"],
        ["evaluate", "run", "--data", "readings.csv", "--json"],
        ["data", "generate", "sine", "--rows", "5"], ["data", "describe", "readings.csv"],
        ["data", "describe", "readings.csv", "--json"], ["compare", "run"],
        ["compare", "run", "--json"], ["train", "exp.yaml", "--output", "run", "--resume"],
        ["train", "exp.yaml", "--output", "run", "--resume", "--json"],
        ["backtest", "exp.yaml", "--folds", "1"],
        ["backtest", "exp.yaml", "--folds", "1", "--json"],
        ["find-learning-rate", "exp.yaml", "--updates", "5"],
        ["find-learning-rate", "exp.yaml", "--updates", "5", "--json"], ["--help"], ["--version"],
      ]
      for command in commands {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let run = try CommandRun(command, in: place.folder, output: full)
        let words = command.joined(separator: " ")
        #expect(run.status == 1, "\(words)")
        #expect(
          run.errors.hasSuffix(
            "Error: Cannot write standard output: the disk is full; make room and try again.\n"),
          "\(words): \(run.errors)")
      }
    #endif
  }

  @Test func `a reader that has gone is no error`() throws {
    let place = try Workplace()
    defer { place.remove() }
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let run = try CommandRun(
      ["data", "generate", "sine", "--rows", "20000"], in: place.folder,
      output: pipe.fileHandleForWriting)
    // Where the signal of a broken pipe is not held back, it ends the process: without a word as well.
    #expect(run.status == 0 || run.status == -SIGPIPE, "\(run.status)")
    #expect(run.errors == "")
  }
}
