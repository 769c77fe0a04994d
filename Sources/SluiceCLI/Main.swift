import ArgumentParser
import Foundation
import Sluice

/// Where the command begins, and where every error ends: as a line on standard error and an exit
/// code.
@main
enum Main {
  static func main() {
    // A file over the limit of `ulimit -f` is an error like a full disk, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try SluiceCommand.parseAsRoot()
      try command.run()
    } catch {
      finish(with: error)
    }
  }

  /// Says what went wrong and ends the process: 0 done, 1 failed, 2 unusable arguments or
  /// configuration, 130 interrupted.
  private static func finish(with error: any Error) -> Never {
    switch error {
    case RunError.interrupted:
      Console.say("Interrupted.")
      exit(130)
    case let error as RunError:
      Console.say("Error: \(error)")
      exit(error.isUnusable ? 2 : 1)
    case is ConfigError, is UnusableArgument, is TuningError, is ComparisonError,
      StorageError.badLocation:
      Console.say("Error: \(error)")
      exit(2)
    case let error as StudyRunError:
      Console.say("Error: \(error)")
      exit(error.isUnusable ? 2 : 1)
    case let error as ExplanationError:
      Console.say("Error: \(error)")
      exit(error.isUnusable ? 2 : 1)
    case let error as ExplainError:
      Console.say("Error: \(error)")
      exit(error.isUnusable ? 2 : 1)
    case let error as Interrupted:
      Console.say(error.description)
      exit(130)
    default: break
    }
    let code = SluiceCommand.exitCode(for: error)
    let message = SluiceCommand.fullMessage(for: error)
    if code == .success {
      do {
        if !message.isEmpty { try StandardOutput.write(message + "\n") }
      } catch {
        Console.say("Error: \(error)")
        exit(1)
      }
      exit(0)
    }
    Console.say(message)
    exit(code == .validationFailure ? 2 : code.rawValue)
  }
}

/// An argument that is well formed and cannot be used all the same.
struct UnusableArgument: Error, CustomStringConvertible {
  let description: String
}

extension RunError {
  /// Whether other arguments would cure it.
  var isUnusable: Bool {
    switch self {
    case .exists, .examined, .notARun, .unfinished, .otherExperiment, .noData, .noSubjects,
      .missing,
      .stillUnfinished, .noNetwork, .otherReadings:
      true
    case .busy, .damaged, .noRows, .noBaselines, .interrupted: false
    }
  }
}

extension StudyRunError {
  /// Whether other arguments would cure it.
  var isUnusable: Bool {
    switch self {
    case .notAStudy, .needsOutput, .missing, .otherStudy, .notAnExperiment, .keptElsewhere,
      .noneChosen, .noTrial, .otherExperiment, .otherReadings, .tooManyFolds:
      true
    case .noWinner, .otherForecasts, .otherLabels, .lostModel: false
    }
  }
}

extension ExplanationError {
  /// Whether other arguments would cure it.
  var isUnusable: Bool {
    switch self {
    case .noReadings, .noClock, .tooEarly, .noInput, .tooFarBack, .noUse, .scoreOfForecast: true
    case .noWindows: false
    }
  }
}

extension ExplainError {
  /// Whether other arguments would cure it.
  var isUnusable: Bool {
    switch self {
    case .noGradient, .targetUnseen, .beforeWindow, .noSuchStep, .noSuchClass, .labels, .forecasts,
      .setting:
      true
    default: false
    }
  }
}
