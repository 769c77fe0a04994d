import Foundation
import SluiceStorage
import SluiceTuning

/// Runs trials that do nothing, in a process that may be killed at any moment.
///
///     study-hammer LOCATION WORKER TRIALS MILLISECONDS TAKEOVER_SECONDS TOLD_FILE
///
/// Each trial takes so many milliseconds; the number of each one that was told is added to a file.
/// Prints how long the whole took.
@main
struct StudyHammer {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 7, let trials = Int(arguments[3]),
      let milliseconds = Double(arguments[4]), let takeOver = Double(arguments[5])
    else {
      FileHandle.standardError.write(
        Data("study-hammer LOCATION WORKER TRIALS MILLISECONDS TAKEOVER_SECONDS FILE\n".utf8))
      exit(2)
    }
    let space = try SearchSpace([Hyperparameter("x", .float(-1...1))])
    let study = try Study(
      StudyDefinition("hammer", space: space), budget: StudyBudget(trials: trials),
      storage: StudyStorageLocation(arguments[1]).open(), worker: arguments[2],
      takeOverSeconds: takeOver)
    let told = open(arguments[6], O_WRONLY | O_APPEND | O_CREAT, 0o644)
    let begun = ContinuousClock.now
    loop: while true {
      switch try study.ask() {
      case .over: break loop
      case .wait: Thread.sleep(forTimeInterval: 0.01)
      case .trial(var trial):
        let x = trial.parameters["x"]?.number ?? .nan
        do {
          _ = try study.report(x, at: 1, of: &trial)
          if milliseconds > 0 { Thread.sleep(forTimeInterval: milliseconds / 1000) }
          try study.tell(trial, .complete([x * x]))
        } catch TuningError.notOwner {
          continue
        }
        // One call, so that a killed process leaves a whole line or none.
        let line = Array("\(trial.number)\n".utf8)
        _ = write(told, line, line.count)
      }
    }
    print("\(ContinuousClock.now - begun)")
  }
}
