import Foundation
import SluiceStorage
import SluiceTuning

/// Times the study around trials that do nothing: asking, one report and telling, in an SQLite file.
struct StudyBenchmark {
  let seconds: Double

  func run() throws -> [(String, JSONValue)] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let study = try Study(
      StudyDefinition("bench", space: SearchSpace([Hyperparameter("x", .float(-1...1))])),
      budget: StudyBudget(seconds: seconds),
      storage: SQLiteStorage(path: folder.appendingPathComponent("study.db").path))
    var trials = 0
    let time = try ContinuousClock().measure {
      while case .trial(var trial) = try study.ask() {
        let x = trial.parameters["x"]?.number ?? 0
        _ = try study.report(x, at: 1, of: &trial)
        try study.tell(trial, .complete([x * x]))
        trials += 1
      }
    }
    return [
      ("storage", .text("sqlite")), ("trials", .number(Double(trials), 0)),
      ("millisecondsPerTrial", .number(time / .milliseconds(1) / Double(max(trials, 1)), 4)),
    ]
  }
}
