import Foundation
import Testing
import TestSupport

/// `sluice-bench` as a command: its numbers are the machine's, its manners are tested.
@Suite struct BenchTests {
  private func bench(_ arguments: String...) throws -> CommandRun {
    try CommandRun(
      arguments, in: FileManager.default.temporaryDirectory, command: "sluice-bench")
  }

  @Test(arguments: [
    (["--seconds", "0"], "Error: --seconds must be above 0, found 0.0."),
    (["--seconds", "nan"], "Error: --seconds must be above 0, found nan."),
    (["--workload", "W9"], "Error: no workload W9; there are W1 to W6 and W4b"),
    (["--cell", "rnn"], "Error: no cell rnn; there are lstm, gru and bidirectional"),
    (["--threads", "0"], "Error: threads is at least 1, got 0"),
    (["--sekonds", "1"], "Error: Unknown option '--sekonds'"),
  ])
  func `arguments that cannot be used end with 2`(arguments: [String], words: String) throws {
    let run = try CommandRun(
      arguments, in: FileManager.default.temporaryDirectory, command: "sluice-bench")
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix(words), "\(run.errors)")
  }

  @Test func `a measurement is one line of JSON with its workload`() throws {
    let run = try bench("--predict", "--seconds", "0.01", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 1)
    let result = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(result?["workload"] as? String == "W1")
    let study = try bench("--study", "--seconds", "0.05", "--json")
    let cost = try JSONSerialization.jsonObject(with: Data(study.output.utf8)) as? [String: Any]
    #expect(cost?["storage"] as? String == "sqlite" && cost?["trials"] as? Int ?? 0 > 0)
    #expect(cost?["millisecondsPerTrial"] is Double, "\(study.output)\(study.errors)")
    #expect(try bench("--help").output.contains("USAGE: sluice-bench"))
  }
}
